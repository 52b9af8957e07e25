package dnstunnel_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/dnstunnel"
	"dwell/event"
	"dwell/finding"
)

// office adds the ordinary lookups of some machines over days.
func (g *log) office(r *rand.Rand, machines, days int) {
	for i := range machines * days * 20 {
		g.ask(time.Duration(i)*24*time.Hour/time.Duration(machines*20), 10+i%machines, fmt.Sprintf("www.site%d.com", r.IntN(400)), "A", "NOERROR", "198.18.0.9")
	}
}

func data(r *rand.Rand) string { return plain32.EncodeToString(random(r, 25)) }

func TestTheClientBehindAResolverIsNamed(t *testing.T) {
	var g log
	r := rand.New(rand.NewPCG(5, 6))
	g.office(r, 20, 3)
	for i := range 3000 {
		l := *g.ask(time.Duration(i)*time.Minute, 17, data(r)+".example.net", "TXT", "NOERROR", strings.Repeat("a", 90))
		l.Ref = g.ref() // the resolver asks on, and the sensor sees that too
		l.Src, l.Dst = l.Dst, netip.MustParseAddr("203.0.113.53")
		g.batch.DNSLookups = append(g.batch.DNSLookups, l)
	}
	f, ok := about(g.findings(t), "example.net")
	if !ok || f.Severity < finding.High || !slices.Equal(f.Values(finding.Source), []string{"10.0.0.17"}) {
		t.Errorf("%v %s", f.Values(finding.Source), explain(f))
	}
	detecttest.Expect(t, f, map[string]any{"inside_sources": int64(1), "main_client_share": 1.0})
	if len(f.Refs) < 3 || f.First != at(0) || f.Last != at(2999*time.Minute) {
		t.Errorf("%d refs, %s to %s", len(f.Refs), f.First, f.Last)
	}
}

// Where only the resolver was seen, nobody is accused in its place.
func TestOnlyTheResolverIsSeen(t *testing.T) {
	var g log
	r := rand.New(rand.NewPCG(7, 8))
	for i := range 40 {
		g.ask(time.Duration(i)*time.Minute, 10+i%9, "intranet.example.com", "A", "NOERROR", "10.0.0.80")
	}
	for i := range 2000 {
		l := g.ask(time.Duration(i)*time.Minute, 1, data(r)+".example.net", "A", "NOERROR", "192.0.2.1")
		l.Dst = netip.MustParseAddr("203.0.113.53")
	}
	f, ok := about(g.findings(t), "example.net")
	if !ok || len(f.Values(finding.Source)) != 0 || !strings.Contains(f.Sentence, "Only a resolver was seen to ask") {
		t.Errorf("%v %s", f.Values(finding.Source), explain(f))
	}
	for i := range g.batch.DNSLookups { // the same without the lookups of others: it may be a machine
		g.batch.DNSLookups[i].Src = netip.MustParseAddr("10.0.0.1")
		g.batch.DNSLookups[i].Dst = netip.MustParseAddr("203.0.113.53")
	}
	if f, ok = about(g.findings(t), "example.net"); !ok || !strings.Contains(f.Sentence, "if it is a resolver, the machine behind it is not in these records") {
		t.Errorf("%s", explain(f))
	}
}

// Who asks our own name server for names that do not exist is no machine of ours.
func TestAskedFromOutside(t *testing.T) {
	var g log
	r := rand.New(rand.NewPCG(27, 28))
	for i := range 2000 {
		l := g.ask(time.Duration(i)*time.Minute, 1, data(r)+".shop.com", "A", "NXDOMAIN")
		l.Src, l.Dst = netip.AddrFrom4([4]byte{198, 51, 100, byte(i)}), l.Src
	}
	if f, ok := about(g.findings(t), "shop.com"); ok && (f.Severity > finding.Info || len(f.Values(finding.Source)) > 0) {
		t.Errorf("%v %s", f.Values(finding.Source), explain(f))
	}
}

