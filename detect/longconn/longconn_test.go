package longconn

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

// capture is made-up evidence: machines 10.0.0.x inside, everything else outside.
type capture struct {
	next  int64
	batch event.Batch
}

func at(after time.Duration) event.Time {
	return event.UTC(1_700_000_000_000_000_000+int64(after), event.PrecisionMicro)
}

func (c *capture) ref() event.Ref {
	c.next++
	return event.Ref{File: 9, Offset: c.next * 100, Length: 100}
}

// connect adds one closed connection of 10.0.0.host.
func (c *capture) connect(after time.Duration, host int, to string, length time.Duration, change func(*event.Connection)) {
	dst := netip.MustParseAddrPort(to)
	conn := event.Connection{Time: at(after), Ref: c.ref(), UID: fmt.Sprintf("C%d", c.next),
		Endpoints: event.Endpoints{Src: netip.AddrFrom4([4]byte{10, 0, 0, byte(host)}), SrcPort: 50000, Dst: dst.Addr(), DstPort: dst.Port()},
		Transport: event.TransportTCP, Duration: length, SrcBytes: 5000, DstBytes: 9000, SrcIP: 6000, DstIP: 10000, State: "SF"}
	if change != nil {
		change(&conn)
	}
	c.batch.Connections = append(c.batch.Connections, conn)
}

func (c *capture) last() *event.Connection {
	return &c.batch.Connections[len(c.batch.Connections)-1]
}

// office adds a day of short connections of some machines.
func (c *capture) office(machines int) {
	for i := range 40 * machines {
		c.connect(time.Duration(i)*24*time.Hour/time.Duration(40*machines), 1+i%machines, "203.0.113.1:443",
			time.Duration(1+i%20)*time.Second, func(c *event.Connection) { c.Service = "ssl" })
	}
}

func (c *capture) stream() []event.Batch { return []event.Batch{c.batch} }

func (c *capture) findings(t *testing.T) []finding.Finding {
	t.Helper()
	return investigate(t, detecttest.Estate("10.0.0.0/24"), c.stream())
}

func TestAnOpenConnectionOfDaysCountsOnceWithItsLastTotals(t *testing.T) {
	c := &capture{}
	c.office(6)
	for hour := 1; hour <= 20; hour++ {
		c.connect(time.Hour, 3, "198.51.100.4:4444", time.Duration(hour)*time.Hour, func(conn *event.Connection) {
			conn.UID, conn.Open, conn.SrcBytes, conn.DstBytes = "Clong", true, int64(hour)*1000, int64(hour)*100
		})
	}
	f := between(t, c.findings(t), "10.0.0.3", "198.51.100.4", 4444)
	detecttest.Expect(t, f, map[string]any{"connections": int64(1), "open_connections": int64(1), "longest_open": true,
		"total_us": (20 * time.Hour).Microseconds(), "bytes_out": int64(20_000), "bytes_in": int64(2000)})
	if f.Severity < finding.High {
		t.Errorf("severity %s, want high: %v", f.Severity, f.Parts)
	}

	c.connect(time.Hour, 3, "198.51.100.4:4444", 21*time.Hour, func(conn *event.Connection) { conn.UID = "Clong" })
	f = between(t, c.findings(t), "10.0.0.3", "198.51.100.4", 4444)
	detecttest.Expect(t, f, map[string]any{"connections": int64(1), "open_connections": int64(0), "longest_open": false,
		"total_us": (21 * time.Hour).Microseconds(), "bytes_out": int64(5000)})
}

