package rita_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/rita"
	"dwell/event"
	"dwell/finding"
)

// noon is when the evidence of these tests begins.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func at(seconds float64) event.Time {
	return event.At(noon.Add(time.Duration(seconds*1e9)), event.PrecisionMicro)
}

func ends(src, dst string) event.Endpoints {
	return event.Endpoints{Src: netip.MustParseAddr(src), SrcPort: 40_000, Dst: netip.MustParseAddr(dst), DstPort: 443}
}

// calls are n connections in a row.
func calls(src, dst string, n int, from, every float64) event.Batch {
	var b event.Batch
	for i := range n {
		b.Connections = append(b.Connections, event.Connection{
			Time: at(from + float64(i)*every), Ref: event.Ref{File: 1, Offset: int64(i), Length: 1}, UID: fmt.Sprintf("C%s-%s-%d", src, dst, i),
			Endpoints: ends(src, dst), Transport: event.TransportTCP, Service: "ssl", Duration: time.Second,
			SrcBytes: 400, DstBytes: 3000, SrcIP: 500, DstIP: 3500,
		})
	}
	return b
}

// requests puts the connections under a name.
func requests(b event.Batch, method, host, agent string) event.Batch {
	var out event.Batch
	for i := range b.Connections {
		c := &b.Connections[i]
		out.WebRequests = append(out.WebRequests, event.WebRequest{Time: c.Time, UID: c.UID, Endpoints: c.Endpoints, Method: method, Host: host, HostMissing: host == "", UserAgent: agent})
	}
	return out
}

// handshakes do the same with a server name.
func handshakes(b event.Batch, server, ja3 string) event.Batch {
	var out event.Batch
	for i := range b.Connections {
		c := &b.Connections[i]
		out.TLSSessions = append(out.TLSSessions, event.TLSSession{Time: c.Time, UID: c.UID, Endpoints: c.Endpoints, ServerName: server, JA3: ja3})
	}
	return out
}

const (
	day, minute = 86_400, 60
	victim      = "10.1.0.5"
	server      = "203.0.113.9"
	proxy       = "10.1.0.1"
)

func scores(t testing.TB, stream ...event.Batch) []rita.Row {
	t.Helper()
	return rows(t, stream, "10.0.0.0/8")
}

func absent(t *testing.T, all []rita.Row, destination string) {
	t.Helper()
	if slices.ContainsFunc(all, func(r rita.Row) bool { return r.Destination == destination || r.FQDN == destination }) {
		t.Errorf("%s is scored", destination)
	}
}

func TestAClockScoresOne(t *testing.T) {
	r := between(t, scores(t, calls(victim, server, 1440, 0, minute)), victim, server)
	if r.Beacon.Score != 1 || r.Connections != 1440 || r.Bytes != 1440*4000 || r.DurationSeconds != 1440 {
		t.Errorf("%+v", r)
	}
	if want := []string{"443:tcp:ssl"}; !slices.Equal(r.Services, want) {
		t.Errorf("services %v, want %v", r.Services, want)
	}
}

// The window is the last 24 hours of what leads outside, its first hour whole; other
// traffic does not move it.
func TestTheWindow(t *testing.T) {
	week := calls(victim, server, 7*24*60, 0, minute) // until noon less a minute, a week later
	later := calls(victim, proxy, 60, 7*day, 6*minute)
	r := between(t, scores(t, week, later), victim, server)
	if want := int64(24*60 + 60); r.Connections != want { // the day before 11:59 begins with 11:00
		t.Errorf("%d connections in the window, want %d", r.Connections, want)
	}
	absent(t, scores(t, calls(victim, "203.0.113.7", 100, 0, minute), week), "203.0.113.7")
}

func TestOnlyWhatLeadsOutsideIsScored(t *testing.T) {
	all := scores(t, calls(victim, proxy, 100, 0, minute), calls(server, victim, 100, 0, minute), calls(server, "203.0.113.8", 100, 0, minute),
		calls(victim, "203.0.113.3", 3, 0, minute), calls(victim, server, 10, 0, minute))
	if len(all) != 1 || all[0].Destination != server {
		t.Errorf("%+v", all)
	}
}

