package exfil

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/entity"
	"dwell/event"
	"dwell/finding"
)

const day = 24 * time.Hour

// capture is made-up evidence: machines 10.0.0.x inside, everything else outside.
type capture struct {
	next   int64
	batch  event.Batch
	random *rand.Rand
}

func newCapture() *capture { return &capture{random: rand.New(rand.NewPCG(1, 2))} }

func at(after time.Duration) event.Time {
	return event.UTC(1_699_920_000_000_000_000+int64(after), event.PrecisionMicro)
}

func (c *capture) ref() event.Ref {
	c.next++
	return event.Ref{File: 9, Offset: c.next * 100, Length: 100}
}

// send adds one closed connection of 10.0.0.host.
func (c *capture) send(after time.Duration, host int, to string, out, in int64) *event.Connection {
	dst := netip.MustParseAddrPort(to)
	c.batch.Connections = append(c.batch.Connections, event.Connection{Time: at(after), Ref: c.ref(), UID: fmt.Sprintf("C%d", c.next),
		Endpoints: event.Endpoints{Src: netip.AddrFrom4([4]byte{10, 0, 0, byte(host)}), SrcPort: 50000, Dst: dst.Addr(), DstPort: dst.Port()},
		Transport: event.TransportTCP, Service: "ssl", Duration: time.Second, SrcBytes: out, DstBytes: in, State: "SF"})
	return &c.batch.Connections[len(c.batch.Connections)-1]
}

// named makes every address of 203.0.113.0/24 a site of its own, by DNS.
func (c *capture) named() {
	for i := range 256 {
		c.batch.DNSLookups = append(c.batch.DNSLookups, event.DNSLookup{Query: fmt.Sprintf("www.site%d.example", i), Type: "A", Answers: []string{fmt.Sprintf("203.0.113.%d", i)}})
	}
}

// normal is what an office of eight machines does, in which machine 1 uploads
// perDay bytes a day in all to ten sites and everybody browses.
func (c *capture) normal(days int, perDay int64) {
	c.named()
	for d := range days {
		for hour := 8; hour < 18; hour++ {
			when := time.Duration(d)*day + time.Duration(hour)*time.Hour
			share := perDay / 10
			c.send(when, 1, fmt.Sprintf("203.0.113.%d:443", hour), share/2+c.random.Int64N(share), share/100)
			for host := 1; host <= 8; host++ {
				c.send(when+time.Minute, host, fmt.Sprintf("203.0.113.%d:443", c.random.IntN(256)), 1000+c.random.Int64N(20_000), 200_000)
			}
		}
	}
}

// theft sends total bytes of machine 1 in as many days, random sizes, four a day.
func (c *capture) theft(from, days int, total int64, to string) (sent int64) {
	mean := total / int64(days) / 4
	for d := from; d < from+days; d++ {
		for part := range 4 {
			n := mean/2 + c.random.Int64N(mean)
			sent += n
			c.send(time.Duration(d)*day+time.Duration(5*part+1)*time.Hour, 1, to, n, 4000)
		}
	}
	return sent
}

func (c *capture) stream() []event.Batch { return []event.Batch{c.batch} }

func (c *capture) findings(t testing.TB) []finding.Finding {
	t.Helper()
	return investigate(t, detecttest.Estate("10.0.0.0/24"), c.stream())
}

