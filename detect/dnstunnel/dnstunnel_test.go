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
	"dwell/entity"
	"dwell/event"
	"dwell/finding"
)

// log is made-up evidence: machines 10.0.0.x inside ask the resolver 10.0.0.1.
type log struct {
	next  int64
	batch event.Batch
}

func at(after time.Duration) event.Time {
	return event.UTC(1_700_000_000_000_000_000+int64(after), event.PrecisionMicro)
}

func (g *log) ref() event.Ref {
	g.next++
	return event.Ref{File: 7, Offset: g.next * 80, Length: 79}
}

// name adds a name of a list: without time, ends and answers.
func (g *log) name(query string) {
	g.batch.DNSLookups = append(g.batch.DNSLookups, event.DNSLookup{Ref: g.ref(), Query: query})
}

// ask adds a lookup of a machine.
func (g *log) ask(after time.Duration, machine int, query, kind, code string, answers ...string) *event.DNSLookup {
	g.batch.DNSLookups = append(g.batch.DNSLookups, event.DNSLookup{
		Time: at(after), Ref: g.ref(), Query: query, Type: kind, Code: code, Answers: answers,
		Endpoints: event.Endpoints{Src: netip.AddrFrom4([4]byte{10, 0, byte(machine >> 8), byte(machine)}), SrcPort: 40000,
			Dst: netip.AddrFrom4([4]byte{10, 0, 0, 1}), DstPort: 53},
	})
	return &g.batch.DNSLookups[len(g.batch.DNSLookups)-1]
}

// connect adds a connection of a machine.
func (g *log) connect(after time.Duration, machine int, to string) {
	g.batch.Connections = append(g.batch.Connections, event.Connection{Time: at(after), Ref: g.ref(),
		Endpoints: event.Endpoints{Src: netip.AddrFrom4([4]byte{10, 0, byte(machine >> 8), byte(machine)}), Dst: netip.MustParseAddr(to), DstPort: 443}})
}

func view() detect.View {
	return detect.View{Estate: detecttest.Estate("10.0.0.0/8")}
}

func (g *log) findings(t testing.TB) []finding.Finding {
	t.Helper()
	return detecttest.Investigate(t, dnstunnel.Spec(), view(), []event.Batch{g.batch})
}

// about returns the finding about a domain, and whether there is one.
func about(found []finding.Finding, domain string) (finding.Finding, bool) {
	for _, f := range found {
		if f.Kind == finding.DNSTunnel && slices.Contains(f.Values(finding.Destination), domain) {
			return f, true
		}
	}
	return finding.Finding{}, false
}

func explain(f finding.Finding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%.2f %s: %s\n", f.Score, f.Severity, f.Sentence)
	for _, p := range f.Parts {
		fmt.Fprintf(&b, "    %+.2f %s: %s\n", p.Weight, p.Name, p.Why)
	}
	return b.String()
}

func TestTheFirstNamesOfATunnelAreEnough(t *testing.T) {
	for _, tool := range tools("t.example.net") {
		var g log
		r := rand.New(rand.NewPCG(1, 2))
		for i := range 200 {
			g.name(tool.next(r, i))
		}
		f, ok := about(g.findings(t), "example.net")
		if !ok || f.Severity < finding.Low {
			t.Errorf("%s: not found by 200 names: %s", tool.name, explain(f))
			continue
		}
		t.Logf("%s: %s %.2f", tool.name, f.Severity, f.Score)
	}
}

func stream() []event.Batch {
	var g log
	r := rand.New(rand.NewPCG(3, 4))
	for i, tool := range tools("t.example.net") {
		for n := range 700 {
			g.ask(time.Duration(n)*time.Minute, 5+i%3, tool.next(r, n), []string{"TXT", "NULL", "A"}[n%3], "NOERROR", fmt.Sprintf("203.0.113.%d", n%250))
		}
	}
	for n := range 300 {
		query := fmt.Sprintf("h%x.example%d.org", r.Uint32(), n%30)
		g.ask(time.Duration(n)*time.Hour, n%40, query, "A", "NOERROR", "198.51.100.7")
		g.name(query)
	}
	for n := range 200 {
		g.name(fmt.Sprintf("%x.%x", random(r, 20), random(r, 20)))
		g.ask(time.Duration(n)*time.Minute, 9, fmt.Sprintf("%x.x.duckdns.org", random(r, 20)), "A", "NXDOMAIN").Part = event.LookupPart(n % 3)
	}
	g.connect(0, 5, "198.51.100.7")
	return []event.Batch{g.batch}
}

func TestLaw(t *testing.T) {
	detecttest.Law(t, dnstunnel.Spec(), detect.Config{}, view(), stream())
}

func TestLawBeyondTheBudget(t *testing.T) {
	detecttest.Law(t, dnstunnel.Spec(), detect.Config{MaxKeys: 400}, view(), stream())
}

func estateOf(company string) *entity.Estate {
	return entity.NewEstate(entity.Overrides{Inside: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, CompanyDomains: []string{company}})
}
