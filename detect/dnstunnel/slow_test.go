package dnstunnel_test

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/event"
	"dwell/finding"
)

// thief carries 1 KB an hour out over 62 days by names of one way to write them.
type thief struct {
	domain   string
	perName  int // bytes of data in a name
	machines int
	kind     string
	code     string
	write    func(r *rand.Rand, data []byte, i int) string
}

func thieves() []thief {
	b32 := func(_ *rand.Rand, data []byte, _ int) string { return labels(plain32.EncodeToString(data), 63) }
	hexed := func(_ *rand.Rand, data []byte, _ int) string { return labels(hex.EncodeToString(data), 63) }
	numbered := func(_ *rand.Rand, data []byte, i int) string {
		return fmt.Sprintf("%d.%s", i, plain32.EncodeToString(data))
	}
	return []thief{
		{"base32of10.com", 10, 1, "A", "NXDOMAIN", b32},
		{"base32of20.com", 20, 1, "A", "NOERROR", b32},
		{"base32of60.com", 60, 1, "TXT", "NOERROR", b32},
		{"hexof8.com", 8, 1, "A", "NOERROR", hexed},
		{"hexof16.com", 16, 1, "AAAA", "NOERROR", hexed},
		{"hexof30.com", 30, 1, "A", "NXDOMAIN", hexed},
		{"numbered.com", 12, 1, "A", "NOERROR", numbered},
		{"spread.com", 15, 12, "A", "NOERROR", b32},
		{"customer.duckdns.org", 15, 1, "A", "NOERROR", b32},
		{"below.co.uk", 15, 2, "A", "NOERROR", b32},
	}
}

// steal adds what the thief asks; answers lead nowhere.
func (w *world) steal(t *thief, bytes int) {
	n := bytes / t.perName
	for i := range n {
		when := time.Duration(i) * (office / time.Duration(n))
		query := t.write(w.r, random(w.r, t.perName), i) + "." + t.domain
		var answers []string
		if t.code == "NOERROR" && t.kind == "A" {
			answers = []string{"192.0.2.1"}
		}
		w.ask(when, 20+i%t.machines, query, t.kind, t.code, answers...)
	}
}

const stolen = 62 * 24 * 1024

// tally says which thieves were found with at least medium severity, and how many
// ordinary domains were told above info.
func tally(t *testing.T, w *world, all []thief) (recall, wrong int) {
	t.Helper()
	found := w.findings(t)
	for i := range all {
		f, ok := about(found, all[i].domain)
		if !ok || f.Severity < finding.Medium {
			t.Logf("%s: not found: %s", all[i].domain, explain(f))
			continue
		}
		recall++
		t.Logf("%s: %s %.2f", all[i].domain, f.Severity, f.Score)
		if most := f.Measures["bytes_out_at_most"].(int64); most < stolen {
			t.Errorf("%s: at most %d bytes out, but %d went", all[i].domain, most, stolen)
		}
	}
	for _, f := range found {
		domain := f.Values(finding.Destination)[0]
		if f.Severity > finding.Info && !slices.ContainsFunc(all, func(x thief) bool { return x.domain == domain }) {
			wrong++
			t.Logf("wrongly told: %s", explain(f))
		}
	}
	t.Logf("%d lookups, %d connections: recall %d of %d; %d of %d ordinary domains told above info",
		len(w.batch.DNSLookups), len(w.batch.Connections), recall, len(all), wrong, w.domains)
	return recall, wrong
}

// Low throughput is found over months, and the ordinary domains with heavy tails are
// left alone: at most one in 10,000 is told above info. The logs of connections help,
// but are not needed. By the names of the same two months alone nobody can tell the
// identifiers and lookups of programs from data: at most one in 500.
func TestOneKilobyteAnHourOverTwoMonths(t *testing.T) {
	w := newWorld(11)
	w.ordinary(12000)
	all := thieves()
	for i := range all {
		w.steal(&all[i], stolen)
	}
	held := func(with string, oneIn int) {
		t.Helper()
		recall, wrong := tally(t, w, all)
		if recall < len(all) || wrong*oneIn > w.domains {
			t.Errorf("by %s: recall %d of %d, %d of %d ordinary domains told above info, at most 1 in %d is allowed",
				with, recall, len(all), wrong, w.domains, oneIn)
		}
	}
	held("lookups and connections", 10000)
	w.batch.Connections = nil
	held("lookups", 10000)
	w.namesOnly()
	held("names", 2000)
}