// A gigabyte in sixty days, 17 MB a day of random sizes, from a machine that
// uploads 500 MB a day anyway.
func TestSlowTheftToANewDestination(t *testing.T) {
	const baseline = 14
	for _, days := range []int{14, 60} {
		t.Run(fmt.Sprintf("after %d days", days), func(t *testing.T) {
			c := newCapture()
			c.normal(baseline+days, 500_000_000)
			sent := c.theft(baseline, days, int64(days)*17_000_000, "198.51.100.7:443")
			f := detecttest.Between(t, c.findings(t), "10.0.0.1", "198.51.100.7")
			if f.Severity < finding.High {
				t.Errorf("severity %s, want high: %v", f.Severity, f.Parts)
			}
			detecttest.Expect(t, f, map[string]any{"bytes_out": sent, "days_active": int64(days), "inside_sources": int64(1)})
			if f.Measures["exceeded_on"] == nil {
				t.Error("the day on which the sum stood out is missing")
			}
			if !f.First.Std().Equal(at(baseline*day + time.Hour).Std()) {
				t.Errorf("first %s, want that of the first transfer", f.First)
			}
		})
	}
	t.Run("hidden behind a name", func(t *testing.T) {
		c := newCapture()
		c.normal(baseline+14, 500_000_000)
		sent := c.theft(baseline, 14, 238_000_000, "198.51.100.7:443")
		c.batch.TLSSessions = append(c.batch.TLSSessions, event.TLSSession{Endpoints: event.Endpoints{
			Src: netip.MustParseAddr("10.0.0.1"), Dst: netip.MustParseAddr("198.51.100.7"), DstPort: 443},
			ServerName: "cdn.files.example.net", Validation: "ok", Established: true})
		f := detecttest.Between(t, c.findings(t), "10.0.0.1", "example.net")
		if f.Severity < finding.Medium {
			t.Errorf("severity %s, want at least medium: %v", f.Severity, f.Parts)
		}
		detecttest.Expect(t, f, map[string]any{"bytes_out": sent, "name": "cdn.files.example.net", "servers": "198.51.100.7"})
	})
}

func TestSameVolumeToADestinationInUseIsRoutine(t *testing.T) {
	for name, to := range map[string]string{"one of the usual ones": "203.0.113.12:443", "one used for as much from the start": "198.51.100.7:443"} {
		t.Run(name, func(t *testing.T) {
			c := newCapture()
			c.normal(74, 500_000_000)
			c.theft(0, 14, 14*17_000_000, "198.51.100.7:443")
			c.theft(14, 60, 60*17_000_000, to)
			if f, ok := detecttest.Find(c.findings(t), "10.0.0.1", map[bool]string{true: "site12.example", false: "198.51.100.7"}[to == "203.0.113.12:443"]); ok {
				t.Errorf("%s: %s %v", f.Severity, f.Sentence, f.Parts)
			}
		})
	}
}

// Growth far beyond what a destination used to get is no routine.
func TestDestinationThatSuddenlyGetsFarMore(t *testing.T) {
	c := newCapture()
	c.normal(40, 5_000_000)
	c.theft(0, 20, 20*100_000, "198.51.100.7:443")
	sent := c.theft(20, 20, 20*50_000_000, "198.51.100.7:443")
	f := detecttest.Between(t, c.findings(t), "10.0.0.1", "198.51.100.7")
	if excess := f.Measures["excess_bytes"].(int64); excess < sent*9/10 || f.Severity < finding.Medium {
		t.Errorf("severity %s, excess %d of %d", f.Severity, excess, sent)
	}
}

// A remote-access tool that pushes tens of megabytes outward without any period.
func TestPureOutwardPush(t *testing.T) {
	c := newCapture()
	c.normal(1, 5_000_000)
	long := c.send(10*time.Hour, 3, "198.51.100.9:4782", 41_234_567, 81_000)
	long.Service, long.Duration = "", time.Hour
	f := detecttest.Between(t, c.findings(t), "10.0.0.3", "198.51.100.9")
	if f.Severity < finding.High {
		t.Errorf("severity %s, want high: %v", f.Severity, f.Parts)
	}
	detecttest.Expect(t, f, map[string]any{"bytes_out": int64(41_234_567), "bytes_in": int64(81_000), "largest_transfer_bytes": int64(41_234_567)})
	if !strings.Contains(f.Sentence, "41234567 bytes") {
		t.Errorf("the sentence lacks the exact total: %s", f.Sentence)
	}
}

