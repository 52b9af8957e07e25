package nginx_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dwell/event"
	"dwell/evidence/evidencetest"
	"dwell/evidence/weblog"
	"dwell/simulate/format/nginx"
)

// hostile are texts that a client may send, with what our reader shows of them.
var hostile = []struct{ sent, shown string }{
	{"plain", "plain"},
	{`"`, `"`},
	{`" 200 5 "-" "x"`, `" 200 5 "-" "x"`},
	{`\x22`, `\x22`},
	{`\`, `\`},
	{"김민지,회원", "김민지,회원"},
	{"\xb1\xe8", `\xb1\xe8`}, // Korean in CP949 is no UTF-8
	{"a\r\nb\x00", `a\x0d\x0ab\x00`},
	{"[05/May/2016:00:00:00 +0000]", "[05/May/2016:00:00:00 +0000]"},
	{"'; --", "'; --"},
}

func TestOurReaderUnderstandsEveryRequest(t *testing.T) {
	zone := time.FixedZone("KST", 9*3600)
	at := time.Date(2016, 5, 5, 2, 11, 9, 0, zone)
	for _, format := range []string{nginx.Combined, nginx.Main, nginx.Timed} {
		f, err := nginx.NewFormat(format, zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, address := range []string{"198.51.100.7", "2001:db8::5"} {
			for _, h := range hostile {
				r := &nginx.Request{Time: at, Client: address, User: "kim" + h.sent, Line: "GET /member?q=" + h.sent + " HTTP/1.1", Status: 206, BodyBytes: 1 << 40,
					Referrer: "r" + h.sent, UserAgent: "a" + h.sent, ForwardedFor: "f" + h.sent, Took: time.Second}
				line := f.Append(nil, r)
				got, err := evidencetest.Read(weblog.New(), "access.log", line)
				if err != nil {
					t.Fatal(err)
				}
				want := []event.WebRequest{{Time: event.Time{Nanos: at.UnixNano(), Offset: 9 * 3600, Zone: event.ZoneStated, Precision: event.PrecisionSecond}, Vantage: event.VantageServer,
					Endpoints: event.Endpoints{Src: netip.MustParseAddr(address)}, User: "kim" + h.shown, Method: "GET", URI: "/member?q=" + h.shown, Status: 206,
					Referrer: "r" + h.shown, UserAgent: "a" + h.shown, RequestBytes: event.Unknown, ResponseBytes: 1 << 40}}
				options := cmp.Options{cmpopts.IgnoreFields(event.WebRequest{}, "Ref"), cmp.Comparer(func(a, b event.Endpoints) bool { return a == b })}
				if diff := cmp.Diff(want, got.Events.WebRequests, options); diff != "" || got.Tally.Damaged != 0 {
					t.Errorf("%s(-want +got):\n%s", line, diff)
				}
			}
		}
	}
}
