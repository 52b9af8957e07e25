package backdoor

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

// office is a made-up network: machines 10.0.0.x inside, everything else outside.
type office struct {
	random *rand.Rand
	next   int64
	batch  event.Batch
}

func newOffice() *office { return &office{random: rand.New(rand.NewPCG(8, 9))} }

const day = 86400.0

const start = 1_700_000_000 // the second at which the made-up evidence begins

func at(seconds float64) event.Time {
	return event.UTC(int64((start+seconds)*1e9), event.PrecisionMicro)
}

func (o *office) ref() event.Ref {
	o.next++
	return event.Ref{File: 7, Offset: o.next * 100, Length: 100}
}

// connect adds one connection of 10.0.0.host.
func (o *office) connect(seconds float64, host int, to string, change func(*event.Connection)) {
	dst := netip.MustParseAddrPort(to)
	c := event.Connection{Time: at(seconds), Ref: o.ref(), UID: fmt.Sprintf("C%d", o.next),
		Endpoints: event.Endpoints{Src: inside(host), SrcPort: 50000, Dst: dst.Addr(), DstPort: dst.Port()},
		Transport: event.TransportTCP, Service: "ssl", Duration: time.Second,
		SrcBytes: 500 + o.random.Int64N(3000), DstBytes: 4000, State: "SF"}
	if change != nil {
		change(&c)
	}
	o.batch.Connections = append(o.batch.Connections, c)
}

// session adds the handshake of the connection added last.
func (o *office) session(name string, change func(*event.TLSSession)) {
	c := o.batch.Connections[len(o.batch.Connections)-1]
	s := event.TLSSession{Time: c.Time, Ref: o.ref(), UID: c.UID, Endpoints: c.Endpoints,
		ServerName: name, Established: true, Validation: "ok", Subject: "CN=" + name}
	if change != nil {
		change(&s)
	}
	o.batch.TLSSessions = append(o.batch.TLSSessions, s)
}

func inside(host int) netip.Addr { return netip.AddrFrom4([4]byte{10, 0, 0, byte(host)}) }

// browsing is a person who visits a site a few times a day and reads a few pages.
func browsing(r *rand.Rand, days float64) []float64 {
	var at []float64
	for t := r.ExpFloat64() * day / 8; t < days*day; t += r.ExpFloat64() * day / 8 {
		for n := 1 + int(r.ExpFloat64()*5); n > 0 && t < days*day; n-- {
			for k := 1 + r.IntN(12); k > 0; k-- {
				at = append(at, t+r.ExpFloat64()*2)
			}
			t += 40 * math.Exp(1.1*r.NormFloat64())
		}
	}
	return at
}

// sleeping is an implant that sleeps between (1-jitter) and 1 times its period.
func sleeping(r *rand.Rand, period, jitter, seconds float64) []float64 {
	var at []float64
	for t := r.Float64() * period; t < seconds; t += period * (1 - jitter*r.Float64()) {
		at = append(at, t)
	}
	return at
}

// people lets some machines browse some sites all day.
func (o *office) people(machines int, days float64) {
	for m := 1; m <= machines; m++ {
		for site := range 6 {
			for _, t := range browsing(o.random, days) {
				o.connect(t, m, fmt.Sprintf("203.0.113.%d:443", 1+site), nil)
				o.session(fmt.Sprintf("www%d.example.org", site), nil)
			}
		}
	}
}

func (o *office) stream() []event.Batch { return []event.Batch{o.batch} }

func (o *office) findings(t *testing.T) []finding.Finding {
	t.Helper()
	return investigate(t, detecttest.Estate("10.0.0.0/24"), o.stream())
}

