package entity

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
)

// monday is Monday, 6 November 2023, 00:00 UTC.
const monday = 1_699_228_800_000_000_000

func at(after time.Duration) event.Time {
	return event.UTC(monday+int64(after), event.PrecisionMicro)
}

func addr(s string) netip.Addr { return netip.MustParseAddr(s) }

// conn is one answered connection.
func conn(src, dst string, port uint16) event.Connection {
	return event.Connection{Time: at(0), Endpoints: event.Endpoints{Src: addr(src), Dst: addr(dst), SrcPort: 50000, DstPort: port},
		Transport: event.TransportTCP, SrcBytes: 100, DstBytes: 100, State: "SF"}
}

// refused is one connection without an answer.
func refused(src, dst string, port uint16) event.Connection {
	c := conn(src, dst, port)
	c.SrcBytes, c.DstBytes, c.State = 0, 0, "REJ"
	return c
}

func concludes(b event.Batch) *Estate {
	o := NewObserver()
	o.Observe(&b)
	return o.Estate(Overrides{})
}

func expectSides(t *testing.T, e *Estate, inside, outside []string) {
	t.Helper()
	for _, a := range inside {
		if !e.Inside(addr(a)) {
			t.Errorf("%s is outside, want inside: %v", a, e.Inferences)
		}
	}
	for _, a := range outside {
		if e.Inside(addr(a)) {
			t.Errorf("%s is inside, want outside: %v", a, e.Inferences)
		}
	}
}

// office is a network 10.0.1.0/24 with a domain controller in 10.0.0.0/24.
func office() []event.Connection {
	var out []event.Connection
	for host := 1; host <= 5; host++ {
		pc := fmt.Sprintf("10.0.1.%d", host)
		out = append(out, conn(pc, "10.0.0.4", 88), conn(pc, "10.0.0.4", 389), conn(pc, "198.51.100.7", 443))
	}
	return out
}

func TestPrivateAddressesAreInside(t *testing.T) {
	e := concludes(event.Batch{Connections: office()})
	expectSides(t, e, []string{"10.0.1.1", "10.0.0.4", "10.99.0.1", "172.16.0.1", "fd00::1", "127.0.0.1", "169.254.1.1"}, []string{"198.51.100.7", "192.0.2.1"})
}

func TestStrangerWithAPrivateAddressIsOutside(t *testing.T) {
	stranger := append(office(), conn("10.0.1.2", "192.168.7.9", 443), conn("10.0.1.2", "192.168.7.9", 8443), refused("10.0.1.2", "192.168.7.9", 445))
	expectSides(t, concludes(event.Batch{Connections: stranger}), []string{"10.0.1.2", "10.0.0.4", "192.168.8.1"}, []string{"192.168.7.9"})
	for name, c := range map[string]event.Connection{
		"it starts connections itself":        conn("192.168.7.9", "10.0.1.2", 80),
		"it answers a database":               conn("10.0.1.2", "192.168.7.9", 3306),
		"it answers file sharing for several": conn("10.0.1.3", "192.168.7.9", 445),
	} {
		t.Run("inside because "+name, func(t *testing.T) {
			all := append(stranger[:len(stranger):len(stranger)], c)
			if name == "it answers file sharing for several" {
				all = append(all, conn("10.0.1.2", "192.168.7.9", 445))
			}
			expectSides(t, concludes(event.Batch{Connections: all}), []string{"192.168.7.9"}, nil)
		})
	}
	t.Run("inside because it has an internal name", func(t *testing.T) {
		o := NewObserver()
		o.Observe(&event.Batch{Connections: stranger})
		o.Observe(&event.Batch{DNSLookups: []event.DNSLookup{{Query: "wiki.corp.lan", Type: "A", Answers: []string{"192.168.7.9"}}}})
		expectSides(t, o.Estate(Overrides{}), []string{"192.168.7.9"}, nil)
	})
	t.Run("outside although it has a name that anybody can register", func(t *testing.T) {
		o := NewObserver()
		o.Observe(&event.Batch{Connections: stranger})
		o.Observe(&event.Batch{DNSLookups: []event.DNSLookup{{Query: "update.example.net", Type: "A", Answers: []string{"192.168.7.9"}}}})
		expectSides(t, o.Estate(Overrides{}), nil, []string{"192.168.7.9"})
	})
}