// Of thousands of customers of a dynamic DNS service one is a tunnel, or all names of
// one tunnel hang below ever new customers.
func TestTunnelsBelowASharedSuffix(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	var one, rotating log
	for _, g := range []*log{&one, &rotating} {
		g.office(r, 20, 3)
		for i := range 3000 {
			g.ask(time.Duration(i)*time.Minute, 10+i%20, fmt.Sprintf("home%d.duckdns.org", i%700), "A", "NOERROR", "198.18.1.1")
		}
	}
	for i := range 2000 {
		one.ask(time.Duration(i)*time.Minute, 13, data(r)+".kim.duckdns.org", "A", "NOERROR", "192.0.2.1")
		rotating.ask(time.Duration(i)*time.Minute, 13, fmt.Sprintf("%s.k%d.duckdns.org", data(r)+data(r), i/10), "TXT", "NOERROR", "192.0.2.1")
	}
	if f, ok := about(one.findings(t), "kim.duckdns.org"); !ok || f.Severity < finding.High {
		t.Errorf("one customer: %s", explain(f))
	}
	if f, ok := about(rotating.findings(t), "duckdns.org"); !ok || f.Severity < finding.Low {
		t.Errorf("rotating customers: %s", explain(f))
	}
}

// A tunnel straight to its server needs no domain; to a resolver inside it is noise.
func TestNamesUnderNoTopLevelDomain(t *testing.T) {
	for server, want := range map[string]bool{"203.0.113.53": true, "10.0.0.1": false} {
		var g log
		r := rand.New(rand.NewPCG(11, 12))
		for i := range 500 {
			l := g.ask(time.Duration(i)*time.Second, 13, fmt.Sprintf("dnscat.%x.%x", string(random(r, 30)), string(random(r, 20))), "MX", "NOERROR", fmt.Sprintf("%x", string(random(r, 20))))
			l.Dst = netip.MustParseAddr(server)
		}
		f, ok := about(g.findings(t), server)
		if ok != want || ok && (f.Severity < finding.Medium || f.Entities[0].Type != finding.Host) {
			t.Errorf("%s: %v %s", server, f.Entities, explain(f))
		}
	}
}

// Names alone have no time; the finding has none either and stands all the same.
func TestNamesAloneGiveAFindingWithoutTime(t *testing.T) {
	var g log
	r := rand.New(rand.NewPCG(13, 14))
	for range 900 {
		g.name(data(r) + ".example.net")
	}
	f, ok := about(g.findings(t), "example.net")
	if !ok || !f.First.IsZero() || !f.Last.IsZero() || len(f.Refs) < 3 {
		t.Errorf("%s to %s, %d refs: %s", f.First, f.Last, len(f.Refs), explain(f))
	}
	detecttest.Expect(t, f, map[string]any{"distinct_names_exact": false, "bits_per_character": int64(5)})
	if n := f.Measures["distinct_names"].(int64); n < 810 || n > 990 {
		t.Errorf("%d distinct names, 900 were asked", n)
	}
}

// A megabyte upward is a theft as well as control.
func TestVolumeIsToldAsTheft(t *testing.T) {
	var g log
	r := rand.New(rand.NewPCG(15, 16))
	g.office(r, 20, 3)
	for i := range 30000 {
		g.ask(time.Duration(i)*8*time.Second, 13, labels(plain32.EncodeToString(random(r, 90)), 63)+".example.net", "A", "NOERROR", "192.0.2.1")
	}
	var tactics []finding.Tactic
	for _, f := range g.findings(t) {
		if slices.Contains(f.Values(finding.Destination), "example.net") {
			tactics = append(tactics, f.Tactic)
			if f.Tactic == finding.Exfiltration && (f.Technique != "T1048.003" || f.Whole("bytes_out") < 30000*90 || f.Whole("bytes_out_low") != 0) {
				t.Errorf("%s %v", f.Technique, f.Measures)
			}
		}
	}
	if slices.Sort(tactics); !slices.Equal(tactics, []finding.Tactic{finding.CommandControl, finding.Exfiltration}) {
		t.Errorf("%v", tactics)
	}
}

