package weblog_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
)

const (
	iisHeader = "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: 2026-03-05 07:38:00\r\n" +
		"#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken\r\n"
	iisRow = "2026-03-05 07:38:01 10.0.0.8 GET /member id=7 443 EXAMPLE\\minji 198.51.100.7 Mozilla/5.0+(Example) https://shop.example.com/ 200 0 0 5120 420 15\r\n"
)

func TestIIS(t *testing.T) {
	got := one(t, iisHeader+iisRow)
	want := event.WebRequest{
		Time:    event.UTC(time.Date(2026, 3, 5, 7, 38, 1, 0, time.UTC).UnixNano(), event.PrecisionSecond),
		Ref:     event.Ref{File: event.NewFileID("access.log"), Offset: int64(len(iisHeader)), Length: int64(len(iisRow) - 2)},
		Vantage: event.VantageServer,
		Endpoints: event.Endpoints{
			Src: netip.MustParseAddr("198.51.100.7"), Dst: netip.MustParseAddr("10.0.0.8"), DstPort: 443,
		},
		Method: "GET", URI: "/member?id=7", User: `EXAMPLE\minji`, UserAgent: "Mozilla/5.0 (Example)", Referrer: "https://shop.example.com/",
		Status: 200, RequestBytes: 420, ResponseBytes: 5120,
	}
	if diff := cmp.Diff(want, got, exact); diff != "" {
		t.Error(diff)
	}
}

func TestTheHeaderMayChangeWithinTheFile(t *testing.T) {
	r := read(t, iisHeader+iisRow+"#Date: 2026-03-06 00:00:00\r\n#Fields: time c-ip cs-method cs-uri-stem sc-status\r\n00:00:05 192.0.2.1 GET / 404\r\n"+iisRow)
	if len(r.Events.WebRequests) != 2 || r.Tally.Damaged != 1 {
		t.Fatalf("tally %+v", r.Tally)
	}
	w := r.Events.WebRequests[1]
	if w.Time.String() != "2026-03-06T00:00:05.000000Z" || w.Status != 404 || w.ResponseBytes != event.Unknown {
		t.Errorf("%+v", w)
	}
}

// A header governs the rows behind it in the later blocks too.
func TestTheHeaderGovernsAllBlocks(t *testing.T) {
	const rows = 20_000 // more than two blocks
	r := read(t, iisHeader+strings.Repeat(iisRow, rows))
	if len(r.Events.WebRequests) != rows || r.Tally.Damaged != 0 {
		t.Errorf("tally %+v", r.Tally)
	}
}

func TestCloudFront(t *testing.T) {
	got := one(t, "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query x-host-header\n"+
		"2026-03-05\t07:38:01\tICN50\t5120\t2001:db8::5\tGET\td1.cdn.example.net\t/a\t200\t-\tMozilla/5.0%20(Example)\tid=7\tshop.example.com\n")
	if got.Host != "shop.example.com" || got.URI != "/a?id=7" || got.UserAgent != "Mozilla/5.0 (Example)" || !got.Src.Is6() || got.ResponseBytes != 5120 {
		t.Errorf("%+v", got)
	}
}

func TestRowsThatDoNotFitTheirHeaderAreDamage(t *testing.T) {
	for _, row := range []string{
		"2026-03-05 07:38:01 10.0.0.8 GET\r\n",
		strings.Replace(iisRow, "07:38:01", "-", 1),
		strings.Replace(iisRow, "07:38:01", "07:38", 1),
		strings.Replace(iisRow, " 443 ", " 99999 ", 1),
		strings.Replace(iisRow, " 200 ", " ok ", 1),
	} {
		if r := read(t, iisHeader+row+iisRow); r.Tally.Damaged != 1 || r.Tally.Records != 1 {
			t.Errorf("%q: tally %+v", row, r.Tally)
		}
	}
}