func TestScannedPrivateRangesStayInside(t *testing.T) {
	all := office()
	for host := 1; host < 255; host++ {
		all = append(all, refused("10.0.1.2", fmt.Sprintf("192.168.7.%d", host), 22), refused("10.0.1.2", "172.16.5.1", uint16(host)))
	}
	all = append(all, conn("10.0.1.2", "192.168.7.9", 22), conn("10.0.1.2", "172.16.5.1", 80))
	expectSides(t, concludes(event.Batch{Connections: all}), []string{"192.168.7.9", "192.168.7.77", "172.16.5.1"}, nil)
}

// A shop's servers have public addresses; the whole Internet visits and scans them.
func TestServersWithPublicAddressesAreInside(t *testing.T) {
	var all []event.Connection
	for i := range 3000 {
		visitor := fmt.Sprintf("%d.%d.7.9", 60+i%90, i/90)
		all = append(all, conn(visitor, "203.0.113.10", 443))
		if i%3 == 0 {
			all = append(all, refused(visitor, "203.0.113.11", 22))
		}
		if i%100 == 0 {
			all = append(all, conn("203.0.113.10", visitor, 80), refused(visitor, "198.51.100.20", 22))
		}
	}
	e := concludes(event.Batch{Connections: all})
	expectSides(t, e, []string{"203.0.113.10", "203.0.113.11", "198.51.100.20"}, []string{"60.0.7.9", "61.5.7.9", "203.0.113.99"})
}

func TestSensorConfigurationDecides(t *testing.T) {
	flagged := func(c event.Connection, src, dst event.Truth) event.Connection {
		c.SrcLocal, c.DstLocal = src, dst
		return c
	}
	configured := []event.Connection{
		flagged(conn("203.0.113.10", "198.51.100.1", 443), event.TruthYes, event.TruthNo),
		flagged(conn("10.0.0.1", "192.168.0.1", 443), event.TruthYes, event.TruthNo),
	}
	e := concludes(event.Batch{Connections: configured})
	expectSides(t, e, []string{"203.0.113.10", "10.0.0.1"}, []string{"198.51.100.1", "192.168.0.1"})
	t.Run("but a list without a private range that is in use proves nothing", func(t *testing.T) {
		all := append(configured, flagged(conn("192.168.0.1", "198.51.100.1", 443), event.TruthNo, event.TruthNo))
		expectSides(t, concludes(event.Batch{Connections: all}), []string{"192.168.0.1"}, nil)
	})
	t.Run("the default says nothing", func(t *testing.T) {
		e := concludes(event.Batch{Connections: []event.Connection{
			flagged(conn("203.0.113.10", "198.51.100.1", 443), event.TruthNo, event.TruthNo),
			flagged(conn("203.0.113.10", "198.51.101.1", 443), event.TruthNo, event.TruthNo),
		}})
		expectSides(t, e, []string{"203.0.113.10"}, []string{"198.51.100.1"})
	})
}

func TestMachinesOnTheSensorsLinkAreInside(t *testing.T) {
	e := concludes(event.Batch{Connections: []event.Connection{
		conn("203.0.113.10", "224.0.0.251", 5353), conn("203.0.113.12", "255.255.255.255", 67), conn("198.51.100.9", "224.0.0.1", 1)}})
	expectSides(t, e, []string{"203.0.113.10", "203.0.113.12"}, []string{"203.0.113.11", "198.51.100.9"})
}