// namesOnly takes all but the names away.
func (w *world) namesOnly() {
	w.batch.Connections = nil
	for i := range w.batch.DNSLookups {
		l := &w.batch.DNSLookups[i]
		*l = event.DNSLookup{Ref: l.Ref, Query: l.Query}
	}
}

// unique takes repetition away, as a list of names often has none.
func (w *world) unique() {
	seen := map[string]bool{}
	w.batch.DNSLookups = slices.DeleteFunc(w.batch.DNSLookups, func(l event.DNSLookup) bool {
		again := seen[l.Query]
		seen[l.Query] = true
		return again
	})
}

// On seeds that nothing was chosen on: by names alone nothing is worth a look (medium)
// but the services that really do put data into names and stand on no list, in a list of
// all lookups; in one of distinct names at most one domain in 10,000 besides.
func TestNamesAloneOfOrdinaryDomains(t *testing.T) {
	wrong, wrongUnique, domains := 0, 0, 0
	for seed := range uint64(2) {
		w := newWorld(7000 + seed)
		w.ordinary(12000)
		w.namesOnly()
		domains += w.domains
		wrong += worthALook(t, w)
		w.unique()
		wrongUnique += worthALook(t, w)
	}
	t.Logf("%d ordinary domains: %d worth a look by all lookups, %d by distinct names", domains, wrong, wrongUnique)
	if wrong > 0 || wrongUnique*10_000 > domains {
		t.Error("more than are allowed")
	}
}

// worthALook counts the domains at medium and above but for unlisted services.
func worthALook(t *testing.T, w *world) (n int) {
	low := 0
	for _, f := range w.findings(t) {
		if strings.HasPrefix(f.Values(finding.Destination)[0], "verdict") {
			continue
		}
		switch {
		case f.Severity >= finding.Medium:
			n++
			t.Logf("told: %s", explain(f))
		case f.Severity == finding.Low:
			low++
		}
	}
	t.Logf("%d more domains of severity low", low)
	return n
}

// A tool that asks for both families of addresses stands in the list twice for each
// name, as programs do, and is found all the same.
func TestAToolThatAsksInPairs(t *testing.T) {
	for _, tool := range tools("t.example.net") {
		var g log
		r := rand.New(rand.NewPCG(5, 2))
		for i := range 200 {
			query := tool.next(r, i)
			g.name(query)
			g.name(query)
			g.name(fmt.Sprintf("www.site%d.com", i))
		}
		if f, ok := about(g.findings(t), "example.net"); !ok {
			t.Errorf("%s: not found: %s", tool.name, explain(f))
		} else {
			t.Logf("%s: %s %.2f", tool.name, f.Severity, f.Score)
		}
	}
}

// The same theft spread over twenty registered domains: each is found by itself, and
// names the machine that ties them.
func TestRotationOverTwentyDomains(t *testing.T) {
	const domains = 20
	w := newWorld(31)
	w.ordinary(600)
	b32 := thieves()[1]
	for i := range domains {
		b32.domain = fmt.Sprintf("rotation%d.com", i)
		w.steal(&b32, stolen/domains)
	}
	found := w.findings(t)
	for i := range domains {
		f, ok := about(found, fmt.Sprintf("rotation%d.com", i))
		if !ok || f.Severity < finding.Medium || !slices.Equal(f.Values(finding.Source), []string{"10.0.0.20"}) {
			t.Errorf("domain %d: %v %s", i, f.Values(finding.Source), explain(f))
		}
	}
}
