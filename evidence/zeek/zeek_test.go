package zeek_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence"
)

// row is a row of conn.log as connHeader describes it, at second n.
func row(n int) string {
	return fmt.Sprintf("%d.250000\tCrow%08d\t192.0.2.4\t40000\t198.51.100.7\t443\ttcp\tssl\t1.500000\t10\t20\tSF\tT\tF\t0\tShADadFf\t3\t100\t4\t200\t-\n", 1588200000+n, n)
}

// line is the same record as JSON.
func line(n int) string {
	return fmt.Sprintf(`{"ts":%d.25,"uid":"Crow%08d","id.orig_h":"192.0.2.4","id.orig_p":40000,"id.resp_h":"198.51.100.7","id.resp_p":443,"proto":"tcp","service":"ssl","duration":1.5,"orig_bytes":10,"resp_bytes":20,"conn_state":"SF","local_orig":true,"local_resp":false,"missed_bytes":0,"history":"ShADadFf","orig_pkts":3,"orig_ip_bytes":100,"resp_pkts":4,"resp_ip_bytes":200}`+"\n", 1588200000+n, n)
}

// connection is what both give.
func connection(n int) event.Connection {
	return event.Connection{
		Time: event.UTC(int64(1588200000+n)*1e9+250e6, event.PrecisionMicro),
		UID:  fmt.Sprintf("Crow%08d", n),
		Endpoints: event.Endpoints{
			Src: netip.MustParseAddr("192.0.2.4"), Dst: netip.MustParseAddr("198.51.100.7"), SrcPort: 40000, DstPort: 443,
		},
		Transport: event.TransportTCP, Service: "ssl", Duration: 1500 * time.Millisecond,
		SrcBytes: 10, DstBytes: 20, SrcIP: 100, DstIP: 200, State: "SF", SrcLocal: event.TruthYes, DstLocal: event.TruthNo,
	}
}

// wants checks the connections, the number of damaged lines, and that each Ref
// leads to its line.
func wants(t *testing.T, text string, damaged int64, rows ...int) evidence.Tally {
	t.Helper()
	got := read(t, []byte(text))
	var want []event.Connection
	for _, n := range rows {
		want = append(want, connection(n))
	}
	if d := cmp.Diff(want, got.Events.Connections, addresses, withoutRef); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for _, c := range got.Events.Connections {
		record := text[c.Ref.Offset : c.Ref.Offset+c.Ref.Length]
		if !strings.Contains(record, c.UID) || strings.ContainsAny(record, "\r\n") || c.Ref.Offset > 0 && text[c.Ref.Offset-1] != '\n' && text[c.Ref.Offset-1] != 0xbf {
			t.Errorf("%s leads to %q", c.UID, record)
		}
	}
	if got.Tally.Damaged != damaged {
		t.Errorf("%d damaged, want %d: %v", got.Tally.Damaged, damaged, got.Tally.Reasons)
	}
	return got.Tally
}