func TestServicesThatStayConnectedByDesignAreNotHigh(t *testing.T) {
	for name, change := range map[string]func(c *capture){
		"vpn":  func(c *capture) { c.last().Transport = event.TransportUDP; c.last().DstPort = 4500 },
		"push": func(c *capture) { c.last().DstPort = 5228 },
		"mail": func(c *capture) { c.last().DstPort, c.last().Service = 993, "ssl" },
		"administration": func(c *capture) {
			c.last().DstPort, c.last().Service = 22, "ssh"
		},
		"call": func(c *capture) { c.last().Transport, c.last().DstPort = event.TransportUDP, 3478 },
		"web socket": func(c *capture) {
			c.last().DstPort, c.last().Service = 443, "ssl"
			c.batch.TLSSessions = append(c.batch.TLSSessions, event.TLSSession{Time: c.last().Time, Ref: c.ref(), UID: c.last().UID,
				Endpoints: c.last().Endpoints, ServerName: "chat.example.com", Validation: "ok", Established: true})
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := &capture{}
			c.office(6)
			c.connect(8*time.Hour, 2, "198.51.100.5:1", 8*time.Hour, nil)
			change(c)
			for _, f := range c.findings(t) {
				if f.Severity > finding.Medium {
					t.Errorf("%s: %v", f.Severity, f.Parts)
				}
			}
		})
	}
}

func TestASwarmIsPeerToPeer(t *testing.T) {
	c := &capture{}
	c.office(6)
	for peer := range 30 {
		c.connect(8*time.Hour, 2, fmt.Sprintf("198.51.100.%d:6881", 1+peer), 3*time.Hour, nil)
	}
	for _, f := range c.findings(t) {
		if f.Severity > finding.Medium {
			t.Errorf("%s: %v", f.Severity, f.Parts)
		}
	}
}

func TestLongIsRelativeToTheEvidence(t *testing.T) {
	c := &capture{}
	for i := range 100 { // everything lasts long here
		c.connect(time.Duration(i)*time.Hour, 1+i%6, "203.0.113.1:443", 2*time.Hour, func(c *event.Connection) { c.Service = "ssl" })
	}
	if findings := c.findings(t); len(findings) != 0 {
		t.Errorf("found %s", findings[0].Sentence)
	}
}

func TestTrueDestinationBehindAProxy(t *testing.T) {
	c := &capture{}
	c.office(6)
	c.connect(8*time.Hour, 4, "10.0.0.250:3128", 9*time.Hour, func(c *event.Connection) { c.Service = "http" })
	c.batch.WebRequests = append(c.batch.WebRequests, event.WebRequest{Time: c.last().Time, Ref: c.ref(), UID: c.last().UID,
		Endpoints: c.last().Endpoints, Method: "CONNECT", URI: "c2.example.net:8443", Host: "c2.example.net"})
	f := between(t, c.findings(t), "10.0.0.4", "c2.example.net", 8443)
	detecttest.Expect(t, f, map[string]any{"proxied": true, "bytes_out": int64(5000), "bytes_in": int64(9000), "total_us": (9 * time.Hour).Microseconds()})
}

func TestATunnelThatIsStillOpenCountsOnce(t *testing.T) {
	c := &capture{}
	c.office(6)
	for hour := range 4 {
		c.connect(8*time.Hour, 4, "10.0.0.250:3128", time.Duration(6+hour)*time.Hour, func(c *event.Connection) {
			c.UID, c.Service, c.Open, c.SrcBytes = "Ctunnel", "http", true, int64(hour)*1000
		})
		c.batch.WebRequests = append(c.batch.WebRequests, event.WebRequest{Time: c.last().Time, Ref: c.ref(), UID: c.last().UID,
			Endpoints: c.last().Endpoints, Method: "CONNECT", URI: "c2.example.net:8443", Open: true})
	}
	f := between(t, c.findings(t), "10.0.0.4", "c2.example.net", 8443)
	detecttest.Expect(t, f, map[string]any{"connections": int64(1), "open_connections": int64(1), "bytes_out": int64(3000), "total_us": (9 * time.Hour).Microseconds()})
}

func TestTwoSensorsCountAConnectionOnce(t *testing.T) {
	c := &capture{}
	c.office(6)
	for _, sensor := range []string{"east", "west"} {
		c.connect(time.Hour, 5, "198.51.100.6:9001", 5*time.Hour, func(c *event.Connection) { c.Sensor = sensor })
	}
	detecttest.Expect(t, between(t, c.findings(t), "10.0.0.5", "198.51.100.6", 9001), map[string]any{"connections": int64(1), "bytes_out": int64(5000)})
}

