package zeek_test

import (
	"strings"
	"testing"

	"dwell/evidence"
)

func TestDetect(t *testing.T) {
	caddy := `{"level":"info","ts":1646861401.52,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"192.0.2.1","proto":"HTTP/2.0","method":"GET","host":"example.com","uri":"/"},"duration":0.9,"status":200}` + "\n"
	for name, c := range map[string]struct {
		text string
		want evidence.Confidence
	}{
		"header":                 {connHeader, evidence.Certain},
		"header only begun":      {"#separator \\x09\n", evidence.Certain},
		"header behind a tear":   {"n_state\tlocal_orig\n#types\ttime\n" + connHeader, evidence.Certain},
		"JSON":                   {line(1), evidence.Certain},
		"JSON cut off":           {line(1)[:200], evidence.Certain},
		"JSON behind a torn one": {line(1)[70:] + line(2), evidence.Certain},
		"rows":                   {row(1) + row(2) + row(3), evidence.Likely},
		"rows, first one torn":   {row(1)[30:] + row(2) + row(3) + row(4), evidence.Likely},
		"one row":                {row(1), evidence.Possible},
		"names without a mark":   {"ts\tuid\tid.orig_h\tid.orig_p\n", evidence.Likely},
		"nothing":                {"", evidence.No},
		"text":                   {"Lorem ipsum dolor sit amet, consectetur\nadipiscing elit\n", evidence.No},
		"Suricata":               {`{"timestamp":"2020-01-01T00:00:00.000000+0000","flow_id":1,"event_type":"flow","src_ip":"192.0.2.1","src_port":5,"dest_ip":"198.51.100.1","dest_port":80,"proto":"TCP"}` + "\n", evidence.No},
		"Caddy access log":       {caddy, evidence.No},
		"nginx JSON access log":  {`{"ts":"2020-01-01T00:00:00+00:00","remote_addr":"192.0.2.1","method":"GET","uri":"/","status":200,"host":"example.com","user_agent":"a"}` + "\n", evidence.No},
		"zap log":                {`{"level":"info","ts":1646861401.52,"caller":"main.go:1","msg":"started"}` + "\n", evidence.No},
		"syslog":                 {"Jan  1 00:00:00 host sshd[1]: Accepted password for a from 192.0.2.1 port 5 ssh2\n", evidence.No},
		"CSV":                    {"StartTime,Dur,Proto,SrcAddr,Sport\n2020/01/01,1.0,tcp,192.0.2.1,5\n", evidence.No},
		"access log":             {`192.0.2.1 - - [01/Jan/2020:00:00:00 +0000] "GET / HTTP/1.1" 200 5` + "\n", evidence.No},
		"PostgreSQL":             {"2020-01-01 00:00:00.000 UTC [1] LOG:  statement: SELECT 1\n", evidence.No},
		"mailbox":                {"From a@example.com Thu Jan  1 00:00:00 2020\nSubject: x\n\n{\"ts\":1}\n", evidence.No},
		"IIS":                    {"#Software: Microsoft Internet Information Services 10.0\n#Fields: date time s-ip cs-method\n", evidence.No},
		"comment":                {"# separator of things\nkey\tvalue\n", evidence.No},
		"table of numbers":       {strings.Repeat("1588200000.5\t1\t2\t3\t4\t5\n", 5), evidence.No},
	} {
		t.Run(name, func(t *testing.T) {
			if got := detect([]byte(c.text)); got != c.want {
				t.Errorf("%d, want %d", got, c.want)
			}
		})
	}
}