func TestTheWaysALogIsWritten(t *testing.T) {
	other := strings.NewReplacer("#fields\tts\tuid", "#fields\tuid\tts").Replace(connHeader)
	swapped := func(n int) string {
		c := strings.SplitN(row(n), "\t", 3)
		return c[1] + "\t" + c[0] + "\t" + c[2]
	}
	spaced := strings.NewReplacer("\\x09", "\\x7c", "\t", "|").Replace(connHeader + row(1))
	labelled := strings.Replace(connHeader, "tunnel_parents", "tunnel_parents   label   detailed-label", 1) +
		strings.Replace(row(1), "\t-\n", "\t-   Malicious   C&C\n", 1)
	for name, c := range map[string]struct {
		text    string
		damaged int64
		rows    []int
	}{
		"table":                      {connHeader + row(1) + row(2) + "#close\t2020-01-01-00-00-00\n", 0, []int{1, 2}},
		"without a last line feed":   {connHeader + row(1) + strings.TrimSuffix(row(2), "\n"), 0, []int{1, 2}},
		"JSON":                       {line(1) + line(2), 0, []int{1, 2}},
		"CRLF":                       {strings.ReplaceAll(connHeader+row(1)+row(2)+line(3), "\n", "\r\n"), 0, []int{1, 2, 3}},
		"byte order mark":            {"\xef\xbb\xbf" + connHeader + row(1), 0, []int{1}},
		"byte order mark, JSON":      {"\xef\xbb\xbf" + line(1), 0, []int{1}},
		"white space before":         {"\n\t" + connHeader + row(1), 0, []int{1}},
		"two logs, other columns":    {connHeader + row(1) + "#close\tx\n" + other + swapped(2), 0, []int{1, 2}},
		"other separator":            {spaced, 0, []int{1}},
		"labels behind three spaces": {labelled, 0, []int{1}},
		"labels in rows alone":       {connHeader + strings.Replace(row(1), "\n", "\tBenign\tx\n", 1), 0, []int{1}},
		"table, then JSON, then row": {connHeader + row(1) + line(2) + row(3), 0, []int{1, 2, 3}},
		"JSON, then table":           {line(1) + connHeader + row(2), 0, []int{1, 2}},
		"no header":                  {row(1) + row(2) + row(3), 0, []int{1, 2, 3}},
		"no header, torn first row":  {row(1)[30:] + row(2) + row(3), 1, []int{2, 3}},
		"no header, JSON before":     {line(1) + row(2), 0, []int{1, 2}},
		"header torn in its middle":  {connHeader[len(connHeader)-200:] + row(2) + row(3) + connHeader + row(4), 1, []int{2, 3, 4}},
		"names without a mark":       {strings.TrimPrefix(connHeader[strings.Index(connHeader, "#fields"):], "#fields\t") + row(1), 0, []int{1}},
		"last row torn":              {connHeader + row(1) + row(2)[:60], 1, []int{1}},
		"last column torn off":       {connHeader + row(1) + strings.TrimSuffix(row(2), "00\t-\n"), 1, []int{1}},
		"last JSON line torn":        {line(1) + line(2)[:60], 1, []int{1}},
		"first JSON line torn":       {line(1)[60:] + line(2), 1, []int{2}},
		"two rows in one":            {connHeader + row(1) + row(2)[:30] + row(3) + row(4), 1, []int{1, 4}},
		"two JSON objects in one":    {line(1) + strings.TrimSpace(line(2)) + line(3), 1, []int{1}},
		"text between":               {connHeader + row(1) + "some other text\n" + row(2), 1, []int{1, 2}},
		"NUL and broken UTF-8":       {connHeader + strings.Replace(row(1), "ShAD", "\x00\xff", 1) + strings.Replace(line(2), "ShAD", "\x00\xff", 1), 0, []int{1, 2}},
		"JSON without its stream":    {line(1) + "{\"a\":1}\n", 1, []int{1}},
		"key given twice":            {strings.Replace(line(1), `{`, `{"ts":1588200001.25,`, 1), 0, []int{1}},
		"values all strings":         {strings.NewReplacer(`:1588200001.25,`, `:"1588200001.25",`, `:10,`, `:"10",`, `:443,`, `:"443",`).Replace(line(1)), 0, []int{1}},
		"counts written as floats":   {strings.Replace(line(1), `:10,`, `:10.0,`, 1), 0, []int{1}},
		"unset written as a dash":    {strings.Replace(line(1), `"missed_bytes":0`, `"tunnel_parents":"-"`, 1), 0, []int{1}},
	} {
		t.Run(name, func(t *testing.T) { wants(t, c.text, c.damaged, c.rows...) })
	}
}