func TestInboundAndInsideTrafficIsLeftAlone(t *testing.T) {
	c := &capture{}
	c.connect(0, 5, "10.0.0.9:9001", 20*time.Hour, nil)
	c.connect(0, 5, "10.0.0.9:9002", 20*time.Hour, func(c *event.Connection) { c.Src = netip.MustParseAddr("198.51.100.1") })
	c.connect(0, 5, "239.255.255.250:1900", 20*time.Hour, func(c *event.Connection) { c.Transport = event.TransportUDP })
	if findings := c.findings(t); len(findings) != 0 {
		t.Errorf("found %s", findings[0].Title)
	}
}

func TestLaw(t *testing.T) {
	c := &capture{}
	c.office(6)
	for i := range 40 { // more long connections than are kept one by one, each seen open before
		for _, part := range []int{1, 2, 3} {
			c.connect(time.Duration(i)*time.Minute, 3, "198.51.100.4:4444", time.Duration(part)*time.Duration(i+2)*10*time.Minute, func(conn *event.Connection) {
				conn.UID, conn.Open = fmt.Sprintf("Clong%d", i), part < 3 || i%4 == 0
			})
			c.last().SrcBytes *= int64(part)
		}
	}
	c.connect(0, 4, "10.0.0.250:3128", 9*time.Hour, func(c *event.Connection) { c.Service = "http" })
	c.batch.WebRequests = append(c.batch.WebRequests, event.WebRequest{Time: at(0), Ref: c.ref(), UID: c.last().UID,
		Endpoints: c.last().Endpoints, Method: "CONNECT", URI: "c2.example.net:8443"})
	c.connect(0, 5, "198.51.100.7:443", 9*time.Hour, func(c *event.Connection) { c.Sensor = "east" })
	for i := range 5 {
		id := fmt.Sprintf("F%d", i)
		c.batch.TLSSessions = append(c.batch.TLSSessions, event.TLSSession{Time: at(0), Ref: c.ref(), Sensor: "east", Endpoints: c.last().Endpoints, ChainIDs: []string{id}})
		c.batch.Certificates = append(c.batch.Certificates, event.Certificate{ID: id, Subject: "CN=" + id, Issuer: "CN=" + id})
	}
	c.batch.DNSLookups = append(c.batch.DNSLookups, event.DNSLookup{Query: "b.example.net", Answers: []string{"198.51.100.4"}},
		event.DNSLookup{Query: "a.example.net", Answers: []string{"198.51.100.4"}})
	view := detect.View{Estate: detecttest.Estate("10.0.0.0/24")}
	detecttest.Law(t, Spec(), detect.Config{}, view, c.stream())
	detecttest.OpenDoesNotCount(t, Spec(), view, c.stream())
	t.Run("with too few keys", func(t *testing.T) {
		detecttest.Law(t, Spec(), detect.Config{MaxKeys: 2}, view, c.stream())
	})
}

func TestHostileEventsAreHarmless(t *testing.T) {
	long := strings.Repeat("\xff.", 5000)
	ends := event.Endpoints{Src: netip.MustParseAddr("10.0.0.1"), Dst: netip.MustParseAddr("198.51.100.1")}
	stream := []event.Batch{
		{Connections: []event.Connection{{}, {Endpoints: ends, Duration: 1<<63 - 1, SrcBytes: 1<<63 - 1, DstBytes: 1<<63 - 1}}},
		{WebRequests: []event.WebRequest{{}, {Host: long, Endpoints: ends}, {Method: "CONNECT", UID: "x", URI: ":::", Endpoints: ends}}},
		{TLSSessions: []event.TLSSession{{}, {ServerName: long, Subject: long, ChainIDs: []string{""}, Endpoints: ends}}},
		{DNSLookups: []event.DNSLookup{{Query: long, Answers: []string{"", "1", long}}}},
		{Certificates: []event.Certificate{{}, {ID: "x", Subject: long}}},
	}
	investigate(t, detecttest.Estate("10.0.0.0/24"), stream)
	investigate(t, nil, stream)
}

func BenchmarkObserve(b *testing.B) { detecttest.BenchmarkConnections(b, Spec()) }
