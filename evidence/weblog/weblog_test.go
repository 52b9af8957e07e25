package weblog_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/evidence/weblog"
)

const line = `198.51.100.7 - minji [05/Mar/2026:16:38:01 +0900] "GET /member?id=7 HTTP/1.1" 200 5120 "https://shop.example/" "Mozilla/5.0 (Example)"` + "\n"

func read(t *testing.T, content string) evidencetest.Result {
	t.Helper()
	r, err := evidencetest.Read(weblog.New(), "access.log", []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// one reads a log of one good line.
func one(t *testing.T, content string) event.WebRequest {
	t.Helper()
	r := read(t, content)
	if len(r.Events.WebRequests) != 1 || r.Tally.Records != 1 || r.Tally.Damaged != 0 {
		t.Fatalf("%q: %d requests, tally %+v", content, len(r.Events.WebRequests), r.Tally)
	}
	return r.Events.WebRequests[0]
}

func TestCombined(t *testing.T) {
	w := one(t, line)
	got := fmt.Sprint(w.Src, w.User, w.Time, w.Time.Offset, w.Method, w.URI, w.Status, w.ResponseBytes, w.Referrer, w.UserAgent, w.Vantage == event.VantageServer)
	want := "198.51.100.7minji2026-03-05T07:38:01.000000Z 32400GET/member?id=7 200 5120https://shop.example/Mozilla/5.0 (Example)true"
	if strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if w.Ref.Offset != 0 || w.Ref.Length != int64(len(line)-1) {
		t.Errorf("ref %v", w.Ref)
	}
}

func TestVariants(t *testing.T) {
	for text, check := range map[string]func(event.WebRequest) bool{
		`192.0.2.1 - - [05/Mar/2026:16:38:01 +0000] "GET / HTTP/1.0" 304 -`:                                    func(w event.WebRequest) bool { return w.Status == 304 && w.ResponseBytes == 0 && w.UserAgent == "" },
		`Shop.example:443 192.0.2.1 - - [05/Mar/2026:16:38:01 +0000] "GET / HTTP/1.0" 200 5 "-" "x"`:           func(w event.WebRequest) bool { return w.Host == "shop.example:443" && w.Src.String() == "192.0.2.1" },
		`2001:db8::5 - - [05/Mar/2026:16:38:01 -0330] "POST /a b HTTP/2.0" 200 5 "-" "x" 0.003 "192.0.2.9"`:    func(w event.WebRequest) bool { return w.URI == "/a b" && w.Src.Is6() && w.Time.Offset == -12600 },
		`client.example.org - - [05/Mar/2026:16:38:01 +0000] "GET / HTTP/1.0" 200 5`:                           func(w event.WebRequest) bool { return !w.Src.IsValid() },
		`192.0.2.1 - - [05/Mar/2026:16:38:01 +0000] "\x16\x03\x01" 400 157 "-" "-"`:                            func(w event.WebRequest) bool { return w.Method == "" && w.URI == "\x16\x03\x01" && w.Status == 400 },
		`192.0.2.1 - - [05/Mar/2026:16:38:01 +0000] "-" 408 0 "-" "-"`:                                         func(w event.WebRequest) bool { return w.Method == "" && w.Status == 408 },
		`192.0.2.1 - - [05/Mar/2026:16:38:01 +0000] "GET /?q=\"a\" HTTP/1.1" 200 5 "-" "say \x22hi\x22"`:       func(w event.WebRequest) bool { return w.URI == `/?q="a"` && w.UserAgent == `say "hi"` },
		`192.0.2.1 - Park Minji [05/Mar/2026:16:38:01 +0000] "GET / HTTP/1.1" 200 5`:                           func(w event.WebRequest) bool { return w.User == "Park Minji" },
		`192.0.2.1 - - [05/Mar/2026:16:38:01 +0000] "GET /%ED%9A%8C HTTP/1.1" 200 99999999999 "-" "회원"` + "\r": func(w event.WebRequest) bool { return w.ResponseBytes == 99999999999 && w.UserAgent == "회원" },
	} {
		if w := one(t, text+"\n"); !check(w) {
			t.Errorf("%s\n%+v", text, w)
		}
	}
}

func TestJSONSaysTheSameAsCombined(t *testing.T) {
	want := one(t, line)
	for _, text := range []string{
		`{"time_iso8601":"2026-03-05T16:38:01+09:00","remote_addr":"198.51.100.7","remote_user":"minji","request":"GET /member?id=7 HTTP/1.1","status":"200","body_bytes_sent":"5120","http_referer":"https://shop.example/","http_user_agent":"Mozilla/5.0 (Example)"}`,
		`{"time_local":"05/Mar/2026:16:38:01 +0900","client_ip":"198.51.100.7","user":"minji","request_method":"GET","uri":"/member","args":"id=7","status":200,"bytes":5120,"referer":"https://shop.example/","user_agent":"Mozilla/5.0 (Example)"}`,
		`{"level":"info","logger":"http.log.access","msg":"handled request","ts":"2026-03-05T16:38:01+09:00","request":{"remote_ip":"198.51.100.7","method":"GET","uri":"/member?id=7","headers":{"User-Agent":["Mozilla/5.0 (Example)"],"Referer":["https://shop.example/"]}},"user_id":"minji","size":5120,"status":200}`,
	} {
		got := one(t, text+"\n")
		got.Ref = want.Ref
		if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b event.Endpoints) bool { return a == b })); diff != "" {
			t.Errorf("%s\n%s", text, diff)
		}
	}
}