func TestAssumptionsAreNoted(t *testing.T) {
	for name, c := range map[string]struct{ text, note string }{
		"shape":          {row(1) + row(2), "taken for the 21 columns of stream conn"},
		"unknown column": {strings.Replace(connHeader, "missed_bytes", "i_am_new", 1) + row(1), "conn: the unknown column i_am_new was ignored"},
		"unknown key":    {strings.Replace(line(1), "missed_bytes", "i_am_new", 1), "conn: the unknown column i_am_new was ignored"},
		"extra columns":  {connHeader + strings.Replace(row(1), "\n", "\tBenign\n", 1), "more columns than their header"},
		"relative times": {connHeader + strings.Replace(row(1), "1588200001.25", "19.25", 1), "not from 1970"},
		"no zone":        {strings.Replace(line(1), "1588200001.25", `"2020-04-30T00:06:39.5"`, 1), "UTC was assumed"},
		"bad count":      {strings.Replace(line(1), `:10,`, `:"x",`, 1), "conn: values of orig_bytes that cannot be read"},
		"other stream":   {strings.Replace(connHeader, "#path\tconn", "#path\tradius", 1) + row(1), "no events are made of stream radius"},
		"other in JSON":  {`{"_path":"modbus","ts":1.5}` + "\n", "no events are made of stream modbus"},
		"strange stream": {`{"_path":"<b>\u0000","ts":1.5}` + "\n", "stream is not known"},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, []byte(c.text)).Tally
			if !slices.ContainsFunc(got.Notes, func(s string) bool { return strings.Contains(s, c.note) }) || got.Damaged != 0 {
				t.Errorf("%+v", got)
			}
			if got.Records+got.Skipped == 0 {
				t.Error("nothing was read or skipped")
			}
		})
	}
}

func TestTimes(t *testing.T) {
	const whole, part = 1588206741_000_000_000, 1588206741_530_000_000
	for written, want := range map[string]event.Time{
		`1588206741.530000`:             event.UTC(part, event.PrecisionMicro),
		`1588206741.53`:                 event.UTC(part, event.PrecisionMicro),
		`1588206741.123456789`:          event.UTC(whole+123456789, event.PrecisionNano),
		`1588206741.1234567899`:         event.UTC(whole+123456789, event.PrecisionNano),
		`1588206741`:                    event.UTC(whole, event.PrecisionSecond),
		`1588206741530`:                 event.UTC(part, event.PrecisionMilli),
		`1.58820674153e9`:               event.UTC(part, event.PrecisionMicro),
		`0.000001`:                      event.UTC(1000, event.PrecisionMicro),
		`"2020-04-30T00:32:21.530000Z"`: event.UTC(part, event.PrecisionMicro),
		`"2020-04-30T00:32:21.530Z"`:    event.UTC(part, event.PrecisionMilli),
		`"2020-04-30T09:32:21+09:00"`:   {Nanos: whole, Offset: 9 * 3600, Zone: event.ZoneStated, Precision: event.PrecisionSecond},
		`"2020-04-29T20:02:21.53-0430"`: {Nanos: part, Offset: -4*3600 - 1800, Zone: event.ZoneStated, Precision: event.PrecisionMilli},
		`"2020-04-30T00:32:21.530000"`:  {Nanos: part, Zone: event.ZoneAssumed, Precision: event.PrecisionMicro},
		`1e400`:                         {},
		`-1.5`:                          {},
		`99999999999999999999.0`:        {},
		`9999999999999999`:              {},
		`"2020-13-30T00:32:21Z"`:        {},
		`"9999-12-30T00:32:21Z"`:        {},
		`"2020-04-30T00:32:21+99:99"`:   {},
		`"yesterday"`:                   {},
		`[1588206741.53]`:               {},
		`true`:                          {},
		`1588206741.53.1`:               {},
	} {
		t.Run(written, func(t *testing.T) {
			got := read(t, []byte(strings.Replace(line(1), "1588200001.25", written, 1)))
			var at event.Time
			if len(got.Events.Connections) > 0 {
				at = got.Events.Connections[0].Time
			}
			if at != want {
				t.Errorf("%+v, want %+v", at, want)
			}
			if bad := int64(1 - len(got.Events.Connections)); got.Tally.Damaged != bad {
				t.Errorf("%d damaged, want %d", got.Tally.Damaged, bad)
			}
		})
	}
}

