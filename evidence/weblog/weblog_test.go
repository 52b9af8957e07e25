package weblog_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
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

// Each line differs from the usual one in something that servers really write.
func TestVariantsOfTheCombinedFormat(t *testing.T) {
	const at = "[05/Mar/2026:16:38:01 +0000]"
	for _, c := range []struct {
		name, line string
		want       func(*event.WebRequest) // changes the plain request
		notes      int
	}{
		{"common format", `192.0.2.1 - - ` + at + ` "GET / HTTP/1.0" 304 -`,
			func(w *event.WebRequest) { w.Status, w.ResponseBytes, w.UserAgent = 304, 0, "" }, 0},
		{"virtual host and port", `Shop.example.com:443 192.0.2.1 - - ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x"`,
			func(w *event.WebRequest) { w.Host = "shop.example.com:443" }, 0},
		{"virtual host alone", `shop.example.com 192.0.2.1 - - ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x"`,
			func(w *event.WebRequest) { w.Host = "shop.example.com" }, 0},
		{"virtual host, client by name", `shop.example.com:80 client.example.org - - ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x"`,
			func(w *event.WebRequest) { w.Host, w.Src = "shop.example.com:80", netip.Addr{} }, 1},
		{"nginx without a server name", `_ 192.0.2.1 - - ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x"`, func(*event.WebRequest) {}, 0},
		{"client by name", `client.example.org - - ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x"`,
			func(w *event.WebRequest) { w.Src = netip.Addr{} }, 1},
		{"client by number", `2001:db8::5 - - ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x"`,
			func(w *event.WebRequest) { w.Src = netip.MustParseAddr("2001:db8::5") }, 0},
		{"mapped address", `::ffff:192.0.2.1 - - ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x"`, func(*event.WebRequest) {}, 0},
		{"list of a proxy", `198.51.100.9, 203.0.113.3, 192.0.2.1 - - ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x"`, func(*event.WebRequest) {}, 1},
		{"claims before the client", `198.51.100.9, 203.0.113.3 192.0.2.1 - - ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x"`, func(*event.WebRequest) {}, 1},
		{"claim before the client", `198.51.100.9 192.0.2.1 - - ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x"`, func(*event.WebRequest) {}, 1},
		{"user with a blank", `192.0.2.1 - Hong Example ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x"`,
			func(w *event.WebRequest) { w.User = "Hong Example" }, 0},
		{"user with a bracket", `192.0.2.1 - a [b] c ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x"`,
			func(w *event.WebRequest) { w.User = "a [b] c" }, 0},
		{"empty user", `192.0.2.1 - "" ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x"`, func(*event.WebRequest) {}, 0},
		{"identity", `192.0.2.1 minji - ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x"`, func(*event.WebRequest) {}, 0},
		{"forwarded for and times behind", `192.0.2.1 - - ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x" "198.51.100.9, 203.0.113.3" 0.003 "0.002"`, func(*event.WebRequest) {}, 2},
		{"Apache %D %I %O", `192.0.2.1 - - ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x" 81234 512 700`, func(*event.WebRequest) {}, 1},
		{"Traefik", `192.0.2.1 - - ` + at + ` "GET / HTTP/1.0" 200 5 "-" "x" 7 "shop@docker" "http://172.18.0.3:80" 12ms`, func(*event.WebRequest) {}, 1},
		{"blank in the address", `192.0.2.1 - - ` + at + ` "GET /a b HTTP/2.0" 200 5 "-" "x"`,
			func(w *event.WebRequest) { w.URI = "/a b" }, 0},
		{"HTTP/0.9", `192.0.2.1 - - ` + at + ` "GET /" 200 5 "-" "x"`, func(*event.WebRequest) {}, 0},
		{"another protocol", `192.0.2.1 - - ` + at + ` "USER anonymous" 400 5 "-" "x"`,
			func(w *event.WebRequest) { w.Method, w.URI, w.Status = "", "USER anonymous", 400 }, 0},
		{"TLS on the plain port", `192.0.2.1 - - ` + at + ` "\x16\x03\x01\x02" 400 5 "-" "x"`,
			func(w *event.WebRequest) { w.Method, w.URI, w.Status = "", `\x16\x03\x01\x02`, 400 }, 0},
		{"nothing asked", `192.0.2.1 - - ` + at + ` "-" 408 5 "-" "x"`,
			func(w *event.WebRequest) { w.Method, w.URI, w.Status = "", "", 408 }, 0},
		{"empty request", `192.0.2.1 - - ` + at + ` "" 400 5 "-" "x"`,
			func(w *event.WebRequest) { w.Method, w.URI, w.Status = "", "", 400 }, 0},
		{"no status", `192.0.2.1 - - ` + at + ` "GET / HTTP/1.1" - - "-" "x"`,
			func(w *event.WebRequest) { w.Status, w.ResponseBytes = 0, 0 }, 0},
		{"Apache escapes", `192.0.2.1 - - ` + at + ` "GET /?q=\"a\\b\" HTTP/1.1" 200 5 "-" "x\ty"`,
			func(w *event.WebRequest) { w.URI, w.UserAgent = `/?q="a\b"`, `x\x09y` }, 0},
		{"nginx escapes", `192.0.2.1 - - ` + at + ` "GET /?q=\x22a\x5Cb\x22 HTTP/1.1" 200 5 "-" "\xED\x9A\x8C\xFF"`,
			func(w *event.WebRequest) { w.URI, w.UserAgent = `/?q="a\b"`, `회\xff` }, 0},
		{"no escapes", `192.0.2.1 - - ` + at + ` "GET /?q="a" HTTP/1.1" 200 5 "-" "회원"`,
			func(w *event.WebRequest) { w.URI, w.UserAgent = `/?q="a"`, "회원" }, 0},
		{"no escapes behind", `192.0.2.1 - - ` + at + ` "GET / HTTP/1.1" 200 5 "https://a.example/?"b"" "say "x"."`,
			func(w *event.WebRequest) { w.Referrer, w.UserAgent = `https://a.example/?"b"`, `say "x".` }, 0},
		{"large size", `192.0.2.1 - - ` + at + ` "GET / HTTP/1.1" 200 99999999999 "-" "x"`,
			func(w *event.WebRequest) { w.ResponseBytes = 99999999999 }, 0},
		{"milliseconds", `192.0.2.1 - - [05/Mar/2026:16:38:01.250 +0000] "GET / HTTP/1.1" 200 5 "-" "x"`,
			func(w *event.WebRequest) {
				w.Time.Nanos += 250e6
				w.Time.Precision = event.PrecisionMilli
			}, 0},
		{"zone west of Newfoundland", `192.0.2.1 - - [05/Mar/2026:13:08:01 -0330] "GET / HTTP/1.1" 200 5 "-" "x"`,
			func(w *event.WebRequest) { w.Time.Offset = -12600 }, 0},
		{"ISO 8601 in brackets", `192.0.2.1 - - [2026-03-05T16:38:01+00:00] "GET / HTTP/1.1" 200 5 "-" "x"`, func(*event.WebRequest) {}, 0},
		{"carriage return", `192.0.2.1 - - ` + at + ` "GET / HTTP/1.1" 200 5 "-" "x"` + "\r", func(*event.WebRequest) {}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := event.WebRequest{
				Time:    event.Time{Nanos: time.Date(2026, 3, 5, 16, 38, 1, 0, time.UTC).UnixNano(), Zone: event.ZoneStated, Precision: event.PrecisionSecond},
				Ref:     event.Ref{File: event.NewFileID("access.log"), Length: int64(len(strings.TrimSuffix(c.line, "\r")))},
				Vantage: event.VantageServer, Method: "GET", URI: "/", UserAgent: "x", Status: 200, RequestBytes: event.Unknown, ResponseBytes: 5,
				Endpoints: event.Endpoints{Src: netip.MustParseAddr("192.0.2.1")},
			}
			c.want(&want)
			result := read(t, c.line+"\n")
			if len(result.Events.WebRequests) != 1 {
				t.Fatalf("tally %+v", result.Tally)
			}
			if diff := cmp.Diff(want, result.Events.WebRequests[0], exact); diff != "" {
				t.Error(diff)
			}
			if len(result.Tally.Notes) != c.notes {
				t.Errorf("notes %q, want %d", result.Tally.Notes, c.notes)
			}
		})
	}
}