func TestOverridesWin(t *testing.T) {
	o := NewObserver()
	o.Observe(&event.Batch{Connections: office()})
	outside := o.Estate(Overrides{Outside: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")}})
	expectSides(t, outside, []string{"10.0.1.1"}, []string{"10.0.0.4"})
	inside := o.Estate(Overrides{Inside: []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")},
		CompanyDomains: []string{"example.com"}, Zone: time.FixedZone("KST", 9*3600)})
	expectSides(t, inside, []string{"198.51.100.7"}, []string{"10.0.1.1"})
	if !inside.Company("mail.example.com") || inside.Zone().String() != "KST" {
		t.Errorf("company domains %v, zone %s", inside.CompanyDomains(), inside.Zone())
	}
	for _, i := range inside.Inferences {
		if !i.Overridden {
			t.Errorf("%v is not marked as stated by the user", i)
		}
	}
}

func TestNamesComeFromDNS(t *testing.T) {
	e := concludes(event.Batch{DNSLookups: []event.DNSLookup{
		{Query: "b.example.com", Type: "A", Answers: []string{"cdn.example.net", "192.0.2.1"}},
		{Query: "a.example.com", Type: "AAAA", Answers: []string{"2001:db8::1", "192.0.2.1"}},
		{Query: "9.2.0.192.in-addr.arpa", Type: "PTR", Answers: []string{"PC9.corp.lan."}},
	}})
	if diff := cmp.Diff([]string{"a.example.com", "b.example.com"}, e.Names(addr("192.0.2.1"))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"pc9.corp.lan"}, e.Names(addr("192.0.2.9"))); diff != "" {
		t.Error(diff)
	}
}

// mail is one mail that a server delivered.
func mail(from, to string, offset int32) event.Mail {
	return event.Mail{Time: event.Time{Nanos: monday, Offset: offset, Zone: event.ZoneStated, Precision: event.PrecisionSecond},
		Vantage: event.VantageServer, Mailbox: "box.mbox", From: []event.Address{{Addr: from}}, To: []event.Address{{Addr: to}},
		Hops: []event.Hop{{By: "mx.example.com"}}}
}

func TestCompanyDomainFromMailboxes(t *testing.T) {
	list := mail("x@example.org", "dev@lists.example.org", 0)
	list.Headers = []event.Header{{Name: "List-Id", Value: "dev"}, {Name: "Delivered-To", Value: "kim@mail.example.com"}}
	e := concludes(event.Batch{Mails: []event.Mail{
		mail("kim@example.com", "lee@example.com", 9*3600), mail("lee@example.com", "kim@example.com", 9*3600), list, list,
		mail("news@example.net", "kim@example.com", -5*3600), mail("lee@example.com", "friend@gmail.com", 9*3600),
	}})
	if diff := cmp.Diff([]string{"example.com"}, e.CompanyDomains()); diff != "" {
		t.Error(diff)
	}
	if e.Zone().String() != "UTC+09:00" {
		t.Errorf("zone %s, want that of the company's own mails", e.Zone())
	}
}

func TestZoneNeedsAgreement(t *testing.T) {
	var mails []event.Mail
	for i := range 12 {
		mails = append(mails, mail("kim@example.com", "lee@example.com", int32(i-6)*3600))
	}
	if zone := concludes(event.Batch{Mails: mails}).Zone(); zone != time.UTC {
		t.Errorf("zone %s from twelve different offsets, want UTC", zone)
	}
	summer := []event.Mail{mail("kim@example.com", "lee@example.com", 3600), mail("kim@example.com", "lee@example.com", 7200)}
	summer = append(append(summer, summer...), mail("kim@example.com", "lee@example.com", 3600), mail("kim@example.com", "lee@example.com", 0))
	if zone := concludes(event.Batch{Mails: summer}).Zone().String(); zone != "UTC+01:00" {
		t.Errorf("zone %s, want UTC+01:00", zone)
	}
}

func TestMailThatIsOnlyAddressedMayBeAList(t *testing.T) {
	e := concludes(event.Batch{Mails: []event.Mail{mail("a@example.net", "dev@example.org", 0), mail("b@example.net", "x@example.com", 0),
		mail("c@example.net", "root@localhost", 0), mail("c@example.net", "y@example.com", 0)}})
	if diff := cmp.Diff([]string{"example.com"}, e.CompanyDomains()); diff != "" {
		t.Error(diff)
	}
}

func TestPrivateMailboxesHaveNoCompany(t *testing.T) {
	e := concludes(event.Batch{Mails: []event.Mail{mail("a@example.net", "kim@gmail.com", 0), mail("b@example.org", "kim@gmail.com", 0)}})
	if domains := e.CompanyDomains(); len(domains) != 0 {
		t.Errorf("company domains %v, want none", domains)
	}
}

func TestTimeZoneFromOfficeHours(t *testing.T) {
	var b event.Batch
	for day := range 14 {
		for hour := range 24 {
			n := 1
			if day%7 < 5 && hour >= 8 && hour < 19 {
				n = 60
			}
			for range n {
				c := conn("10.0.1.1", "198.51.100.7", 443)
				c.Time = at(time.Duration(day*24+hour-9) * time.Hour) // nine hours ahead of UTC
				b.Connections = append(b.Connections, c)
			}
		}
	}
	if zone := concludes(b).Zone().String(); zone != "UTC+09:00" {
		t.Errorf("zone %s, want UTC+09:00", zone)
	}
	t.Run("too short to tell", func(t *testing.T) {
		if zone := concludes(event.Batch{Connections: b.Connections[:1000]}).Zone(); zone != time.UTC {
			t.Errorf("zone %s, want UTC", zone)
		}
	})
}

// Splitting the stream at random and merging gives the same estate.
func TestLaw(t *testing.T) {
	var all []event.Batch
	for i, c := range office() {
		c.Time = at(time.Duration(i) * time.Hour)
		all = append(all, event.Batch{Connections: []event.Connection{c}})
	}
	for i := range 200 {
		c := conn(fmt.Sprintf("%d.1.2.3", 60+i%40), "203.0.113.10", uint16(i))
		d := refused(fmt.Sprintf("10.0.1.%d", i), "192.168.7.9", 443)
		l := event.DNSLookup{Query: fmt.Sprintf("n%d.example.com", i), Answers: []string{fmt.Sprintf("192.0.2.%d", i%9)}}
		m := mail(fmt.Sprintf("a%d@d%d.example", i, i%7), "kim@example.com", int32(i%5-2)*3600)
		all = append(all, event.Batch{Connections: []event.Connection{c, d}}, event.Batch{DNSLookups: []event.DNSLookup{l}},
			event.Batch{Mails: []event.Mail{m}}, event.Batch{Queries: []event.DatabaseQuery{{Time: m.Time}}},
			event.Batch{Connections: []event.Connection{conn("203.0.113.9", "224.0.0.1", 1)}})
	}
	single := NewObserver()
	for i := range all {
		single.Observe(&all[i])
	}
	exported := cmp.AllowUnexported(Estate{}, table{}, netip.Prefix{}, netip.Addr{})
	zones := cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })
	prefixes := cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })
	addresses := cmp.Comparer(func(a, b netip.Addr) bool { return a == b })
	want := single.Estate(Overrides{})
	for trial := range 20 {
		random := rand.New(rand.NewPCG(uint64(trial), 5))
		parts := make([]*Observer, 1+random.IntN(5))
		for i := range parts {
			parts[i] = NewObserver()
		}
		for _, i := range random.Perm(len(all)) {
			parts[random.IntN(len(parts))].Observe(&all[i])
		}
		for len(parts) > 1 {
			i := 1 + random.IntN(len(parts)-1)
			parts[0].Merge(parts[i])
			parts = append(parts[:i], parts[i+1:]...)
		}
		if diff := cmp.Diff(want, parts[0].Estate(Overrides{}), exported, zones, prefixes, addresses); diff != "" {
			t.Fatalf("trial %d: %s", trial, diff)
		}
	}
}