func TestNumbersBeyondSenseAreUnknown(t *testing.T) {
	c := func(old, replacement string) event.Connection {
		t.Helper()
		got := read(t, []byte(strings.Replace(line(1), old, replacement, 1)))
		if len(got.Events.Connections) != 1 {
			t.Fatalf("%s: %+v", replacement, got.Tally)
		}
		return got.Events.Connections[0]
	}
	for _, v := range []string{"-5", "1e400", "99999999999999999999", `"ten"`, "10.5", "1e", "[1]", "true"} {
		if n := c(`"orig_bytes":10`, `"orig_bytes":`+v).SrcBytes; n != event.Unknown {
			t.Errorf("orig_bytes %s: %d", v, n)
		}
		if v == "10.5" || v == "99999999999999999999" {
			continue
		}
		if d := c(`"duration":1.5`, `"duration":`+v).Duration; d != event.Unknown {
			t.Errorf("duration %s: %v", v, d)
		}
	}
	for _, v := range []string{"65536", "-1", "93145", `"x"`} {
		if p := c(`"id.resp_p":443`, `"id.resp_p":`+v).DstPort; p != 0 {
			t.Errorf("port %s: %d", v, p)
		}
	}
	if n := c(`"orig_bytes":10`, `"orig_bytes":1.2e3`).SrcBytes; n != 1200 {
		t.Errorf("1.2e3 is %d", n)
	}
	for v, want := range map[string]time.Duration{
		"0.0000005": 0, "0.0000015": 2 * time.Microsecond, "0.00000050001": time.Microsecond,
		"1e-7": 0, "1e-300": 0, "2.5E+1": 25 * time.Second, "0.09628199999999865": 96282 * time.Microsecond,
	} {
		if d := c(`"duration":1.5`, `"duration":`+v).Duration; d != want {
			t.Errorf("duration %s: %v, want %v", v, d, want)
		}
	}
}

func TestAddressesThatAreNoneDamageTheRecord(t *testing.T) {
	for _, a := range []string{"192.0.2.256", "192.0.2", "192.0.2.1.5", "01.2.3.4", "host", "", "::g", strings.Repeat("1", 300)} {
		got := read(t, []byte(strings.Replace(line(1), "192.0.2.4", a, 1))).Tally
		if got.Damaged != 1 {
			t.Errorf("%q: %+v", a, got)
		}
	}
}

func TestServicesAndSensors(t *testing.T) {
	for written, want := range map[string]string{
		`"ssl,http"`: "http,ssl", `["ssl","http","ssl"]`: "http,ssl", `"ssl,-http"`: "ssl", `"-"`: "", `""`: "", `"ntlm"`: "ntlm",
	} {
		got := read(t, []byte(strings.Replace(line(1), `"ssl"`, written, 1))).Events.Connections
		if len(got) != 1 || got[0].Service != want {
			t.Errorf("%s: %+v, want %q", written, got, want)
		}
	}
	for key, want := range map[string]string{"@system": "s1", "_system_name": "s1", "_node_name": "", "@proc": ""} {
		got := read(t, []byte(strings.Replace(line(1), "{", `{"`+key+`":"s1",`, 1))).Events.Connections
		if len(got) != 1 || got[0].Sensor != want {
			t.Errorf("%s: %+v, want %q", key, got, want)
		}
	}
}

func TestMixedStreamsOfOneFile(t *testing.T) {
	var text strings.Builder
	for range 3 {
		for _, w := range twins {
			text.WriteString(w.spellings()["path"] + "\n" + w.table())
		}
	}
	got := read(t, []byte(text.String()))
	want := int64(3 * 2 * len(twins))
	if got.Tally.Records != want || got.Tally.Damaged != 0 || len(got.Events.Connections) != 12 || len(got.Events.Mails) != 6 {
		t.Errorf("%+v", got.Tally)
	}
}

// Cutting into blocks changes nothing, also where headers lie between.
func TestManyBlocks(t *testing.T) {
	var text strings.Builder
	var want []int
	for n := range 40_000 {
		if n%9_000 == 0 {
			text.WriteString(connHeader)
		}
		if n%3 == 0 {
			text.WriteString(line(n))
		} else {
			text.WriteString(row(n))
		}
		want = append(want, n)
	}
	if text.Len() < 3*evidence.BlockSize {
		t.Fatal("too short to be cut")
	}
	wants(t, text.String(), 0, want...)
	bare := strings.ReplaceAll(text.String(), connHeader, "")
	wants(t, bare, 0, want...)
}