// Questions and answers that are logged apart are one lookup.
func TestHalvesOfALookup(t *testing.T) {
	var whole, halves log
	r := rand.New(rand.NewPCG(17, 18))
	for i := range 800 {
		query := data(r) + ".example.net"
		when := time.Duration(i) * time.Minute
		whole.ask(when, 13, query, "TXT", "NOERROR", "abc")
		halves.ask(when, 13, query, "TXT", "").Part = event.LookupQuestion
		l := halves.ask(when, 13, query, "TXT", "NOERROR", "abc")
		l.Part, l.Src, l.SrcPort, l.Dst, l.DstPort = event.LookupAnswer, l.Dst, l.DstPort, l.Src, l.SrcPort
	}
	a, ok := about(whole.findings(t), "example.net")
	b, also := about(halves.findings(t), "example.net")
	if !ok || !also || a.Score != b.Score || a.Sentence != b.Sentence {
		t.Errorf("%s\n%s", explain(a), explain(b))
	}
}

// Ordinary services that put data into names are explained, not left out.
func TestServicesThatPutDataIntoNames(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 20))
	for domain, sub := range map[string]func() string{
		"mcafee.com":       func() string { return "0.0.0.0.1.0.0.4e." + plain32.EncodeToString(random(r, 16)) + ".avqs" },
		"sophosxl.net":     func() string { return plain32.EncodeToString(random(r, 30)) + ".fur" },
		"cloudfront.net":   func() string { return fmt.Sprintf("d%012x", r.Uint64()>>16) },
		"blocklist.com":    func() string { b := random(r, 4); return fmt.Sprintf("%d.%d.%d.%d.zen", b[0], b[1], b[2], b[3]) },
		"company.com":      func() string { return data(r) },
		"corp.local":       func() string { return data(r) },
		"visits.com":       func() string { return uuid(r) },
		"discovery.com":    func() string { return "_sip._tcp." + fmt.Sprint(r.Uint32()) },
		"footprintdns.com": func() string { return fmt.Sprintf("%x", string(random(r, 16))) + ".clo" },
	} {
		var g log
		g.office(r, 30, 10)
		for i := range 1500 {
			g.ask(time.Duration(i)*8*time.Minute, 10+i%30, strings.ToUpper(sub())+"."+domain, "A", "NOERROR", "198.18.0.1")
		}
		v := view()
		v.Estate = estateOf("company.com")
		for _, f := range detecttest.Investigate(t, dnstunnel.Spec(), v, []event.Batch{g.batch}) {
			if f.Severity > finding.Info {
				t.Errorf("%s: %s", domain, explain(f))
			}
		}
	}
}

// A tunnel is not lost among more domains than fit, nor is the rest taken for one.
func TestATunnelAmongTooManyDomains(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	d := dnstunnel.New(detect.Config{MaxKeys: 80_000}) // 20,000 names, 10,000 totals
	var g log
	for i := range 300_000 {
		g.name(fmt.Sprintf("www.domain%d.com", i))
		if i%100 == 0 {
			g.ask(time.Duration(i)*time.Second, 13, data(r)+".example.net", "A", "NOERROR", "192.0.2.1")
		}
		if i%10_000 == 0 {
			d.Observe(&g.batch)
			g.batch.Reset()
		}
	}
	d.Observe(&g.batch)
	found, err := d.Findings(view())
	f, ok := about(found, "example.net")
	if err != nil || !ok || f.Severity < finding.Medium || len(found) != 1 {
		t.Fatalf("%v, %d findings, %s", err, len(found), explain(f))
	}
	if n := f.Measures["distinct_names"].(int64); n < 2000 || n > 4000 {
		t.Errorf("about %d distinct names, 3000 were asked", n)
	}
	if f.Measures["names_share_sampled"].(float64) >= 1 {
		t.Error("nothing was sampled out: the test shows nothing")
	}
}

