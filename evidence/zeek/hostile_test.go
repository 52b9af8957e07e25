package zeek_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dwell/event"
)

func TestHostileInput(t *testing.T) {
	long := strings.Repeat("A", 10<<20)
	columns := strings.Repeat("\tcolumn", 5000)
	for name, c := range map[string]struct {
		text    string
		damaged int64
		rows    []int
	}{
		"value of 10 MB, JSON":    {strings.Replace(line(1), `"ShADadFf"`, `"`+long+`"`, 1) + line(2), 0, []int{1, 2}},
		"key of 10 MB":            {strings.Replace(line(1), `missed_bytes`, long, 1), 0, []int{1}},
		"value of 10 MB, table":   {connHeader + strings.Replace(row(1), "ShADadFf", long, 1) + row(2), 0, []int{1, 2}},
		"10 MB of backslashes":    {strings.Replace(line(1), `"ShADadFf"`, `"`+strings.Repeat(`\`, 10<<20)+`"`, 1), 0, []int{1}},
		"10 MB of escaped quotes": {strings.Replace(line(1), `"ShADadFf"`, `"`+strings.Repeat(`\"`, 5<<20)+`"`, 1), 0, []int{1}},
		"5,000 columns":           {connHeader + strings.TrimSuffix(row(1), "\n") + columns + "\n" + row(2), 1, []int{2}},
		"header of 5,000 columns": {"#separator \\x09\n#path\tconn\n#fields\tts" + columns + "\n" + row(1), 1, nil},
		"100,000 headers":         {strings.Repeat("#separator \\x09\n", 100_000) + connHeader + row(1), 0, []int{1}},
		"nested deep":             {strings.Replace(line(1), `:"ShADadFf"`, `:`+strings.Repeat(`[`, 1<<20)+strings.Repeat(`]`, 1<<20), 1) + line(2), 1, []int{2}},
		"objects nested deep":     {strings.Repeat(`{"id":`, 1<<20) + "\n" + line(2), 1, []int{2}},
		"nested within reason":    {strings.Replace(line(1), `"missed_bytes":0`, `"a":[[{"b":{"c":[{}]}}],"]"]`, 1), 0, []int{1}},
		"empty object":            {"{}\n" + line(1), 1, []int{1}},
		"nothing but brackets":    {"{{{{\n{[\n{\"a\n{\"a\":\n{\"a\":tru}\n{\"a\":1,}\n" + line(1), 6, []int{1}},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			wants(t, c.text, c.damaged, c.rows...)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// FuzzRead checks that no input breaks the reader: every line is accounted for,
// every Ref lies in the content, every text is valid, and the head of the file
// can be judged.
func FuzzRead(f *testing.F) {
	for _, w := range twins {
		f.Add([]byte(w.table()))
		for _, line := range w.spellings() {
			f.Add([]byte(line + "\n"))
		}
		for _, document := range documents(w.path, w.json) {
			f.Add([]byte(document + "\n"))
		}
	}
	for _, m := range mapped {
		f.Add([]byte(`{"@timestamp":"2020-04-30T00:06:39.800Z","source":{"ip":"192.0.2.6"},"destination":{"ip":"192.0.2.9"},` + m.document + "}\n"))
	}
	for _, row := range headless {
		f.Add([]byte(strings.ReplaceAll(row, "|", "\t") + "\n"))
	}
	f.Add([]byte(connHeader + row(1) + row(2)[:50]))
	f.Add([]byte(row(1) + row(2)))
	f.Add([]byte("\xef\xbb\xbf\t" + connHeader + row(1)))
	f.Add([]byte("#separator \\x2c\n#fields,ts,uid,id.orig_h\n1.5,C,192.0.2.1\n"))
	f.Add([]byte(`{"ts":"2020-01-01T00:00:00+09:00","_path":"http","uri":"\ud83d\ude00\\x41\xff"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		detect(data)
		got := read(t, data)
		events := int64(got.Events.Len())
		if events != got.Tally.Records {
			t.Fatalf("%d events of %d records", events, got.Tally.Records)
		}
		lines := int64(bytes.Count(data, []byte("\n")) + 1)
		if sum := got.Tally.Records + got.Tally.Skipped + got.Tally.Damaged; sum > lines {
			t.Fatalf("%d records of %d lines", sum, lines)
		}
		inside := func(r event.Ref, texts ...string) {
			if r.Offset < 0 || r.Length <= 0 || r.Offset+r.Length > int64(len(data)) {
				t.Fatalf("%v lies outside", r)
			}
			for _, s := range texts {
				if !utf8.ValidString(s) {
					t.Fatalf("%q is no text", s)
				}
			}
		}
		for _, e := range got.Events.Connections {
			inside(e.Ref, e.UID, e.Service, e.State, e.Sensor)
			if e.Duration < event.Unknown || e.SrcBytes < event.Unknown {
				t.Fatalf("%+v", e)
			}
		}
		for _, e := range got.Events.WebRequests {
			inside(e.Ref, e.URI, e.Host, e.UserAgent)
		}
		for _, e := range got.Events.DNSLookups {
			inside(e.Ref, append(e.Answers, e.Query)...)
		}
		for _, e := range got.Events.Alerts {
			inside(e.Ref, e.Name, e.Message, e.UID)
		}
		for _, e := range got.Events.Logons {
			inside(e.Ref, e.Account, e.Domain, e.Method, e.Service, e.Failure, e.From, e.Keyboard)
		}
		for _, e := range got.Events.Shares {
			inside(e.Ref, e.Action, e.Share, e.Name)
		}
		for _, e := range got.Events.Calls {
			inside(e.Ref, e.Pipe, e.Interface, e.Operation)
		}
		for _, e := range got.Events.Assets {
			inside(e.Ref, e.HostName, e.MAC, e.Service, e.Software)
		}
	})
}
