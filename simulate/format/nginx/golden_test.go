package nginx

import (
	"strings"
	"testing"
	"time"
)

var (
	kst = time.FixedZone("KST", 9*3600)
	at  = time.Date(2016, 5, 4, 17, 11, 9, 123e6, time.UTC)
)

func TestAccessLog(t *testing.T) {
	for _, c := range []struct {
		name, format string
		request      Request
		want         string
	}{
		{"combined", Combined, Request{Client: "198.51.100.7", User: "minji", Line: "GET /member?id=7 HTTP/1.1", Status: 200, BodyBytes: 5120, Referrer: "https://shop.example/", UserAgent: "Mozilla/5.0"},
			`198.51.100.7 - minji [05/May/2016:02:11:09 +0900] "GET /member?id=7 HTTP/1.1" 200 5120 "https://shop.example/" "Mozilla/5.0"`},
		{"main", Main, Request{Client: "2001:db8::5", Line: "POST / HTTP/2.0", Status: 499, ForwardedFor: "198.51.100.9, 203.0.113.3"},
			`2001:db8::5 - - [05/May/2016:02:11:09 +0900] "POST / HTTP/2.0" 499 0 "-" "-" "198.51.100.9, 203.0.113.3"`},
		{"timed", Timed, Request{Client: "192.0.2.1", Line: "GET / HTTP/1.1", Status: 200, Took: 61*time.Second + 7*time.Millisecond},
			`192.0.2.1 - - [05/May/2016:02:11:09 +0900] "GET / HTTP/1.1" 200 0 "-" "-" "-" 61.007`},
		{"escapes", `$request|$http_user_agent`, Request{Line: "GET /?q=\"회원\"\\ HTTP/1.1", UserAgent: "\x00\x1f ~\x7f\x80\xff\n"},
			`GET /?q=\x22\xED\x9A\x8C\xEC\x9B\x90\x22\x5C HTTP/1.1|\x00\x1F ~\x7F\x80\xFF\x0A`},
		{"nothing asked", `"$request" $status`, Request{Status: 0}, `"" 000`},
		{"upstream", `$upstream_addr $upstream_response_time`, Request{Upstream: "127.0.0.1:8080", UpstreamTook: 1500 * time.Microsecond}, `127.0.0.1:8080 0.001`},
		{"no upstream", `$upstream_addr $upstream_response_time`, Request{}, `- -`},
		{"times", `$time_iso8601 $msec`, Request{}, `2016-05-05T02:11:09+09:00 1462381869.123`},
		{"counters", `$connection $connection_requests $request_length $bytes_sent`, Request{Connection: 7, Requests: 2, Length: 84, Bytes: 241}, `7 2 84 241`},
		{"names", `$host:$server_name`, Request{Host: "www.shop.example", Server: "shop.example"}, `www.shop.example:shop.example`},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := NewFormat(c.format, kst)
			if err != nil {
				t.Fatal(err)
			}
			c.request.Time = at
			if got := string(f.Append(nil, &c.request)); got != c.want+"\n" {
				t.Errorf("got  %swant %s", got, c.want)
			}
		})
	}
}

func TestAVariableThatIsNotSupportedIsNamed(t *testing.T) {
	if _, err := NewFormat("$remote_addr $gzip_ratio", kst); err == nil || !strings.Contains(err.Error(), "$gzip_ratio") {
		t.Errorf("error %v", err)
	}
}

func BenchmarkCombined(b *testing.B) { benchmark(b, Combined) }
func BenchmarkTimed(b *testing.B)    { benchmark(b, Timed) }

func benchmark(b *testing.B, format string) {
	f, err := NewFormat(format, seoul(b))
	if err != nil {
		b.Fatal(err)
	}
	r := Request{Time: at, Client: "198.51.100.7", Line: "GET /member/bill?id=1234567 HTTP/1.1", Status: 200, BodyBytes: 5120, Referrer: "https://shop.example/member",
		UserAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/50.0.2661.94 Safari/537.36", Took: 12 * time.Millisecond}
	var log []byte
	b.ReportAllocs()
	for b.Loop() {
		log = f.Append(log[:0], &r)
	}
	b.SetBytes(int64(len(log)))
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/1e6, "Mlines/s")
}