func TestImplantStandsOutInAnOffice(t *testing.T) {
	o := newOffice()
	o.people(8, 2)
	for _, s := range sleeping(o.random, 600, 0.3, day) {
		o.connect(day/2+s, 3, "198.51.100.7:4443", nil)
		o.session("", func(s *event.TLSSession) {
			s.Subject, s.Issuer, s.Validation = "CN=localhost", "CN=localhost", "self signed certificate"
		})
	}
	findings := o.findings(t)
	f := detecttest.Between(t, findings, "10.0.0.3", "198.51.100.7")
	if f.ID != findings[0].ID || f.Kind != finding.Beacon || f.Severity < finding.High {
		t.Errorf("%s %s: want the first finding, a beacon of high severity", f.Kind, f.Severity)
	}
	if len(findings) != 1 {
		t.Errorf("%d findings, want only the implant", len(findings))
	}
	if period, _ := f.Measures["period_s"].(float64); period < 460 || period > 560 {
		t.Errorf("period %v s, want about 510", period)
	}
	if jitter, _ := f.Measures["jitter"].(float64); jitter < 0.2 || jitter > 0.4 {
		t.Errorf("jitter %v, want about 0.3", jitter)
	}
}

// One PC that polls its cloud must not raise an alarm.
func TestPollingSoftwareIsNotHigh(t *testing.T) {
	for name, add := range map[string]func(o *office, t float64){
		"vendor cloud": func(o *office, t float64) {
			o.connect(t, 2, "192.0.2.1:443", nil)
			o.session("client.dropbox.com", nil)
		},
		"weather widget": func(o *office, t float64) {
			o.connect(t, 2, "192.0.2.2:443", func(c *event.Connection) { c.SrcBytes = 700 })
			o.session("api.weather.example.com", func(s *event.TLSSession) { s.JA3 = "0123456789abcdef" })
		},
		"mail": func(o *office, t float64) {
			o.connect(t, 2, "192.0.2.3:993", nil)
			o.session("imap.example.com", nil)
		},
		"time": func(o *office, t float64) {
			o.connect(t, 2, "192.0.2.4:123", func(c *event.Connection) { c.Transport, c.Service = event.TransportUDP, "" })
		},
		"antivirus without name": func(o *office, t float64) {
			o.connect(t, 2, "192.0.2.5:8883", func(c *event.Connection) { c.Service, c.SrcBytes = "", 30 })
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice()
			o.people(8, 1)
			for s := 20000.0; s < day; s += 300 {
				add(o, s)
			}
			for _, f := range o.findings(t) {
				if f.Severity > finding.Medium {
					t.Errorf("%s %v: %v", f.Severity, f.Title, f.Parts)
				}
			}
		})
	}
}

func TestTrueDestinationBehindAProxyIsTheConnectTarget(t *testing.T) {
	o := newOffice()
	for s := 0.0; s < day/2; s += 120 {
		o.connect(s, 4, "10.0.0.250:3128", func(c *event.Connection) { c.Service, c.SrcBytes, c.DstBytes = "http,ssl", 1000, 2000 })
		c := o.batch.Connections[len(o.batch.Connections)-1]
		o.batch.WebRequests = append(o.batch.WebRequests, event.WebRequest{Time: c.Time, Ref: o.ref(), UID: c.UID,
			Endpoints: c.Endpoints, Method: "CONNECT", Host: "c2.example.net", URI: "C2.example.net:8443"})
	}
	findings := o.findings(t)
	if len(findings) != 1 {
		t.Fatalf("%d findings, want one", len(findings))
	}
	f := detecttest.Between(t, findings, "10.0.0.4", "c2.example.net")
	for measure, want := range map[string]any{
		"connections": int64(360), "bytes_out": int64(360_000), "bytes_in": int64(720_000),
		"destination_port": int64(8443), "proxied": true, "period_s": 120.0,
	} {
		if f.Measures[measure] != want {
			t.Errorf("%s = %v, want %v", measure, f.Measures[measure], want)
		}
	}
}