func TestHostileEventsAreHarmless(t *testing.T) {
	long := strings.Repeat("\xff.", 5000)
	o := NewObserver()
	for _, b := range []event.Batch{
		{Connections: []event.Connection{{}, {Endpoints: event.Endpoints{Src: addr("fe80::1%eth0"), Dst: addr("::1")}}}},
		{DNSLookups: []event.DNSLookup{{}, {Query: long, Answers: []string{"", "1", long}}, {Query: "a.in-addr.arpa", Type: "PTR", Answers: []string{""}}, {Query: "x", Answers: []string{"fe80::1%eth0", "::"}}}},
		{WebRequests: []event.WebRequest{{}}, TLSSessions: []event.TLSSession{{}}},
		{Mails: []event.Mail{{}, {Vantage: event.VantageServer, From: []event.Address{{Addr: "@"}, {Addr: long}}, To: []event.Address{{Addr: "x@[1.2.3.4]"}, {Addr: "a@."}, {Addr: "a@com"}}}}},
	} {
		o.Observe(&b)
	}
	o.Estate(Overrides{})
}

func TestNetworksReadAsWritten(t *testing.T) {
	for in, want := range map[string]string{
		"10.1.2.3": "10.1.2.0/24 private", "172.16.0.1": "172.16.0.0/24 private", "172.31.255.1": "172.31.255.0/24 private",
		"172.32.0.1": "172.32.0.0/24", "192.168.9.1": "192.168.9.0/24 private", "192.169.0.1": "192.169.0.0/24",
		"fd00:1:2:3::4": "fd00:1:2:3::/64 private", "2001:db8::1": "2001:db8::/64", "11.0.0.1": "11.0.0.0/24",
	} {
		n, _, ok := networkOf(addr(in))
		got := n.prefix().String()
		if n.private() {
			got += " private"
		}
		if !ok || got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	for _, in := range []string{"0.0.0.0", "127.0.0.1", "169.254.1.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "ff02::1"} {
		if _, _, ok := networkOf(addr(in)); ok {
			t.Errorf("%s belongs to a network, want none", in)
		}
	}
}

func BenchmarkObserveConnections(b *testing.B) {
	for _, pairs := range []int{256, 1 << 16} {
		b.Run(fmt.Sprintf("%d pairs", pairs), func(b *testing.B) {
			var batch event.Batch
			for i := range 1 << 16 {
				c := conn("10.0.0.1", "198.51.100.1", 443)
				c.Time = at(time.Duration(i) * time.Second)
				n := i % pairs
				c.Src, c.Dst = netip.AddrFrom4([4]byte{10, 0, byte(n >> 6), byte(n)}), netip.AddrFrom4([4]byte{198, byte(n >> 8), byte(n), 1})
				batch.Connections = append(batch.Connections, c)
			}
			o := NewObserver()
			for b.Loop() {
				o.Observe(&batch)
			}
			b.ReportMetric(float64(len(batch.Connections))*float64(b.N)/b.Elapsed().Seconds(), "connections/s")
		})
	}
}

// Logs of mail servers and mailboxes tell whose they are where there are no mails.
func TestLogsOfMailTellTheCompany(t *testing.T) {
	transfer := func(step event.MailStep, sender, recipient string) event.MailTransfer {
		return event.MailTransfer{Product: "postfix", Step: step, Sender: sender, Recipients: []string{recipient}}
	}
	trace := event.MailTransfer{Product: "m365", Step: event.MailDeliver, Sender: "kim@example.com", Recipients: []string{"jo@partner.example"}}
	for name, b := range map[string]event.Batch{
		"a server": {Transfers: []event.MailTransfer{
			transfer(event.MailDeliver, "jo@partner.example", "kim@example.com"), transfer(event.MailSubmit, "kim@example.com", "jo@partner.example"),
			transfer(event.MailSend, "kim@example.com", "jo@partner.example"), transfer(event.MailReceive, "jo@partner.example", "kim@example.com"),
		}},
		"a trace":  {Transfers: []event.MailTransfer{trace}},
		"an audit": {Actions: []event.MailboxAction{{Account: "kim@example.com"}, {Account: "lee@mail.example.com"}, {Account: "s-1-5-21"}}},
	} {
		o := NewObserver()
		o.Observe(&b)
		e := o.Estate(Overrides{})
		if got := e.CompanyDomains(); len(got) != 1 || got[0] != "example.com" {
			t.Errorf("%s: %v", name, got)
		}
	}
}
