package mail

import (
	"strings"
	"testing"

	"dwell/evidence"
)

func TestDetect(t *testing.T) {
	const eml = "Received: from a by b; Tue, 3 May 2016 16:38:00 +0900\nFrom: kim@example.com\nMessage-ID: <1@example.com>\n\nhello\n"
	for name, c := range map[string]struct {
		head string
		want evidence.Confidence
	}{
		"mail":                     {eml, evidence.Certain},
		"mail, lower case":         {strings.ToLower(eml), evidence.Certain},
		"mail, CR LF":              {crlf(eml), evidence.Certain},
		"mail, mark before":        {"\xef\xbb\xbf" + eml, evidence.Certain},
		"mail, blank lines before": {"\n\r\n\n" + eml, evidence.Certain},
		"mail, one broken line":    {"Subject: x\nlost words\n" + eml, evidence.Certain},
		"mail cut in its header":   {"Received: from a by b\nFrom: a@example.com\nReferences: <" + strings.Repeat("x", 100), evidence.Certain},
		"draft":                    {"From: kim@example.com\nTo: lee@example.com\nSubject: x\n\nhello\n", evidence.Likely},
		"type only":                {"Content-Type: text/html\n\n<p>x</p>", evidence.Possible},
		"mbox":                     {separator + eml, evidence.Certain},
		"mbox, separator only":     {strings.TrimSuffix(separator, "\n"), evidence.Certain},
		"Takeout":                  {"From 1530@xxx Tue May 03 07:40:00 +0000 2016\nX-GM-THRID: 1\n", evidence.Certain},
		"EMLX":                     {"123\n" + eml, evidence.Certain},

		"empty":              {"", evidence.No},
		"prose":              {"From the start it was clear.\nTo: be honest, no.\n", evidence.No},
		"prose about dates":  {"From 10:15 on we waited in 2016.\nSo we did.\n", evidence.No},
		"HTTP response":      {"HTTP/1.1 200 OK\nDate: Tue, 3 May 2016 07:38:00 GMT\nContent-Type: text/html\n\n<p>", evidence.No},
		"HTTP header":        {"Date: Tue, 3 May 2016 07:38:00 GMT\nServer: x\nContent-Type: text/html\nContent-Length: 3\n\n<p>", evidence.No},
		"HTTP request":       {"POST /a HTTP/1.1\nHost: example.com\nFrom: a@example.com\n\n", evidence.No},
		"access log":         {`192.0.2.1 - - [03/May/2016:16:38:00 +0900] "GET / HTTP/1.1" 200 5` + "\n", evidence.No},
		"syslog":             {"May  3 16:38:00 host sshd[1]: Accepted password for kim from 192.0.2.1\n", evidence.No},
		"YAML":               {"from: main\nto: release\nsubject: x\nsteps:\n  - a\n", evidence.No},
		"YAML with a date":   {"date: 2016-05-03\nsubject: x\nname: y\n", evidence.No},
		"Markdown":           {"---\ntitle: x\ndate: 2016-05-03\n---\n# x\n", evidence.No},
		"front matter, bare": {"Title: x\nDate: 2016-05-03\nSender: y\n\ntext\n", evidence.No},
		"source code":        {"package mail\n\nimport \"x\"\n", evidence.No},
		"Python":             {"from a import b\nimport c\n", evidence.No},
		"C":                  {"case 1: return;\ndefault:\n", evidence.No},
		"vCard":              {"BEGIN:VCARD\nVERSION:3.0\nEMAIL:kim@example.com\nEND:VCARD\n", evidence.No},
		"calendar":           {"BEGIN:VCALENDAR\nVERSION:2.0\n", evidence.No},
		"Zeek log":           {"#separator \\x09\n#set_separator\t,\n#path\tconn\n", evidence.No},
		"Debian package":     {"Package: x\nVersion: 1\nMaintainer: Kim <kim@example.com>\nDate: x\n\n", evidence.No},
		"LDIF":               {"dn: cn=kim\nmail: kim@example.com\nobjectClass: person\n\n", evidence.No},
		"CSV":                {"From,To,Subject\na@example.com,b@example.com,x\n", evidence.No},
		"number":             {"12\n", evidence.No},
		"binary":             {"\x00\x01\x02From: a@example.com\n", evidence.No},
	} {
		t.Run(name, func(t *testing.T) {
			if got := New().Detect([]byte(c.head)); got != c.want {
				t.Fatalf("got %d, want %d", got, c.want)
			}
		})
	}
}
