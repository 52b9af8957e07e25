package suricata_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dwell/event"
	"dwell/evidence"
)

func TestHostileInput(t *testing.T) {
	long := strings.Repeat("A", 2<<20)
	with := func(old, replacement string) string { return strings.Replace(request(), old, replacement, 1) }
	for name, c := range map[string]struct {
		text          string
		read, damaged int64
	}{
		"value of 2 MB":          {with(`"/a"`, `"`+long+`"`), 1, 0},
		"key of 2 MB":            {with(`"tx_id"`, `"`+long+`"`), 1, 0},
		"type of 2 MB":           {with(`"event_type":"http"`, `"event_type":"`+long+`"`), 0, 0},
		"2 MB of backslashes":    {with(`"/a"`, `"`+strings.Repeat(`\\`, 1<<20)+`"`), 1, 0},
		"2 MB of escaped quotes": {with(`"/a"`, `"`+strings.Repeat(`\"`, 1<<20)+`"`), 1, 0},
		"100,000 answers":        {lookup(false, `"type":"answer","rrname":"a","answers":[`+strings.Repeat(`{"rdata":"x"},`, 1e5)+`{}]`), 1, 0},
		"100,000 questions":      {lookup(false, `"version":3,"type":"request","queries":[`+strings.Repeat(`{"rrname":"x"},`, 1e5)+`{}]`), 1, 0},
		"arrays nested deep":     {with(`"tx_id":0`, `"tx_id":`+strings.Repeat(`[`, 1<<20)+strings.Repeat(`]`, 1<<20)), 0, 1},
		"objects nested deep":    {strings.Repeat(`{"suricata":`, 1<<20) + "\n", 0, 1},
		"the same object inside": {strings.Repeat(`{"eve":`, 500) + strings.TrimSpace(request()) + strings.Repeat("}", 500) + "\n", 0, 1},
		"a line in a line":       {`{"event_type":"http","message":` + quoted(`{"message":`+quoted(request())+`}`) + "}\n", 0, 1},
		"no object inside":       {`{"timestamp":"2024-05-01T10:38:01Z","message":"{]"}` + "\n", 0, 1},
		"control characters":     {with(`"/a"`, "\"\x01\""), 0, 1},
		"NUL at the ends":        {"\x00\x00" + strings.TrimSpace(request()) + "\x00\n", 1, 0},
		"values of other kinds": {line("http", `"http":{"hostname":[1],"url":{"a":1},"status":"x","length":true,"http_port":-1,"http_method":null}`) +
			line("tls", `"tls":[1,2],"quic":7`) + line("dns", `"dns":{"rrname":7,"answers":{"a":1},"grouped":[1],"queries":5,"rdata":[]}`) +
			line("flow", `"flow":"x","tcp":{"tcp_flags_ts":[]}`) + line("smb", `"smb":{"share":["x"],"filename":7,"command":{}}`), 5, 0},
		"nothing but brackets": {"{{{{\n{[\n{\"a\n{\"a\":\n{\"a\":tru}\n{\"a\":1,}\n{}\n" + request(), 1, 7},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			detect(c.text)
			got := read(t, c.text).Tally
			if got.Records != c.read || got.Damaged != c.damaged {
				t.Errorf("%d read, %d damaged, want %d, %d: %v", got.Records, got.Damaged, c.read, c.damaged, got.Reasons)
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestAnOverlongLineIsOneDamage(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 65 MiB")
	}
	text := request() + strings.Replace(request(), `"/a"`, `"`+strings.Repeat("A", evidence.MaxRecord+evidence.BlockSize)+`"`, 1) + request()
	got := read(t, text).Tally
	if got.Records != 2 || got.Damaged != 1 {
		t.Errorf("%+v", got)
	}
}

// Cutting into blocks changes nothing.
func TestManyBlocks(t *testing.T) {
	const n = 12_000
	got := read(t, strings.Repeat(request(), n))
	if got.Tally.Records != n || got.Tally.Damaged != 0 || len(got.Events.WebRequests) != n {
		t.Errorf("%+v", got.Tally)
	}
	for i, r := range got.Events.WebRequests {
		if want := int64(i * len(request())); r.Ref.Offset != want {
			t.Fatalf("record %d at %d, want %d", i, r.Ref.Offset, want)
		}
	}
}

// FuzzRead checks that no input breaks the reader: every line is accounted for, every
// Ref lies in the content, every text is valid, and the head can be judged.
func FuzzRead(f *testing.F) {
	f.Add([]byte(request() + conversation("1b", "1b", 3, 2)))
	f.Add([]byte(netflow(false, 2) + netflow(true, 3)))
	f.Add([]byte(lookup(true, `"version":3,"type":"response","queries":[{"rrname":"a","rrtype":"A"}],"answers":[{"rdata":"\ud83d\u0000"}],"grouped":{"A":["x"]}`)))
	f.Add([]byte(line("alert", `"alert":{"signature":"x","severity":1},"flow":{"src_ip":"192.0.2.1","dest_ip":"::ffff:192.0.2.2"}`)))
	f.Add([]byte(line("smb", `"smb":{"dcerpc":{"request":"REQUEST","opnum":1,"interfaces":[{"uuid":"X"}]}}`) + line("smb", `"smb":{"ntlmssp":{"user":"a"}}`)))
	f.Add([]byte(line("smtp", `"email":{"from":"a","to":["\"b"," c\" <d@example.org>"],"received":["from x by y; x"]}`)))
	f.Add([]byte(line("dhcp", `"dhcp":{"type":"reply","assigned_ip":"192.0.2.1"}`) + line("tls", `"tls":{"fingerprint":"a","subjectaltname":["x"]}`) + line("rdp", `"rdp":{"event_type":"connect_request"}`)))
	f.Add([]byte(`{"message":` + quoted(request()) + "}\n" + `{"suricata.eve.event_type":"flow","@timestamp":"2024-05-01T10:38:01Z"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		detect(string(data))
		got := read(t, string(data))
		lines := int64(bytes.Count(data, []byte("\n")) + 1)
		if sum := got.Tally.Records + got.Tally.Skipped + got.Tally.Damaged; sum > lines {
			t.Fatalf("%d records of %d lines", sum, lines)
		}
		for i := range got.Events.Connections {
			c := &got.Events.Connections[i]
			whole(t, data, c.Ref, c.UID, c.Service, c.Sensor)
			if c.Duration < event.Unknown || c.SrcBytes < event.Unknown || c.DstIP < event.Unknown || c.SrcBytes > c.SrcIP {
				t.Fatalf("%+v", c)
			}
		}
		for _, e := range got.Events.DNSLookups {
			whole(t, data, e.Ref, append(e.Answers, e.Query, e.Type, e.Code)...)
		}
		for _, e := range got.Events.WebRequests {
			whole(t, data, e.Ref, e.Host, e.URI, e.UserAgent)
		}
		for _, e := range got.Events.Alerts {
			whole(t, data, e.Ref, e.Name, e.Message, e.Class)
		}
		for _, e := range got.Events.Mails {
			whole(t, data, e.Ref, e.Subject, e.MessageID)
		}
		for _, e := range got.Events.Shares {
			whole(t, data, e.Ref, e.Share, e.Name)
		}
		for _, e := range got.Events.Calls {
			whole(t, data, e.Ref, e.Interface, e.Operation)
		}
	})
}

// whole checks that a Ref lies in the content and that texts are valid.
func whole(t *testing.T, data []byte, r event.Ref, texts ...string) {
	t.Helper()
	if r.Offset < 0 || r.Length <= 0 || r.Offset+r.Length > int64(len(data)) {
		t.Fatalf("%v lies outside", r)
	}
	for _, s := range texts {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, func(c rune) bool { return c < ' ' }) {
			t.Fatalf("%q is no text", s)
		}
	}
}