func TestDamagedLinesCostThemselvesOnly(t *testing.T) {
	r := read(t, line+"garbage\n"+line+`{"status":200}`+"\n"+"\n"+line[:60])
	if r.Tally.Records != 2 || r.Tally.Damaged != 3 || len(r.Tally.Reasons) != 3 {
		t.Errorf("tally %+v", r.Tally)
	}
}

func TestDetect(t *testing.T) {
	json := `{"time":"2026-03-05T16:38:01Z","remote_addr":"192.0.2.1","method":"GET","uri":"/","status":200}` + "\n"
	for text, want := range map[string]evidence.Confidence{
		strings.Repeat(line, 5): evidence.Certain,
		line:                    evidence.Likely,
		strings.Repeat(json, 3): evidence.Certain,
		`{"ts":1.5,"uid":"C1","id.orig_h":"192.0.2.1","method":"GET","uri":"/","status_code":200}` + "\n":                  evidence.No,
		`{"timestamp":"2026-03-05T16:38:01+0000","event_type":"http","src_ip":"192.0.2.1","http":{"status":200}}` + "\n":   evidence.No,
		"Mar  5 16:38:01 host sshd[1]: Accepted password\n":                                                                evidence.No,
		"From minji@shop.example Thu Mar  5 16:38:01 2026\n":                                                               evidence.No,
		"2026-03-05 16:38:01.000 KST,\"a\",\"b\",1,\"192.0.2.1:4\",1.1,1,\"SELECT\",2026-03-05 16:38:01 KST,3/1,0,LOG,0\n": evidence.No,
		"": evidence.No, "{}\n": evidence.No, "print('[x]')\n": evidence.No,
	} {
		if got := weblog.New().Detect([]byte(text)); got != want {
			t.Errorf("%.60q: %d, want %d", text, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(line))
	f.Add([]byte(`{"time":1772696281.5,"remote_addr":"192.0.2.1:80","request":{"headers":{"a":["b"]}},"status":200}` + "\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		weblog.New().Detect(content)
		r, err := evidencetest.Read(weblog.New(), "x", content)
		if err != nil {
			t.Fatal(err)
		}
		lines := int64(0)
		for l := range bytes.Lines(content) {
			if len(bytes.TrimSpace(l)) > 0 {
				lines++
			}
		}
		if got := r.Tally.Records + r.Tally.Damaged; got != lines {
			t.Errorf("%d lines accounted for of %d", got, lines)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	for name, l := range map[string]string{
		"combined": line,
		"json":     `{"time_iso8601":"2026-03-05T16:38:01+09:00","remote_addr":"198.51.100.7","request":"GET /member?id=7 HTTP/1.1","status":"200","body_bytes_sent":"5120","http_user_agent":"Mozilla/5.0 (Example)"}` + "\n",
	} {
		b.Run(name, func(b *testing.B) {
			content := []byte(strings.Repeat(l, 20000))
			b.SetBytes(int64(len(content)))
			for b.Loop() {
				out := evidence.NewOutput(discard{})
				if err := weblog.New().Read(b.Context(), evidence.NewInput("x", noTime, bytes.NewReader(content)), out); err != nil {
					b.Fatal(err)
				}
				out.Close()
			}
			b.ReportMetric(20000*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
		})
	}
}

var noTime time.Time

// discard runs the work at once and drops the events.
type discard struct{}

func (discard) Do(_ context.Context, work func(evidence.Sink)) error { work(discard{}); return nil }
func (discard) Observe(*event.Batch)                                 {}