// A name stands for its connections; its address is left out unless the name is called
// too seldom.
func TestNamesTakeTheirAddressesPlace(t *testing.T) {
	often, seldom := calls(victim, server, 50, 0, minute), calls(victim, "203.0.113.8", 3, 0, minute)
	unnamed := calls(victim, "203.0.113.8", 50, 1000, minute)
	for i := range unnamed.Connections {
		unnamed.Connections[i].UID = fmt.Sprint("U", i)
	}
	all := scores(t, often, handshakes(often, "c2.example.net", ""), seldom, handshakes(seldom, "cdn.example.org", ""), unnamed)
	if r := between(t, all, victim, "c2.example.net"); r.Connections != 50 || r.Destination != "" {
		t.Errorf("%+v", r)
	}
	absent(t, all, server)
	absent(t, all, "cdn.example.org")
	if r := between(t, all, victim, "203.0.113.8"); r.Connections != 53 {
		t.Errorf("%+v", r)
	}
}

func TestProxies(t *testing.T) {
	through := calls(victim, proxy, 30, 0, minute)
	all := scores(t, through, requests(through, "CONNECT", "c2.example.net:443", ""))
	if r := between(t, all, victim, "c2.example.net:443"); r.Connections != 30 || !r.HasBeacon || r.Around.Sources != 2 || r.Around.Network != 2 {
		t.Errorf("%+v; the proxy contacts the name too", r)
	}
	absent(t, all, proxy)

	t.Run("a connection with several names belongs to the first", func(t *testing.T) {
		second := requests(through, "GET", "late.example.org", "")
		for i := range second.WebRequests {
			second.WebRequests[i].Time = at(float64(i)*minute + 1)
		}
		all := scores(t, second, through, requests(through, "GET", "early.example.org", ""), calls(victim, server, 10, 0, minute))
		absent(t, all, "late.example.org")
		if r := between(t, all, victim, "early.example.org"); r.Connections != 30 {
			t.Errorf("%+v", r)
		}
	})
}

func TestLongConnectionsAreSummed(t *testing.T) {
	b := calls(victim, server, 3, 0, minute) // too few for a beacon
	for i := range b.Connections {
		b.Connections[i].Duration = 4 * time.Hour
	}
	r := between(t, scores(t, b), victim, server)
	if r.HasBeacon || r.Threat.Duration != 0.8 {
		t.Errorf("%+v, want 12 hours", r)
	}
}

// A connection that is still open counts once, with its newest state, until it closes.
func TestOpenConnections(t *testing.T) {
	var snapshots event.Batch
	for hour := range 5 {
		c := calls(victim, server, 1, 0, 0).Connections[0]
		c.Open, c.Duration, c.SrcIP = true, time.Duration(hour+1)*time.Hour, int64(hour)*1000
		snapshots.Connections = append(snapshots.Connections, c)
	}
	r := between(t, scores(t, snapshots), victim, server)
	if r.Open != 1 || r.Connections != 0 || r.DurationSeconds != 5*3600 || r.Bytes != 4000+3500 {
		t.Errorf("%+v", r)
	}
	closed := calls(victim, server, 1, 0, 0)
	closed.Connections[0].Duration = 6 * time.Hour
	if r = between(t, scores(t, snapshots, closed), victim, server); r.Open != 0 || r.DurationSeconds != 6*3600 {
		t.Errorf("%+v", r)
	}
}

func TestAStrobeHasNoBeaconScore(t *testing.T) {
	r := between(t, scores(t, calls(victim, server, day, 0, 1), calls(victim, server, 100, 0, 1)), victim, server)
	if r.HasBeacon || r.Threat.Strobe != 0.8 || r.Connections != day+100 {
		t.Errorf("%+v", r)
	}
	t.Run("within an hour", func(t *testing.T) {
		r := between(t, scores(t, calls(victim, server, day+1, 0, 0.04)), victim, server)
		if r.HasBeacon || r.Threat.Strobe != 0.8 || r.Connections != day+1 {
			t.Errorf("%+v", r)
		}
	})
}

// names asks for n different names below a domain, one a minute.
func names(n int, domain string, answer string) event.Batch {
	var b event.Batch
	for i := range n {
		b.DNSLookups = append(b.DNSLookups, event.DNSLookup{Time: at(float64(i)), Query: fmt.Sprintf("%x.t.%s", i*i, domain), Type: "TXT", Answers: []string{answer, "text"}})
	}
	return b
}

