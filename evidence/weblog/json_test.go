package weblog_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
)

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func TestJSONSaysTheSameAsCombined(t *testing.T) {
	want := one(t, line)
	for name, text := range map[string]string{
		"nginx, whole request": `{"time_iso8601":"2026-03-05T16:38:01+09:00","remote_addr":"198.51.100.7","remote_user":"minji","request":"GET /member?id=7 HTTP/1.1","status":"200","body_bytes_sent":"5120","http_referer":"https://shop.example/","http_user_agent":"Mozilla/5.0 (Example)"}`,
		"nginx, parts":         `{"@timestamp":"2031-01-01T00:00:00Z","time_local":"05/Mar/2026:16:38:01 +0900","client_ip":"198.51.100.7","user":"minji","request_method":"GET","uri":"/member","args":"id=7","status":200,"bytes":5120,"referer":"https://shop.example/","user_agent":"Mozilla/5.0 (Example)","x":{"status":1,"y":[{}]},"z":[1,"a"],"n":null}`,
		"Apache, %t":           `{ "time":"[05/Mar/2026:16:38:01 +0900]", "clientip":"198.51.100.7", "user":"minji", "verb":"GET", "request":"GET /member?id=7 HTTP/1.1", "response":"200", "bytes":"5120", "referrer":"https://shop.example/", "agent":"Mozilla/5.0 (Example)" }`,
		"Caddy":                `{"level":"info","ts":1772696281,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"203.0.113.1","client_ip":"198.51.100.7","proto":"HTTP/2.0","method":"GET","uri":"/member?id=7","headers":{"User-Agent":["Mozilla/5.0 (Example)"],"Referer":["https://shop.example/"]}},"bytes_read":0,"user_id":"minji","duration":0.001,"size":5120,"status":200,"resp_headers":{"Server":["Caddy"]}}`,
		"Traefik":              `{"ClientHost":"198.51.100.7","ClientUsername":"minji","DownstreamContentSize":5120,"DownstreamStatus":200,"OriginStatus":204,"RequestMethod":"GET","RequestPath":"/member?id=7","StartUTC":"2026-03-05T07:38:01Z","request_Referer":"https://shop.example/","request_User-Agent":"Mozilla/5.0 (Example)","time":"2026-03-05T16:38:02+09:00"}`,
		"Elastic, nested":      `{"@timestamp":"2026-03-05T07:38:01Z","source":{"ip":"198.51.100.7"},"user":{"name":"minji"},"http":{"request":{"method":"GET","referrer":"https://shop.example/"},"response":{"status_code":200,"body":{"bytes":5120}}},"url":{"original":"/member?id=7"},"user_agent":{"original":"Mozilla/5.0 (Example)"}}`,
		"Elastic, dotted":      `{"@timestamp":"2026-03-05T07:38:01Z","source.ip":"198.51.100.7","user.name":"minji","http.request.method":"GET","http.request.referrer":"https://shop.example/","http.response.status_code":200,"http.response.body.bytes":5120,"url.path":"/member","url.query":"id=7","user_agent.original":"Mozilla/5.0 (Example)"}`,
		"Docker":               `{"log":` + quote(line) + `,"stream":"stdout","time":"2026-03-05T07:38:01.250000000Z"}`,
		"milliseconds":         `{"timestamp":1772696281000,"remote_addr":"198.51.100.7","remote_user":"minji","request":"GET /member?id=7 HTTP/1.1","status":200,"bytes_sent":5120,"http_referer":"https://shop.example/","http_user_agent":"Mozilla/5.0 (Example)"}`,
		"exponent":             `{"ts":1.772696281e9,"remote_addr":"198.51.100.7","remote_user":"minji","request":"GET /member?id=7 HTTP/1.1","status":200,"bytes_sent":5120,"http_referer":"https://shop.example/","http_user_agent":"Mozilla/5.0 (Example)"}`,
	} {
		t.Run(name, func(t *testing.T) {
			got := one(t, text+"\n")
			if got.RequestBytes == 0 { // Caddy says that there was no body
				got.RequestBytes = event.Unknown
			}
			got.Ref = want.Ref
			if diff := cmp.Diff(want, got, sameInstant); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// sameInstant compares times by the instant alone: formats differ in what they say
// about zones.
var sameInstant = cmp.Options{
	cmp.Comparer(func(a, b event.Endpoints) bool { return a == b }),
	cmp.Comparer(func(a, b event.Time) bool { return a.Nanos == b.Nanos }),
}

func TestPeculiaritiesOfJSON(t *testing.T) {
	const rest = `,"time":"2026-03-05T16:38:01Z","status":200}` + "\n"
	for name, c := range map[string]struct {
		text string
		ok   func(event.WebRequest) bool
	}{
		"Apache escapes":  {`{"remote_addr":"192.0.2.1","request":"GET /\xed\x9a\x8c?q=\x22 HTTP/1.1"` + rest, func(w event.WebRequest) bool { return w.URI == `/회?q="` }},
		"raw control":     {"{\"remote_addr\":\"192.0.2.1\",\"request\":\"GET /\x01 HTTP/1.1\"" + rest, func(w event.WebRequest) bool { return w.URI == `/\x01` }},
		"no text":         {"{\"remote_addr\":\"192.0.2.1\",\"request\":\"\\u0016\xff\"" + rest, func(w event.WebRequest) bool { return w.URI == `\x16\xff` && w.Method == "" }},
		"port":            {`{"ClientAddr":"192.0.2.1:50123","method":"GET","path":"/"` + rest, func(w event.WebRequest) bool { return w.SrcPort == 50123 && w.Src.String() == "192.0.2.1" }},
		"no port":         {`{"remote_addr":"192.0.2.1","remote_port":"none","method":"GET","path":"/"` + rest, func(w event.WebRequest) bool { return w.SrcPort == 0 }},
		"no such port":    {`{"remote_addr":"192.0.2.1","remote_port":"70000","method":"GET","path":"/"` + rest, func(w event.WebRequest) bool { return w.SrcPort == 0 }},
		"IPv6 port":       {`{"ClientAddr":"[2001:db8::1]:50123","method":"GET","path":"/"` + rest, func(w event.WebRequest) bool { return w.SrcPort == 50123 && w.Src.Is6() }},
		"list of a proxy": {`{"remote_addr":"198.51.100.9, 192.0.2.1","method":"GET","path":"/"` + rest, func(w event.WebRequest) bool { return w.Src.String() == "192.0.2.1" }},
		"claim":           {`{"x_forwarded_for":"198.51.100.9","remote_addr":"192.0.2.1","method":"GET","path":"/"` + rest, func(w event.WebRequest) bool { return w.Src.String() == "192.0.2.1" }},
		"client by name":  {`{"remote_host":"a.example.org","method":"GET","path":"/"` + rest, func(w event.WebRequest) bool { return !w.Src.IsValid() }},
		"host":            {`{"host":"web01","http_host":"Shop.example.com:8443","method":"GET","path":"/"` + rest, func(w event.WebRequest) bool { return w.Host == "shop.example.com:8443" }},
		"nothing sent":    {`{"bytes":"-","method":"GET","path":"/"` + rest, func(w event.WebRequest) bool { return w.ResponseBytes == 0 }},
		"request length":  {`{"request_length":"512","method":"POST","path":"/"` + rest, func(w event.WebRequest) bool { return w.RequestBytes == 512 }},
		"no HTTP":         {`{"remote_addr":"192.0.2.1","request_method":"","request_uri":""` + rest, func(w event.WebRequest) bool { return w.URI == "" && w.Method == "" && w.Status == 200 }},
		"empty request":   {`{"remote_addr":"192.0.2.1","request":"","request_method":"","request_uri":"","uri":"/"` + rest, func(w event.WebRequest) bool { return w.URI == "/" && w.Method == "" }},
	} {
		if w := one(t, c.text); !c.ok(w) {
			t.Errorf("%s: %+v", name, w)
		}
	}
}

func TestTheServersOwnMessagesAreLeftOut(t *testing.T) {
	r := read(t, `{"level":"info","ts":1772696281.5,"msg":"serving initial configuration"}`+"\n"+`{"log":"starting\n","stream":"stderr","time":"2026-03-05T07:38:01Z"}`+"\n")
	if r.Tally.Skipped != 2 || r.Tally.Damaged != 0 || len(r.Tally.Notes) != 1 {
		t.Errorf("tally %+v", r.Tally)
	}
}

// A key of half a megabyte with hundreds of objects below it is planted to fill memory.
func TestKeysWithoutMeasureAreLeftOut(t *testing.T) {
	long := strings.Repeat("k", 500_000)
	w := one(t, `{"`+long+`":{`+strings.Repeat(`"o":{"status":500},`, 300)+`"status":404},"remote_addr":"192.0.2.1","method":"GET","uri":"/","time":"2026-03-05T16:38:01Z","status":200}`+"\n")
	if w.Status != 200 || w.URI != "/" {
		t.Errorf("%+v", w)
	}
}
