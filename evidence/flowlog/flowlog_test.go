package flowlog

import (
	"context"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence"
)

// flow is a TCP record from one end to the other, "address:port" each.
func flow(start, end int, src, dst string, packets, bytes int64) Record {
	a, b := netip.MustParseAddrPort(src), netip.MustParseAddrPort(dst)
	return Record{
		Ref: event.Ref{File: 1, Offset: int64(start)*1000 + bytes, Length: 1}, Start: int64(start) * int64(time.Second), End: int64(end) * int64(time.Second),
		Zone: event.ZoneUTC, Precision: event.PrecisionSecond, Src: a.Addr(), Dst: b.Addr(), SrcPort: a.Port(), DstPort: b.Port(),
		Protocol: protocolTCP, Sent: Flow{packets, bytes, event.Unknown}, Back: unknownFlow,
	}
}

// pair runs records through a pairing with slices of ten minutes.
func pair(records ...Record) []event.Connection {
	var all []event.Connection
	p := newPairing(10*time.Minute, func(c event.Connection) { all = append(all, c) })
	for i := range records {
		records[i].normalise()
		p.add(&records[i])
	}
	p.finish()
	return all
}

const (
	client = "10.0.0.5:50000"
	server = "198.51.100.9:443"
)

func TestTwoDirectionsAreOneConnection(t *testing.T) {
	there, back := flow(100, 160, client, server, 10, 5400), flow(101, 170, server, client, 20, 25800)
	want := event.Connection{
		Time: event.UTC(100e9, event.PrecisionSecond), Ref: there.Ref,
		Endpoints: event.Endpoints{Src: there.Src, Dst: there.Dst, SrcPort: 50000, DstPort: 443}, Transport: event.TransportTCP,
		Duration: 70 * time.Second, SrcBytes: 5000, DstBytes: 25000, SrcIP: 5400, DstIP: 25800, Estimated: true, Slice: 10 * time.Minute,
	}
	for name, order := range map[string][]Record{"in order": {there, back}, "answer first": {back, there}} {
		got := pair(order...)
		if len(got) != 1 || !strings.HasPrefix(got[0].UID, "N") {
			t.Fatalf("%s: %+v", name, got)
		}
		want.UID = got[0].UID
		if diff := cmp.Diff(want, got[0], cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// The halves of a conversation in two files get one client and one id; what is missing
// is unknown.
func TestHalvesAgree(t *testing.T) {
	there, back := pair(flow(100, 160, client, server, 10, 5400))[0], pair(flow(100, 160, server, client, 10, 9400))[0]
	if there.UID != back.UID || there.Endpoints != back.Endpoints {
		t.Errorf("%+v\n%+v", there, back)
	}
	if there.SrcBytes != 5000 || there.DstBytes != event.Unknown || there.DstIP != event.Unknown || back.SrcBytes != event.Unknown || back.DstBytes != 9000 {
		t.Errorf("%+v\n%+v", there, back)
	}
}

func TestSlicesShareTheirID(t *testing.T) {
	got := pair(flow(0, 599, client, server, 10, 5400), flow(0, 598, server, client, 10, 5400),
		flow(600, 1199, client, server, 10, 6400), flow(601, 1190, server, client, 10, 7400))
	if len(got) != 2 || got[0].UID != got[1].UID || got[1].SrcBytes != 6000 || got[1].DstBytes != 7000 {
		t.Errorf("%+v", got)
	}
}

// A record of the next slice is no answer to this one.
func TestTheNearestAnswerIsTaken(t *testing.T) {
	got := pair(flow(0, 500, client, server, 10, 5400), flow(600, 900, client, server, 10, 6400),
		flow(601, 900, server, client, 10, 7400), flow(2, 500, server, client, 10, 8400))
	if len(got) != 2 || got[0].SrcBytes != 6000 || got[0].DstBytes != 7000 || got[1].SrcBytes != 5000 || got[1].DstBytes != 8000 {
		t.Errorf("%+v", got)
	}
	if got = pair(flow(0, 0, client, server, 10, 5400), flow(601, 601, server, client, 10, 7400)); len(got) != 2 {
		t.Errorf("records of two slices became one connection: %+v", got)
	}
}

func TestWhoIsTheClient(t *testing.T) {
	syn, synAck := func(r *Record) { r.Role = RoleClient }, func(r *Record) { r.Role = RoleServer }
	for name, c := range map[string]struct {
		a, b   string
		change func(a, b *Record)
		want   string
	}{
		"a port below 1024 serves":           {"10.0.0.5:50000", "198.51.100.9:22", nil, "10.0.0.5"},
		"a known service serves":             {"10.0.0.5:20000", "198.51.100.9:3389", nil, "10.0.0.5"},
		"an ephemeral port calls":            {"10.0.0.5:4444", "198.51.100.9:40000", nil, "198.51.100.9"},
		"who sends the SYN calls":            {"198.51.100.9:443", "10.0.0.5:50000", func(a, _ *Record) { syn(a) }, "198.51.100.9"},
		"who acknowledges the SYN serves":    {"10.0.0.5:40000", "198.51.100.9:50000", func(_, b *Record) { synAck(b) }, "10.0.0.5"},
		"the sensor's own end calls":         {"192.0.2.1:40000", "198.51.100.9:50000", func(a, b *Record) { a.Own, b.Own = OwnDst, OwnSrc }, "198.51.100.9"},
		"the private end calls":              {"198.51.100.9:40000", "10.0.0.5:50000", nil, "10.0.0.5"},
		"the earlier calls":                  {"192.0.2.1:40000", "198.51.100.9:50000", func(a, b *Record) { b.Start -= 1e9 }, "198.51.100.9"},
		"the lower port serves":              {"192.0.2.1:40000", "198.51.100.9:50000", nil, "198.51.100.9"},
		"of alike ends the lower one calls":  {"198.51.100.9:500", "192.0.2.1:500", nil, "192.0.2.1"},
		"the source says it":                 {"198.51.100.9:443", "10.0.0.5:50000", func(a, _ *Record) { a.Directed = true }, "198.51.100.9"},
		"IPv6 the same":                      {"[2001:db8::5]:50000", "[2001:db8::9]:443", nil, "2001:db8::5"},
		"protocols without ports by address": {"198.51.100.9:0", "10.0.0.5:0", func(a, b *Record) { a.Protocol, b.Protocol = 50, 50 }, "10.0.0.5"},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := flow(100, 200, c.a, c.b, 10, 900), flow(100, 200, c.b, c.a, 10, 950)
			if c.change != nil {
				c.change(&a, &b)
			}
			got := pair(a, b)
			if len(got) != 1 || got[0].Src.String() != c.want {
				t.Errorf("%+v", got)
			}
		})
	}
}

// What flags say in the first slice holds for those that follow in the same file.
func TestFlagsAreRemembered(t *testing.T) {
	first, answer := flow(0, 500, "198.51.100.9:40000", "10.0.0.5:50000", 10, 900), flow(0, 500, "10.0.0.5:50000", "198.51.100.9:40000", 10, 900)
	first.Role = RoleClient
	got := pair(first, answer, flow(600, 900, "10.0.0.5:50000", "198.51.100.9:40000", 10, 900), flow(600, 900, "198.51.100.9:40000", "10.0.0.5:50000", 10, 900))
	if len(got) != 2 || got[0].Src != first.Src || got[1].Src != first.Src {
		t.Errorf("%+v", got)
	}
}

func TestHowItBeganAndEnded(t *testing.T) {
	flags := func(syn, fin, rst bool) Flags { return Flags{Known: true, Syn: syn, Fin: fin, Rst: rst} }
	there, back := flow(0, 9, client, server, 10, 5400), flow(0, 9, server, client, 10, 5400)
	tried := flow(0, 9, client, server, 3, 180)
	for name, c := range map[string]struct {
		records []Record
		want    string
	}{
		"nothing tells":          {[]Record{there, back}, ""},
		"attempts without echo":  {[]Record{tried}, "S0"},
		"data without echo":      {[]Record{there}, ""},
		"one way of a short one": {[]Record{with(tried, flags(true, false, true))}, ""},
		"whole":                  {[]Record{with(there, flags(true, true, false)), with(back, flags(true, true, false))}, "SF"},
		"a slice in the middle":  {[]Record{with(there, flags(false, false, false)), with(back, flags(false, false, false))}, ""},
		"reset by the client":    {[]Record{with(there, flags(true, false, true)), with(back, flags(true, false, false))}, "RSTO"},
		"reset by the server":    {[]Record{with(there, flags(true, false, false)), with(back, flags(true, false, true))}, "RSTR"},
		"refused":                {[]Record{with(tried, flags(true, false, false)), with(flow(0, 0, server, client, 3, 120), flags(false, false, true))}, "REJ"},
		"refused, flags unknown": {[]Record{tried, flow(0, 0, server, client, 3, 120)}, "REJ"},
	} {
		t.Run(name, func(t *testing.T) {
			got := pair(c.records...)
			if len(got) != 1 || got[0].State != c.want {
				t.Fatalf("%+v", got)
			}
			if whole := got[0].Slice == 0; whole != (c.want != "") {
				t.Errorf("slice %v of state %q", got[0].Slice, c.want)
			}
			if c.want == "S0" && (got[0].DstBytes != 0 || got[0].DstIP != 0) {
				t.Errorf("nobody answered, and %d bytes came back", got[0].DstBytes)
			}
		})
	}
	blocked := there
	blocked.Refused = true
	if got := pair(blocked, back); len(got) != 2 || got[0].State != "REJ" || got[0].SrcBytes != 0 || got[0].SrcIP != 5400 || got[0].DstBytes != 0 {
		t.Errorf("a firewall refused it: %+v", got)
	}
}

func with(r Record, f Flags) Record {
	r.Flags = f
	return r
}

func TestPayload(t *testing.T) {
	r := flow(0, 0, client, server, 0, 0)
	six := flow(0, 0, "[2001:db8::1]:5", "[2001:db8::2]:6", 0, 0)
	udp := r
	udp.Protocol = protocolUDP
	for _, c := range []struct {
		r    Record
		f    Flow
		want int64
	}{
		{r, Flow{10, 5400, -1}, 5000}, {r, Flow{10, 300, -1}, 0}, {six, Flow{10, 5600, -1}, 5000}, {udp, Flow{10, 1280, -1}, 1000},
		{r, Flow{-1, 5400, -1}, -1}, {r, Flow{10, -1, -1}, -1}, {r, Flow{10, 5400, 7}, 7}, {r, Flow{maxCount, maxCount, -1}, 0},
	} {
		if got := c.r.payload(c.f); got != c.want {
			t.Errorf("%+v: %d, want %d", c.f, got, c.want)
		}
	}
}

func TestTheIntervalIsInferred(t *testing.T) {
	v := Interval{InUse: []time.Duration{time.Minute, 10 * time.Minute}, Usual: 10 * time.Minute}
	for longest, want := range map[time.Duration]time.Duration{
		0: 10 * time.Minute, 40 * time.Second: 10 * time.Minute, 50 * time.Second: time.Minute, 61 * time.Second: time.Minute,
		100 * time.Second: 10 * time.Minute, 600 * time.Second: 10 * time.Minute, 45 * time.Minute: 46 * time.Minute,
	} {
		if got, _ := v.infer(longest); got != want {
			t.Errorf("%v: %v, want %v", longest, got, want)
		}
	}
}

func TestCivil(t *testing.T) {
	for _, s := range []string{"1970-01-01 00:00:00", "2026/03/05 09:00:00.100200", "2000-02-29T23:59:59.999", "2261-12-31 00:00:01"} {
		plain := strings.NewReplacer("/", "-", "T", " ").Replace(s)
		want, err := time.Parse("2006-01-02 15:04:05.999999999", plain)
		if got, ok := Civil([]byte(s)); err != nil || !ok || got != want.UnixNano() {
			t.Errorf("%s: %d, want %d (%v)", s, got, want.UnixNano(), err)
		}
	}
	for _, s := range []string{"", "2026-03-05", "2026-13-05 16:23:00", "2026-03-05 16:23:00x", "2026-03-05 16:23:00.x", "1969-04-04 16:23:00", "aaaa-bb-cc dd:ee:ff"} {
		if _, ok := Civil([]byte(s)); ok {
			t.Errorf("%q is a time", s)
		}
	}
}

// One direction only, without end: nothing piles up.
func TestWaitingIsBounded(t *testing.T) {
	n := 0
	p := newPairing(time.Minute, func(event.Connection) { n++ })
	r := flow(0, 1, client, server, 1, 60)
	const records = maxWaiting + 5000
	for i := range records {
		r.SrcPort, r.Start = uint16(i), int64(i/65536)*int64(time.Hour)
		p.add(&r)
		if p.count > maxWaiting || len(p.queue) > 2*maxWaiting+2 {
			t.Fatalf("%d wait, %d in the queue", p.count, len(p.queue))
		}
	}
	for range 10 * maxAlike { // and of one conversation
		p.add(&r)
	}
	p.finish()
	if n != records+10*maxAlike || len(p.waiting) != 0 {
		t.Errorf("%d of %d connections, %d wait", n, records+10*maxAlike, len(p.waiting))
	}
}

type discard struct{ n int }

func (d *discard) Observe(b *event.Batch) { d.n += b.Len() }
func (d *discard) Do(_ context.Context, work func(evidence.Sink)) error {
	work(d)
	return nil
}

func BenchmarkPairing(b *testing.B) {
	var records []Record
	for i := range 100_000 {
		r := flow(i/100, i/100+5, client, server, 5, 2000)
		r.SrcPort = uint16(32768 + i%28000)
		if i%2 == 1 {
			r.Src, r.Dst, r.SrcPort, r.DstPort = r.Dst, r.Src, r.DstPort, records[i-1].SrcPort
		}
		records = append(records, r)
	}
	b.ReportAllocs()
	for b.Loop() {
		d := &discard{}
		f := NewFile(b.Context(), evidence.NewOutput(d), Interval{InUse: []time.Duration{time.Minute}, Usual: time.Minute}, false)
		if err := f.Add(records); err != nil {
			b.Fatal(err)
		}
		if err := f.Close(); err != nil || d.n != len(records)/2 {
			b.Fatal(err, d.n)
		}
	}
	b.ReportMetric(float64(len(records))*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}