// exact compares addresses and times as the values that they are.
var exact = cmp.Options{
	cmp.Comparer(func(a, b event.Endpoints) bool { return a == b }),
	cmp.Comparer(func(a, b event.Time) bool { return a == b }),
}

func TestDamagedLinesCostThemselvesOnly(t *testing.T) {
	r := read(t, line+"garbage\n"+line+`{"method":"GET","status":200}`+"\n"+"\n"+line[:60])
	if r.Tally.Records != 2 || r.Tally.Damaged != 3 || len(r.Tally.Reasons) != 3 {
		t.Errorf("tally %+v", r.Tally)
	}
	if why := r.Tally.Reasons[2].Why; !strings.HasPrefix(why, "the last line is cut off") {
		t.Errorf("the reason of the last line is %q", why)
	}
}

func TestALastLineWithoutItsEndIsReadWithANote(t *testing.T) {
	r := read(t, line+strings.TrimSuffix(line, "\n"))
	if r.Tally.Records != 2 || r.Tally.Damaged != 0 || len(r.Tally.Notes) != 1 {
		t.Errorf("tally %+v", r.Tally)
	}
	if r = read(t, line+line[:len(line)-5]); r.Tally.Records != 1 || r.Tally.Damaged != 1 {
		t.Errorf("cut within the user agent: tally %+v", r.Tally)
	}
}

func TestTheByteOrderMarkIsNoPartOfTheRecord(t *testing.T) {
	w := one(t, "\ufeff"+line)
	if w.Ref.Offset != 3 || w.Ref.Length != int64(len(line)-1) || w.Src.String() != "198.51.100.7" {
		t.Errorf("%v %v", w.Ref, w.Src)
	}
}

func TestTimesThatDoNotExistAreDamage(t *testing.T) {
	for _, at := range []string{"31/Feb/2026:16:38:01 +0000", "05/Mar/2026:24:00:00 +0000", "05/Mar/2026:16:38:01 +1500", "05/Mrz/2026:16:38:01 +0000",
		"05/Mar/1970:16:38:01 +0000", "05/Mar/2026:16:38:01 +00000", "05/Mar/2026:16:38:01. +0000", "\x00\x00/\x00\x00\x00/\x00\x00\x00\x00:16:38:01", ""} {
		if r := read(t, `192.0.2.1 - - [`+at+`] "GET / HTTP/1.0" 200 5`+"\n"); r.Tally.Damaged != 1 {
			t.Errorf("%q is read as %v", at, r.Events.WebRequests)
		}
	}
}