func TestHostileNames(t *testing.T) {
	var g log
	for _, query := range []string{"", ".", "..", "...", "a", ".a", "a.", "a..b", "com", "co.uk", ".com", "x..com", "1.2.3.4", "::1", "\x00.\xff.com", `\`, `\.\.com`,
		strings.Repeat("a.", 600), strings.Repeat("a", 2000), "*.*", "_._._", "xn--.xn--", "in-addr.arpa", "x.in-addr.arpa", ".in-addr.arpa", "ck", "www.ck", "a.b.ck"} {
		for i := range 50 {
			g.name(query)
			g.name(fmt.Sprintf("%d%s", i, query))
			g.name(query + fmt.Sprint(i))
			g.ask(time.Duration(i), i, query, "TYPE65399", "x", "", ":", "1.1.1.1", "::", strings.Repeat("y", 1<<17)).SrcPort = 53
		}
	}
	g.findings(t)
}

func BenchmarkObserve(b *testing.B) {
	var g log
	r := rand.New(rand.NewPCG(23, 24))
	for i := range 1 << 17 {
		g.ask(time.Duration(i)*time.Second, 10+i%60, fmt.Sprintf("www.site%d.example%d.com", i%3, r.IntN(500)), "A", "NOERROR", "198.18.0.1")
	}
	var fresh log
	for i := range 1 << 17 {
		fresh.ask(time.Duration(i)*time.Second, 10+i%60, data(r)+".example.net", "A", "NOERROR", "198.18.0.1")
	}
	for name, batch := range map[string]*event.Batch{"repeating": &g.batch, "distinct": &fresh.batch} {
		b.Run(name, func(b *testing.B) {
			d := dnstunnel.New(detect.Config{})
			for b.Loop() {
				d.Observe(batch)
			}
			b.ReportMetric(float64(len(batch.DNSLookups))*float64(b.N)/b.Elapsed().Seconds(), "lookups/s")
		})
	}
	b.Run("connections", func(b *testing.B) { detecttest.BenchmarkConnections(b, dnstunnel.Spec()) })
}

// fed is a detector that was asked for one name of each of so many domains, or for many
// names of one.
func fed(lookups int, query func(i int) string) *dnstunnel.Detector {
	d := dnstunnel.New(detect.Config{})
	for i := range lookups {
		g := log{next: int64(i)}
		g.ask(0, 13, query(i), "A", "NOERROR", "192.0.2.1")
		d.Observe(&g.batch)
	}
	return d
}

// What the package comment promises of memory holds: for domains with a single name, and
// for one of which names are asked without end.
func TestMemoryPerDomain(t *testing.T) {
	size := func(lookups int, query func(i int) string) float64 {
		return detecttest.Growth(t, func() any {
			d := dnstunnel.New(detect.Config{})
			d.Merge(fed(lookups, query)) // leaves the cache of names behind, which is no state
			return d
		})
	}
	r := rand.New(rand.NewPCG(25, 26))
	const domains, mostEach, mostOne = 20_000, 760, 100_000
	each := size(domains, func(i int) string { return fmt.Sprintf("www.domain%d.com", i) }) / domains
	one := size(domains, func(int) string { return labels(data(r)+data(r)+data(r)+data(r), 63) + ".example.net" }) -
		size(1, func(int) string { return "www.example.net" }) // the slab in which there is room for others
	t.Logf("%.0f bytes of a domain with one name, %.0f of one with %d", each, one, domains)
	if each > mostEach || one > mostOne {
		t.Errorf("more than %d or %d", mostEach, mostOne)
	}
}
