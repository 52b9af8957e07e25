package suricata_test

import (
	"strings"
	"testing"

	"dwell/evidence"
)

func TestDetect(t *testing.T) {
	stats := `{"timestamp":"2024-05-01T10:38:01.123456+0900","event_type":"stats","stats":{"uptime":5}}` + "\n"
	for name, c := range map[string]struct {
		text string
		want evidence.Confidence
	}{
		"http":                     {request(), evidence.Certain},
		"flow":                     {conversation("1b", "1b", 1, 1), evidence.Certain},
		"without flow_id":          {strings.Replace(request(), `"flow_id":1374195536821504,`, "", 1), evidence.Certain},
		"a type of later versions": {line("pop3", `"pop3":{}`), evidence.Certain},
		"cut off":                  {request()[:200], evidence.Certain},
		"behind a torn line":       {request()[70:] + request(), evidence.Certain},
		"behind other lines":       {"May  1 10:38:00 host systemd[1]: Started.\n" + "May  1 10:38:01 host suricata: " + request(), evidence.Certain},
		"stats":                    {stats, evidence.Likely},
		"stats, then http":         {stats + stats + request(), evidence.Certain},
		"another program's events": {`{"timestamp":"2024-05-01T10:38:01Z","event_type":"login","user":"ann"}` + "\n", evidence.No},
		"another program's alerts": {`{"timestamp":"2024-05-01T10:38:01Z","event_type":"alert","src_ip":"192.0.2.1","message":"x"}` + "\n", evidence.No},
		"without a time":           {`{"event_type":"dns","flow_id":1}` + "\n", evidence.No},
		"a type that is no name":   {`{"timestamp":"2024-05-01T10:38:01Z","event_type":{"a":1},"flow_id":1}` + "\n", evidence.No},
		"the words in a text":      {"the keys \"timestamp\", \"event_type\" and \"flow_id\" are common to all\n", evidence.No},
		"Zeek":                     {`{"ts":1588200001.25,"uid":"Crow1","id.orig_h":"192.0.2.4","id.orig_p":1,"id.resp_h":"198.51.100.7","id.resp_p":443,"proto":"tcp","event_type":"conn"}` + "\n", evidence.No},
		"Zeek in ECS":              {`{"@timestamp":"2020-01-01T00:00:00Z","event":{"module":"zeek","original":"{\"ts\":1.5,\"uid\":\"C1\"}"},"source":{"ip":"192.0.2.1"}}` + "\n", evidence.No},
		"PostgreSQL":               {`{"timestamp":"2024-05-01 10:38:01.123 KST","pid":1,"error_severity":"LOG","message":"{\"event_type\":\"flow\"}"}` + "\n", evidence.No},
		"an access log":            {`{"timestamp":"2024-05-01T10:38:01+09:00","remote_addr":"192.0.2.1","request":"GET /?event_type=flow HTTP/1.1","status":200}` + "\n", evidence.No},
		"Cowrie":                   {`{"eventid":"cowrie.login.success","timestamp":"2024-05-01T10:38:01Z","src_ip":"192.0.2.1"}` + "\n", evidence.No},
		"an array":                 {`[{"timestamp":"x","event_type":"flow","flow_id":1}]`, evidence.No},
		"nothing":                  {"", evidence.No},
	} {
		t.Run(name, func(t *testing.T) {
			if got := detect(c.text); got != c.want {
				t.Errorf("%d, want %d", got, c.want)
			}
		})
	}
}