func TestSubdomains(t *testing.T) {
	traffic := calls(victim, server, 10, 0, minute)
	all := scores(t, traffic, names(650, "tunnel.example.co.uk", "203.0.113.77"), names(650, "example.org", server), names(99, "example.net", ""),
		names(2000, "10.in-addr.arpa", ""))
	for domain, want := range map[string]float64{"example.co.uk": 0.65, "example.org": 0.5} { // the second one's address is contacted
		if r := between(t, all, "", domain); math.Abs(r.Threat.Score()-want) > near || r.Subdomains != 650 {
			t.Errorf("%+v, want a threat of %v", r, want)
		}
	}
	absent(t, all, "example.net")
	if r := between(t, scores(t, traffic, names(5000, "example.org", "")), "", "example.org"); r.Threat.Subdomains != 0.8 || r.Subdomains < 1000 {
		t.Errorf("%+v", r)
	}
}

func TestSurroundings(t *testing.T) {
	rare, common, bare := calls(victim, server, 10, 0, minute), calls(victim, "203.0.113.8", 10, 0, minute), calls(victim, "203.0.113.7", 10, 0, minute)
	stream := []event.Batch{rare, common, bare,
		requests(rare, "GET", "rare.example.net", "implant/1.0"), handshakes(common, "a.example.org", "ja3"), handshakes(common, "b.example.org", "ja3"),
		requests(bare, "GET", "", "")}
	for i := range 59 {
		stream = append(stream, calls(fmt.Sprintf("10.2.0.%d", i), "203.0.113.8", 5, 0, minute))
	}
	all := scores(t, stream...)
	for destination, want := range map[string]string{
		"rare.example.net": "[{prevalence 0.15} {rare_signature 0.15}]",
		"203.0.113.7":      "[{prevalence 0.15} {missing_host_header 0.1}]",
		"a.example.org":    "[{prevalence 0.15}]",
	} {
		if got := fmt.Sprint(between(t, all, victim, destination).Threat.Modifiers); got != want {
			t.Errorf("%s: %s, want %s", destination, got, want)
		}
	}
	if got := fmt.Sprint(between(t, all, "10.2.0.3", "203.0.113.8").Threat.Modifiers); got != "[{prevalence -0.15}]" {
		t.Errorf("a common destination: %s", got)
	}
}

func TestComparison(t *testing.T) {
	through, direct := calls(victim, proxy, 30, 0, minute), calls(victim, server, 1440, 0, minute)
	d := rita.New(detect.Config{})
	for _, b := range []event.Batch{through, requests(through, "CONNECT", "=c2.example.net:443", ""), direct, names(500, "example.org", "")} {
		d.Observe(&b)
	}
	c := d.Compare(detect.View{Estate: detecttest.Estate("10.0.0.0/8")})
	if c.Product != "rita" || len(c.Rows) != 3 || !slices.Contains(c.Kinds, finding.Beacon) {
		t.Fatalf("%+v", c)
	}
	for _, row := range c.Rows {
		if len(row) != len(c.Columns) {
			t.Errorf("%d cells for %d columns", len(row), len(c.Columns))
		}
	}
	m := c.Measures[detect.Relation{Source: victim, Destination: server}]
	if m["rita_score"] != 1.0 || m["rita_timestamp"] != 1.0 || m["rita_histogram"] != 1.0 || m["rita_threat"] != 0.65 {
		t.Errorf("%v", m)
	}
	if c.Measures[detect.Relation{Source: victim, Destination: "=c2.example.net"}] == nil {
		t.Errorf("a name with its port is not found: %v", c.Measures)
	}
	if c.Measures[detect.Relation{Destination: "example.org"}]["rita_threat"] == nil {
		t.Errorf("%v", c.Measures)
	}
	var table bytes.Buffer
	if err := csv.NewWriter(&table).WriteAll(c.Rows); err != nil || strings.Contains(table.String(), ",=c2") {
		t.Errorf("a name becomes a formula: %v\n%s", err, &table)
	}
}

// telling makes findings of the scores, so that the laws of detectors can be proved of them.
type telling struct{ *rita.Detector }

func (d telling) Merge(o detect.Detector) { d.Detector.Merge(o.(telling).Detector) }

