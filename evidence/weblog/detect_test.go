package weblog_test

import (
	"bytes"
	"strings"
	"testing"

	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/evidence/weblog"
)

func TestDetect(t *testing.T) {
	json := `{"time":"2026-03-05T16:38:01Z","remote_addr":"192.0.2.1","method":"GET","uri":"/","status":200}` + "\n"
	for text, want := range map[string]evidence.Confidence{
		strings.Repeat(line, 5):               evidence.Certain,
		line:                                  evidence.Likely,
		strings.TrimSuffix(line, "\n"):        evidence.Likely,
		"garbage\n" + strings.Repeat(line, 5): evidence.Certain,
		strings.Repeat(json, 3):               evidence.Certain,
		iisHeader:                             evidence.Certain,
		`{"log":` + quote(line) + `,"stream":"stdout"}` + "\n": evidence.Likely,
	} {
		if got := weblog.New().Detect([]byte(text)); got != want {
			t.Errorf("%.60q: %d, want %d", text, got, want)
		}
	}
}

func TestDetectLeavesOtherFormatsAlone(t *testing.T) {
	for name, text := range map[string]string{
		"Zeek JSON":        `{"ts":1772728681.5,"uid":"C1","id.orig_h":"192.0.2.1","method":"GET","uri":"/","status_code":200}`,
		"Zeek table":       "#separator \\x09\n#path\thttp\n#fields\tts\tuid\tid.orig_h\tmethod\n1772728681.5\tC1\t192.0.2.1\tGET",
		"Suricata EVE":     `{"timestamp":"2026-03-05T16:38:01+0000","event_type":"http","src_ip":"192.0.2.1","http":{"url":"/","http_method":"GET","status":200}}`,
		"syslog":           "Mar  5 16:38:01 host sshd[1]: Accepted password for a from 192.0.2.1 port 22",
		"syslog of nginx":  "Mar  5 16:38:01 web nginx: " + strings.TrimSuffix(line, "\n"),
		"RFC 5424":         "<34>1 2026-03-05T16:38:01Z host app - ID47 [x@1 a=\"b\"] text",
		"mbox":             "From minji@shop.example Thu Mar  5 16:38:01 2026\nSubject: x\n",
		"PostgreSQL csv":   `2026-03-05 16:38:01.000 KST,"a","b",1,"192.0.2.1:4",1.1,1,"SELECT",2026-03-05 16:38:01 KST,3/1,0,LOG,0`,
		"PostgreSQL":       "2026-03-05 16:38:01.137 KST [1234] a@b LOG:  statement: SELECT 1",
		"PostgreSQL JSON":  `{"timestamp":"2026-03-05 16:38:01.137 KST","pid":1,"error_severity":"LOG","message":"statement: SELECT 1"}`,
		"Python":           "import re\nprint('[x]')\nfor a in [1, 2]:\n    print(\"GET / HTTP/1.1\")\n",
		"CSV":              "time,client,method,status\n2026-03-05,192.0.2.1,GET,200\n",
		"Windows firewall": "#Version: 1.5\n#Software: Microsoft Windows Firewall\n#Time Format: Local\n#Fields: date time action protocol src-ip dst-ip src-port dst-port size\n",
		"a web proxy":      "#Software: SGOS\n#Fields: date time time-taken c-ip sc-status s-action sc-bytes cs-bytes cs-method cs-uri-scheme cs-host cs-uri-path\n",
		"Apache errors":    "[Thu Mar 05 16:38:01.123456 2026] [core:error] [pid 1:tid 2] [client 192.0.2.1:4] AH00126: Invalid URI",
		"own JSON":         `{"time":"2026-03-05T16:38:01Z","level":"INFO","msg":"started","path":"/etc/x"}`,
		"a report on logs": "The server wrote:\n\n    " + line + "\nThat is all\nwe know\nof it.\n",
		"nothing":          "", "an object": "{}", "zeros": strings.Repeat("\x00", 300), "brackets": strings.Repeat("[", 5000),
	} {
		if got := weblog.New().Detect([]byte(text + "\n")); got != evidence.No {
			t.Errorf("%s: %d", name, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(line))
	f.Add([]byte(line[:70] + "\n\"[ [05/Mar/2026:16:38:01 +0000] \"\\\" \"\" 200"))
	f.Add([]byte(`{"time":1772728681.5,"remote_addr":"192.0.2.1:80","request":{"headers":{"a":["b"]}},"status":200}` + "\n"))
	f.Add([]byte(`{"log":` + quote(line) + `,"a":{"b":{"c":{"d":{"e":{}}}}}}` + "\n" + `{"uri":"\x22\ud800","msec":"1.7e9"}`))
	f.Add([]byte(iisHeader + iisRow))
	f.Add([]byte("#Date: x\n#Fields: time\n-\n#Fields:\n\n\t\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		weblog.New().Detect(content)
		r, err := evidencetest.Read(weblog.New(), "x", content)
		if err != nil {
			t.Fatal(err)
		}
		lines := int64(0)
		for l := range bytes.Lines(bytes.TrimPrefix(content, []byte("\ufeff"))) {
			if len(bytes.TrimSpace(l)) > 0 && !directive(l) {
				lines++
			}
		}
		if got := r.Tally.Records + r.Tally.Damaged + r.Tally.Skipped; got != lines {
			t.Errorf("%d lines accounted for of %d", got, lines)
		}
		for _, w := range r.Events.WebRequests {
			if w.Time.IsZero() || w.Ref.Offset < 0 || w.Ref.Offset+w.Ref.Length > int64(len(content)) {
				t.Errorf("time %v, ref %v", w.Time, w.Ref)
			}
			for _, text := range []string{w.URI, w.UserAgent, w.Referrer, w.Host, w.User, w.Method} {
				if i := strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 }); i >= 0 || strings.ToValidUTF8(text, "") != text {
					t.Errorf("%q is no clean text", text)
				}
			}
		}
	})
}

// directive reports whether a line is one of the header of the W3C format.
func directive(line []byte) bool {
	for _, d := range []string{"#Fields:", "#Date:", "#Version:", "#Software:", "#Start-Date:", "#End-Date:", "#Remark:"} {
		if bytes.HasPrefix(line, []byte(d)) {
			return true
		}
	}
	return false
}