func TestTwoSensorsCountAConnectionOnce(t *testing.T) {
	o := newOffice()
	for s := 0.0; s < day/2; s += 300 {
		for _, sensor := range []string{"east", "west"} {
			o.connect(s, 5, "198.51.100.9:9001", func(c *event.Connection) { c.Sensor, c.SrcBytes = sensor, 100 })
		}
	}
	f := detecttest.Between(t, o.findings(t), "10.0.0.5", "198.51.100.9")
	if f.Measures["connections"] != int64(144) || f.Measures["bytes_out"] != int64(14400) {
		t.Errorf("%v connections, %v bytes out; want 144 and 14400", f.Measures["connections"], f.Measures["bytes_out"])
	}
}

func TestInboundAndInsideTrafficIsLeftAlone(t *testing.T) {
	o := newOffice()
	for s := 0.0; s < day; s += 60 {
		o.connect(s, 5, "10.0.0.9:9001", nil)
		o.connect(s, 5, "10.0.0.9:9002", func(c *event.Connection) { c.Src = netip.MustParseAddr("198.51.100.1") })
		o.connect(s, 5, "239.255.255.250:1900", func(c *event.Connection) { c.Transport = event.TransportUDP })
	}
	if findings := o.findings(t); len(findings) != 0 {
		t.Errorf("found %s", findings[0].Title)
	}
}

func TestAVendorsNameThatNoLookupConfirmsIsOnlyAClaim(t *testing.T) {
	o := newOffice()
	o.batch.DNSLookups = append(o.batch.DNSLookups, event.DNSLookup{Time: at(0), Ref: o.ref(), Query: "www.example.org", Answers: []string{"203.0.113.1"}})
	for s := 0.0; s < day; s += 60 {
		o.connect(s, 5, "198.51.100.9:443", nil)
		o.session("update.microsoft.com", nil)
	}
	f := detecttest.Between(t, o.findings(t), "10.0.0.5", "update.microsoft.com")
	for _, p := range f.Parts {
		if p.Name == "vendor" {
			t.Errorf("the name counts as the vendor's: %s", p.Why)
		}
	}
}

// law is a stream in which every kind of state takes part, long enough to be sampled.
func law() []event.Batch {
	o := newOffice()
	o.people(3, 0.3)
	for s := 0.0; s < day; s += 60 {
		o.connect(s, 5, "198.51.100.9:9001", func(c *event.Connection) { c.State = "REJ" })
		if int(s)%240 == 0 {
			o.connect(s, 6, "198.51.100.10:8443", func(c *event.Connection) { c.Sensor = "east" })
			o.session("", func(s *event.TLSSession) { s.JA3, s.ChainIDs, s.Validation = "abc", []string{s.UID}, "" })
			o.batch.Certificates = append(o.batch.Certificates, event.Certificate{ID: fmt.Sprintf("C%d", o.next-1), Subject: "CN=x", Issuer: "CN=x"})
			o.connect(s, 6, "198.51.100.11:80", func(c *event.Connection) { c.Service = "http" })
			c := o.batch.Connections[len(o.batch.Connections)-1]
			o.batch.WebRequests = append(o.batch.WebRequests, event.WebRequest{Time: c.Time, Ref: o.ref(), UID: c.UID,
				Endpoints: c.Endpoints, Host: "c2.example.net", URI: "/", UserAgent: "agent", RequestBytes: 5})
		}
	}
	for i := range 48 { // another address of one name each time
		server := fmt.Sprintf("198.51.100.%d", 20+i%10)
		o.connect(float64(i)*3600, 7, server+":443", func(c *event.Connection) { c.Slice = time.Minute })
		o.batch.DNSLookups = append(o.batch.DNSLookups, event.DNSLookup{Time: at(float64(i)), Ref: o.ref(), Query: "pool.example.com", Answers: []string{server}})
	}
	o.batch.DNSLookups = append(o.batch.DNSLookups, event.DNSLookup{Time: at(0), Ref: o.ref(), Query: "c2.example.net", Answers: []string{"198.51.100.11", "alias.example.net"}})
	return o.stream()
}