func (d telling) Findings(v detect.View) ([]finding.Finding, error) {
	c := d.Compare(v)
	out := make([]finding.Finding, len(c.Rows))
	for i := range c.Rows {
		out[i].Title = strings.Join(c.Rows[i], ",")
	}
	return out, nil
}

func TestLaw(t *testing.T) {
	spec := rita.Spec()
	fresh := spec.New
	spec.New = func(c detect.Config) detect.Detector { return telling{fresh(c).(*rita.Detector)} }
	through, week := calls(victim, proxy, 40, 6.5*day, 97), calls(victim, server, 400, 0, 7*day/400)
	slow := calls("10.1.0.6", server, 60, 0, 3000)
	open := calls("10.1.0.7", server, 30, 6.9*day, 10)
	for i := range open.Connections {
		c := &open.Connections[i]
		c.Open, c.UID, c.Duration = true, fmt.Sprint("O", i%20), time.Duration(i)*time.Minute
	}
	first := requests(through, "GET", "first.example.net", "b") // handshakes with the same name do not ask
	for i := range first.WebRequests {
		first.WebRequests[i].Time.Nanos -= 1e9
	}
	stream := []event.Batch{through, requests(through, "CONNECT", "c2.example.net:443", "a"), requests(through, "GET", "www.example.org", "b"),
		first, handshakes(through, "first.example.net", "j"),
		week, handshakes(week, "www.example.net", "j"), slow, requests(slow, "GET", "", "c"), open, names(120, "example.org", server)}
	for i := range stream[len(stream)-1].DNSLookups {
		stream[len(stream)-1].DNSLookups[i].Time = at(6.8*day + float64(i))
	}
	view := detect.View{Estate: detecttest.Estate("10.0.0.0/8")}
	detecttest.Law(t, spec, detect.Config{}, view, stream)
	detecttest.OpenDoesNotCount(t, spec, view, stream)
	t.Run("with too few keys", func(t *testing.T) {
		detecttest.Law(t, spec, detect.Config{MaxKeys: 2}, view, stream)
	})
}

func TestHostileEventsAreHarmless(t *testing.T) {
	long := strings.Repeat("\xff.", 5000)
	call := calls(victim, server, 1, 0, 0).Connections[0]
	wild := call
	wild.SrcIP, wild.DstIP, wild.Duration = 1<<62, 1<<62, 1<<62
	far := call
	far.Time = event.UTC(1<<63-1, 0)
	scores(t, event.Batch{Connections: []event.Connection{{}, {Time: event.UTC(-5, 0), Endpoints: call.Endpoints, Duration: -1, SrcIP: -1, DstIP: -1}, wild, far}},
		event.Batch{Connections: []event.Connection{{Time: event.UTC(0, 0), Endpoints: call.Endpoints, Open: true, Duration: 1<<63 - 1}}},
		event.Batch{WebRequests: []event.WebRequest{{}, {Time: at(0), Host: long, Endpoints: call.Endpoints}, {Time: at(0), Host: ":", Method: "CONNECT", Endpoints: call.Endpoints}}},
		event.Batch{TLSSessions: []event.TLSSession{{}, {Time: at(0), ServerName: "...", Endpoints: call.Endpoints}}},
		event.Batch{DNSLookups: []event.DNSLookup{{Time: at(0), Query: long}, {Time: at(0), Query: "."}, {Time: at(0), Query: ".com"}, {Time: at(0), Query: "a..b", Answers: []string{"::", ""}}}})
	scores(t)
}

// Weeks of connections must not stay in memory, whether they come from the first or from
// the last.
func TestOldConnectionsAreForgotten(t *testing.T) {
	for _, backwards := range []bool{false, true} {
		grown := detecttest.Growth(t, func() any {
			d := rita.New(detect.Config{})
			for n := range 30 {
				if backwards {
					n = 29 - n
				}
				b := calls(victim, server, 10_000, float64(n)*day, day/10_000.0)
				d.Observe(&b)
			}
			return d
		})
		const most = 4 << 20 // 300,000 connections of 40 bytes would be 12 MB
		if grown > most {
			t.Errorf("backwards %v: %.0f bytes are held", backwards, grown)
		}
	}
}

func BenchmarkObserve(b *testing.B) { detecttest.BenchmarkConnections(b, rita.Spec()) }
