package acceptance_test

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dwell/finding"
)

// Names alone, without time, machine or answer: the tunnelled domain stands first, and
// none of the 8,100 ordinary ones is more than a remark.
func TestATunnelInAListOfNames(t *testing.T) {
	c := shared(t, "network/dns_names")
	const domain = "hidemyself.org"
	if len(c.Findings) == 0 || !holdsAll(&c.Findings[0], []string{domain}) || c.Findings[0].Severity < finding.Medium {
		t.Fatalf("top finding is not %s:\n%s", domain, describe(c))
	}
	if top := c.Findings[0]; top.Kind != finding.DNSTunnel || top.Technique != "T1071.004" || !top.First.IsZero() {
		t.Errorf("%+v", top)
	}
	for _, f := range c.Findings {
		if f.Severity > finding.Low && !holdsAll(&f, []string{domain}) {
			t.Errorf("%s %s", f.Severity, f.Sentence)
		}
	}
	if len(c.Incidents) != 1 || !strings.Contains(c.Incidents[0].Summary, domain) {
		t.Errorf("%+v", c.Incidents)
	}
	for _, e := range c.Evidence {
		if e.Format != "namelist" || e.Damaged+e.Skipped != 0 {
			t.Errorf("%s: %s, %d damaged, %d skipped", e.Path, e.Format, e.Damaged, e.Skipped)
		}
	}
}

// dnsLog writes Zeek dns.log with a day of an office, in which one machine speaks
// through a tunnel in hexadecimal, 100,000 lookups a day, as RITA's authors saw dnscat2
// do. The tunnel is left out when it is not wanted.
func dnsLog(t *testing.T, lookups int) string {
	t.Helper()
	folder := t.TempDir()
	f, err := os.Create(filepath.Join(folder, "dns.log"))
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprint(w, "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tdns\n"+
		"#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tquery\tqtype_name\trcode_name\tanswers\n"+
		"#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tstring\tstring\tvector[string]\n")
	r := rand.New(rand.NewPCG(1, 1))
	const day, start = 86400, 1_772_668_800
	line := func(at float64, host int, query, kind, answers string) {
		fmt.Fprintf(w, "%.6f\tC%x\t10.0.0.%d\t%d\t10.0.0.1\t53\tudp\t%s\t%s\tNOERROR\t%s\n", at, r.Uint64(), host, 1024+r.IntN(60000), query, kind, answers)
	}
	random := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return b
	}
	for i := range 20_000 {
		line(start+float64(i)*day/20_000, 10+r.IntN(15), fmt.Sprintf("www%d.site%d.com", r.IntN(3), r.IntN(900)), "A", "198.51.100.7")
	}
	for i := range lookups {
		data := 9
		if i%5 == 0 {
			data += r.IntN(80)
		}
		text := hex.EncodeToString(random(data))
		if len(text) > 60 {
			text = text[:60] + "." + text[60:]
		}
		line(start+float64(i)*day/float64(lookups), 13, text+".tunnel.example.net", []string{"TXT", "CNAME", "MX"}[i%3], hex.EncodeToString(random(9)))
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestATunnelOf100000LookupsADay(t *testing.T) {
	c := investigate(t, dnsLog(t, 100_000)).Case
	if len(c.Findings) == 0 {
		t.Fatal("nothing found")
	}
	top := c.Findings[0]
	if top.Kind != finding.DNSTunnel || top.Severity < finding.High || !holdsAll(&top, []string{"example.net", "10.0.0.13"}) {
		t.Fatalf("top finding is not the tunnel:\n%s", describe(c))
	}
	inc := c.Incidents[0]
	var stages []finding.Tactic
	for _, s := range inc.Stages {
		stages = append(stages, s.Tactic)
	}
	if !slices.Equal(stages, []finding.Tactic{finding.CommandControl, finding.Exfiltration}) || !slices.Equal(inc.Hosts, []string{"10.0.0.13"}) {
		t.Errorf("stages %v, hosts %v", stages, inc.Hosts)
	}
	if !inc.Impact.Bytes.Known || inc.Impact.Bytes.Low != 0 || inc.Impact.Bytes.High < 1<<20 {
		t.Errorf("bytes out %+v", inc.Impact.Bytes)
	}
	for _, f := range c.Findings {
		if f.Severity > finding.Low && !holdsAll(&f, []string{"example.net"}) {
			t.Errorf("%s %s", f.Severity, f.Sentence)
		}
	}
	t.Logf("%s\n%s", inc.Summary, describe(c))
}

func TestTheSameOfficeWithoutATunnelIsSilent(t *testing.T) {
	c := investigate(t, dnsLog(t, 0)).Case
	for _, f := range c.Findings {
		if f.Kind == finding.DNSTunnel {
			t.Errorf("%s %s", f.Severity, f.Sentence)
		}
	}
}

// A resolver's own query log is enough: it names who asked.
func TestATunnelInAQueryLogOfBIND(t *testing.T) {
	folder := t.TempDir()
	r := rand.New(rand.NewPCG(2, 2))
	var b strings.Builder
	line := func(minute, host int, query string) {
		fmt.Fprintf(&b, "%02d-Mar-2026 %02d:%02d:00.%03d queries: info: client @0x7f%08x 10.0.0.%d#%d (%s): query: %s IN A +E(0)K (10.0.0.1)\n",
			2+minute/1440, minute/60%24, minute%60, r.IntN(1000), r.Uint32(), host, 1024+r.IntN(60000), query, query)
	}
	for minute := range 5 * 1440 {
		line(minute, 10+r.IntN(15), fmt.Sprintf("www%d.site%d.com", r.IntN(3), r.IntN(900)))
		if minute%2 == 0 {
			line(minute, 13, fmt.Sprintf("%016x%016x.t.example.net", r.Uint64(), r.Uint64()))
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "queries.log"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	c := investigate(t, folder).Case
	if len(c.Findings) != 1 || c.Findings[0].Severity < finding.Medium || !slices.Equal(c.Findings[0].Values(finding.Source), []string{"10.0.0.13"}) ||
		!slices.Equal(c.Findings[0].Values(finding.Destination), []string{"example.net"}) {
		t.Errorf("findings:\n%s", describe(c))
	}
	if e := c.Evidence[0]; e.Format != "dnslog" || e.Damaged+e.Skipped != 0 {
		t.Errorf("%+v", e)
	}
}