func TestOrdinaryUploadsAreNotReported(t *testing.T) {
	for name, make := range map[string]func(c *capture){
		"download": func(c *capture) { c.send(30*day, 2, "198.51.100.9:443", 3_000_000, 900_000_000) },
		"mail":     func(c *capture) { c.send(30*day, 2, "198.51.100.9:587", 3_000_000, 9_000) },
		"vendor": func(c *capture) {
			s := c.send(30*day, 2, "198.51.100.9:443", 60_000_000, 90_000)
			c.batch.TLSSessions = append(c.batch.TLSSessions, event.TLSSession{Endpoints: s.Endpoints, ServerName: "client.dropbox.com", Validation: "ok"})
		},
		"company": func(c *capture) {
			s := c.send(30*day, 2, "198.51.100.9:443", 60_000_000, 90_000)
			c.batch.TLSSessions = append(c.batch.TLSSessions, event.TLSSession{Endpoints: s.Endpoints, ServerName: "files.example.com", Validation: "ok"})
		},
		"inside":  func(c *capture) { c.send(30*day, 2, "10.0.0.9:445", 600_000_000, 90_000) },
		"inbound": func(c *capture) { c.send(30*day, 2, "10.0.0.9:443", 0, 0).Src = netip.MustParseAddr("198.51.100.1") },
		"never established": func(c *capture) {
			s := c.send(30*day, 2, "198.51.100.9:443", 3_000_000_000, 0)
			s.State, s.SrcIP = "S0", 52
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCapture()
			c.normal(40, 50_000_000)
			make(c)
			inside := entity.NewEstate(entity.Overrides{Inside: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")}, CompanyDomains: []string{"example.com"}})
			for _, f := range investigate(t, inside, c.stream()) {
				if f.Severity > finding.Low {
					t.Errorf("%s: %s %v", f.Severity, f.Sentence, f.Parts)
				}
			}
		})
	}
}

func TestOpenConnectionCountsOnceWithItsLastState(t *testing.T) {
	c := newCapture()
	c.normal(1, 5_000_000)
	open := func(hour int, closed bool) {
		conn := c.send(2*time.Hour, 3, "198.51.100.9:4782", int64(hour)*10_000_000, 1000)
		conn.UID, conn.Service, conn.Open, conn.Duration = "Clong", "", !closed, time.Duration(hour)*time.Hour
	}
	open(2, false)
	open(1, false)
	open(3, false)
	detecttest.Expect(t, detecttest.Between(t, c.findings(t), "10.0.0.3", "198.51.100.9"), map[string]any{"bytes_out": int64(30_000_000), "connections": int64(1)})
	open(4, true)
	detecttest.Expect(t, detecttest.Between(t, c.findings(t), "10.0.0.3", "198.51.100.9"), map[string]any{"bytes_out": int64(40_000_000), "connections": int64(1)})
}

// An upload that goes on is logged every hour, and once more when it has ended.
func TestAnOpenUploadCountsOnceWhenItHasEnded(t *testing.T) {
	c := newCapture()
	c.normal(1, 5_000_000)
	s := *c.send(3*time.Hour, 3, "198.51.100.9:80", 9_000_000, 1000)
	put := event.WebRequest{Time: s.Time, Ref: c.ref(), UID: s.UID, Endpoints: s.Endpoints,
		Method: "PUT", URI: "/all.7z", Host: "drop.example.net", UserAgent: "curl/8.1", RequestBytes: 8_900_000, Open: true}
	c.batch.WebRequests = append(c.batch.WebRequests, put, put)
	f := detecttest.Between(t, c.findings(t), "10.0.0.3", "example.net")
	detecttest.Expect(t, f, map[string]any{"bytes_out": int64(9_000_000), "connections": int64(1)})
	if n, ok := f.Measures["http_upload_bytes"]; ok {
		t.Errorf("%v bytes uploaded by requests that have not ended", n)
	}
	put.Open = false
	c.batch.WebRequests = append(c.batch.WebRequests, put)
	f = detecttest.Between(t, c.findings(t), "10.0.0.3", "example.net")
	detecttest.Expect(t, f, map[string]any{"bytes_out": int64(9_000_000), "http_upload_bytes": int64(8_900_000), "http_puts": int64(1)})
}

// A tunnel through a proxy that is still open leads where its request says.
func TestAnOpenTunnelCountsOnceWithItsNewestTotals(t *testing.T) {
	c := newCapture()
	c.normal(1, 5_000_000)
	for hour := range 4 {
		s := c.send(2*time.Hour, 3, "10.0.0.250:3128", int64(hour+1)*10_000_000, 4000)
		s.UID, s.Service, s.Open, s.Duration = "Ctunnel", "http", true, time.Duration(hour+1)*time.Hour
		c.batch.WebRequests = append(c.batch.WebRequests, event.WebRequest{Time: s.Time, Ref: c.ref(), UID: s.UID, Endpoints: s.Endpoints,
			Method: "CONNECT", URI: "drop.example.net:443", Open: true})
	}
	detecttest.Expect(t, detecttest.Between(t, c.findings(t), "10.0.0.3", "example.net"),
		map[string]any{"bytes_out": int64(40_000_000), "connections": int64(1), "proxied": true})
}

func TestTwoSensorsCountOnce(t *testing.T) {
	c := newCapture()
	c.normal(1, 5_000_000)
	for i, sensor := range []string{"east", "west"} {
		c.send(2*time.Hour, 3, "198.51.100.9:4782", 30_000_000+int64(i), 1000).Sensor = sensor
	}
	detecttest.Expect(t, detecttest.Between(t, c.findings(t), "10.0.0.3", "198.51.100.9"), map[string]any{"bytes_out": int64(30_000_001), "connections": int64(1)})
}

func TestTrueDestinationBehindAProxy(t *testing.T) {
	c := newCapture()
	c.normal(20, 5_000_000)
	for i := range 5 {
		s := c.send(time.Duration(15+i)*day, 3, "10.0.0.250:3128", 30_000_000, 4000)
		s.Service = "http"
		c.batch.WebRequests = append(c.batch.WebRequests, event.WebRequest{Time: s.Time, Ref: c.ref(), UID: s.UID, Endpoints: s.Endpoints,
			Method: "CONNECT", URI: "drop.example.net:443", Host: "drop.example.net:443"})
	}
	f := detecttest.Between(t, c.findings(t), "10.0.0.3", "example.net")
	detecttest.Expect(t, f, map[string]any{"bytes_out": int64(150_000_000), "connections": int64(5), "proxied": true})
	if f.Severity < finding.Medium {
		t.Errorf("severity %s, want at least medium: %v", f.Severity, f.Parts)
	}
}

func TestPackedFilesAndToolsAreTelling(t *testing.T) {
	c := newCapture()
	c.normal(1, 5_000_000)
	s := c.send(3*time.Hour, 3, "198.51.100.9:80", 9_000_000, 1000)
	c.batch.Files = append(c.batch.Files, event.FileTransfer{Time: s.Time, Ref: c.ref(), Tx: s.Src, Rx: s.Dst, MIMEType: "application/x-rar", Bytes: 8_900_000})
	c.batch.WebRequests = append(c.batch.WebRequests, event.WebRequest{Time: s.Time, Ref: c.ref(), UID: s.UID, Endpoints: s.Endpoints,
		Method: "POST", URI: "/up?name=secret", Host: "198.51.100.9", UserAgent: "curl/8.1", RequestBytes: 8_900_000})
	f := detecttest.Between(t, c.findings(t), "10.0.0.3", "198.51.100.9")
	if f.Severity < finding.High {
		t.Errorf("severity %s, want high: %v", f.Severity, f.Parts)
	}
	detecttest.Expect(t, f, map[string]any{"archive_bytes": int64(8_900_000), "http_upload_bytes": int64(8_900_000), "user_agent": "curl/8.1"})
	if strings.Contains(f.Sentence, "secret") {
		t.Error("the sentence shows the query of a request")
	}
}

func TestLaw(t *testing.T) {
	c := newCapture()
	c.normal(3, 5_000_000)
	c.theft(1, 40, 40_000_000, "198.51.100.7:443")
	for i := range 40 {
		for part := 1; part <= 3; part++ {
			s := c.send(time.Duration(i)*time.Minute, 3, "198.51.100.4:4444", int64(part)*1_000_000, 10)
			s.UID, s.Open, s.Duration = fmt.Sprintf("Clong%d", i), part < 3 || i%4 == 0, time.Duration(part*(i+2))*10*time.Minute
		}
		s := c.send(time.Duration(i)*time.Hour, 4, "10.0.0.250:3128", 500_000, 10)
		s.Service = "http"
		c.batch.WebRequests = append(c.batch.WebRequests,
			event.WebRequest{Time: s.Time, Ref: c.ref(), UID: s.UID, Endpoints: s.Endpoints, Method: "CONNECT", URI: "c2.example.net:443"},
			event.WebRequest{Time: s.Time, Ref: c.ref(), UID: s.UID, Endpoints: s.Endpoints, Method: "POST", URI: "http://c1.example.net/a.zip", RequestBytes: 5})
		w := c.send(time.Duration(i)*time.Hour, 5, "198.51.100.8:80", 500_000, 10)
		w.Sensor = []string{"east", "west"}[i%2]
		c.batch.WebRequests = append(c.batch.WebRequests, event.WebRequest{Time: w.Time, Ref: c.ref(), Sensor: w.Sensor, Endpoints: w.Endpoints,
			Method: "PUT", Host: "198.51.100.8", URI: fmt.Sprintf("/%d.7z", i%3), UserAgent: fmt.Sprintf("curl/%d", i%2), RequestBytes: int64(i % 5)})
		c.batch.Files = append(c.batch.Files, event.FileTransfer{Time: w.Time, Ref: c.ref(), Tx: w.Src, Rx: w.Dst, MIMEType: "application/zip", Bytes: int64(i % 7)})
		c.batch.TLSSessions = append(c.batch.TLSSessions, event.TLSSession{Time: w.Time, Ref: c.ref(), Endpoints: s.Endpoints, ChainIDs: []string{fmt.Sprint(i % 5)}, Subject: "CN=x"})
		c.batch.Certificates = append(c.batch.Certificates, event.Certificate{ID: fmt.Sprint(i % 5), Subject: fmt.Sprint("CN=", i), Issuer: "CN=y"})
	}
	view := detect.View{Estate: detecttest.Estate("10.0.0.0/24")}
	detecttest.Law(t, Spec(), detect.Config{}, view, c.stream())
	detecttest.OpenDoesNotCount(t, Spec(), view, c.stream())
	t.Run("with too few keys", func(t *testing.T) {
		detecttest.Law(t, Spec(), detect.Config{MaxKeys: 400}, view, c.stream())
	})
}

func TestHostileEventsAreHarmless(t *testing.T) {
	long := strings.Repeat("\xff.", 5000)
	e := event.Endpoints{Src: netip.MustParseAddr("10.0.0.1"), Dst: netip.MustParseAddr("198.51.100.1")}
	stream := []event.Batch{
		{Connections: []event.Connection{{}, {Endpoints: e, Ref: event.Ref{File: 1, Length: 1}, Duration: 1<<63 - 1, SrcBytes: 1<<63 - 1, DstBytes: 1<<63 - 1, Time: event.UTC(1<<63-1, 0)}, {Endpoints: e, Ref: event.Ref{File: 2, Length: 1}, SrcBytes: 1 << 45}, {Endpoints: e, SrcBytes: -1, SrcIP: -1}}},
		{WebRequests: []event.WebRequest{{}, {Host: long, Ref: event.Ref{File: 3, Length: 1}, Endpoints: e, Method: "PUT", URI: long, RequestBytes: 1<<63 - 1}, {Method: "CONNECT", UID: "x", URI: ":::", Endpoints: e}, {Host: "]:80", Endpoints: e}, {Host: "[", Endpoints: e}, {Host: "[:", Endpoints: e}}},
		{TLSSessions: []event.TLSSession{{}, {ServerName: long, Subject: long, ChainIDs: []string{""}, Endpoints: e}}},
		{DNSLookups: []event.DNSLookup{{Query: long, Answers: []string{"", "1", long}}}},
		{Certificates: []event.Certificate{{}, {ID: "x", Subject: long}}},
		{Files: []event.FileTransfer{{}, {Tx: e.Src, Rx: e.Dst, MIMEType: "application/zip", Name: long, Bytes: 1<<63 - 1}}},
	}
	investigate(t, detecttest.Estate("10.0.0.0/24"), stream)
	investigate(t, nil, stream)
}

func TestHostOf(t *testing.T) {
	for in, want := range map[string]string{"WWW.Example.com:8443": "www.example.com", "[2001:db8::1]:443": "2001:db8::1", "2001:db8::1": "2001:db8::1",
		"example.org.": "example.org", "": "", "[": "", ":": "", "198.51.100.1:80": "198.51.100.1"} {
		if got := hostOf(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
