package dnstunnel_test

import (
	"os"
	"strings"
	"testing"

	"dwell/finding"
	"dwell/internal/testkit"
)

// realNames reads one of the shared lists of names.
func realNames(t testing.TB, file string) []string {
	t.Helper()
	content, err := os.ReadFile(testkit.Shared(t, "network/dns_names/"+file))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(content)) {
		_, query, ok := strings.Cut(strings.TrimSpace(line), ",")
		if ok && query != "qname" {
			out = append(out, strings.ToLower(strings.TrimSuffix(query, ".")))
		}
	}
	return out
}

// The first names of a real tunnel are enough, alone and among ordinary ones.
func TestARealTunnelIsFoundWithin200Names(t *testing.T) {
	tunnel, plain := realNames(t, "dns2tcp_names.csv"), realNames(t, "plain_names.csv")
	const domain = "hidemyself.org"
	for _, from := range []int{0, 1000, 3000} {
		var alone, mixed log
		for _, n := range tunnel[from : from+200] {
			alone.name(n)
			mixed.name(n)
		}
		for _, n := range plain {
			mixed.name(n)
		}
		for _, found := range [][]finding.Finding{alone.findings(t), mixed.findings(t)} {
			f, ok := about(found, domain)
			if !ok || f.Severity < finding.Medium {
				t.Errorf("from name %d: %s", from, explain(f))
			}
			for _, other := range found {
				if other.ID != f.ID && other.Severity > finding.Info {
					t.Errorf("ordinary names: %s", explain(other))
				}
			}
		}
	}
}

func TestAWholeRealTunnel(t *testing.T) {
	var g log
	for _, file := range []string{"dns2tcp_names.csv", "plain_names.csv"} {
		for _, n := range realNames(t, file) {
			g.name(n)
		}
	}
	found := g.findings(t)
	f, ok := about(found, "hidemyself.org")
	if !ok || f.Severity < finding.High || len(found) != 1 {
		t.Fatalf("%d findings, %s", len(found), explain(f))
	}
	t.Log(explain(f))
	// The shared README counts 531 kB of distinct text, dots included.
	if n := f.Measures["information_characters"].(int64); n < 480_000 || n > 580_000 {
		t.Errorf("%d characters of information", n)
	}
}