func TestLaw(t *testing.T) {
	view := detect.View{Estate: detecttest.Estate("10.0.0.0/24")}
	detecttest.Law(t, Spec(), detect.Config{}, view, law())
	t.Run("with what is open", func(t *testing.T) {
		detecttest.Law(t, Spec(), detect.Config{}, view, append(detecttest.Reopened(law()), law()[0]))
		detecttest.OpenDoesNotCount(t, Spec(), view, law())
	})
	t.Run("with too few keys", func(t *testing.T) {
		detecttest.Law(t, Spec(), detect.Config{MaxKeys: 16}, view, law())
	})
}

func TestHostileEventsAreHarmless(t *testing.T) {
	long := strings.Repeat("\xff.", 5000)
	stream := []event.Batch{
		{Connections: []event.Connection{{}, {Time: event.UTC(-5, 0), Transport: event.TransportTCP,
			Endpoints: event.Endpoints{Src: inside(1), Dst: netip.MustParseAddr("198.51.100.1")}, SrcBytes: 1<<63 - 1, Duration: -1}}},
		{WebRequests: []event.WebRequest{{}, {Host: long, Endpoints: event.Endpoints{Src: inside(1), Dst: netip.MustParseAddr("198.51.100.1")}},
			{Method: "CONNECT", URI: "[::1]:99999", Endpoints: event.Endpoints{Src: inside(1), Dst: inside(2)}},
			{Method: "CONNECT", URI: ":", Endpoints: event.Endpoints{Src: inside(1), Dst: inside(2)}}}},
		{TLSSessions: []event.TLSSession{{}, {ServerName: "...", Subject: long, Endpoints: event.Endpoints{Src: inside(1), Dst: netip.MustParseAddr("198.51.100.1")}}}},
		{DNSLookups: []event.DNSLookup{{Query: long, Answers: []string{"", "1", "::", long}}}},
		{Certificates: []event.Certificate{{}, {ID: "x", Subject: long}}},
	}
	investigate(t, detecttest.Estate("10.0.0.0/24"), stream)
	investigate(t, nil, stream)
}

// pairs gives connections between a number of pairs, in the order of time.
func pairs(n int) event.Batch {
	var b event.Batch
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 1 << 18 {
		pair := r.IntN(n)
		b.Connections = append(b.Connections, event.Connection{Time: at(float64(i) / 3), Ref: event.Ref{File: 1, Offset: int64(i), Length: 1},
			Endpoints: event.Endpoints{Src: netip.AddrFrom4([4]byte{10, 0, byte(pair >> 6), byte(pair)}), SrcPort: 1,
				Dst: netip.AddrFrom4([4]byte{198, 51, byte(pair >> 14), byte(pair >> 6)}), DstPort: 443},
			Transport: event.TransportTCP, Service: "ssl", UID: fmt.Sprintf("CAbCdEfGhIjK%06d", i), Duration: time.Second, SrcBytes: 400, DstBytes: 3000, State: "SF"})
	}
	return b
}

func BenchmarkObserve(b *testing.B) {
	for _, n := range []int{24_000, 1_000_000} {
		batch := pairs(n)
		b.Run(fmt.Sprintf("pairs=%d", n), func(b *testing.B) {
			d := New(detect.Config{})
			for b.Loop() {
				d.Observe(&batch)
			}
			b.ReportMetric(float64(len(batch.Connections))*float64(b.N)/b.Elapsed().Seconds(), "connections/s")
		})
	}
}

// BenchmarkFindings concludes over many pairs: of eight calls each, and of hundreds.
func BenchmarkFindings(b *testing.B) {
	for _, c := range []struct {
		name         string
		pairs, calls int
	}{{"pairs=100000", 100_000, 8}, {"calls=300", 4_000, 300}} {
		b.Run(c.name, func(b *testing.B) {
			d := New(detect.Config{})
			fill(d, c.pairs, c.calls, false)
			for b.Loop() {
				if _, err := d.Findings(detect.View{Estate: detecttest.Estate("10.0.0.0/8")}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
