package acceptance_test

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dwell/finding"
	"dwell/internal/testkit"
)

// The text answer of high entropy that others warn of is a printer that announces itself
// on its own network. Who looks for it finds it near the top, with what it is.
func TestTheTextAnswerOfHighEntropyIsAPrinter(t *testing.T) {
	c := shared(t, "network/slips/test10-mixed-zeek-dir")
	at := slices.IndexFunc(c.Findings, func(f finding.Finding) bool { return f.Kind == finding.DNSAnswer })
	if at < 0 || at > 2 {
		t.Fatalf("not among the top three findings:\n%s", describe(c))
	}
	f := c.Findings[at]
	if f.Severity != finding.Info || !holdsAll(&f, []string{"147.32.83.181"}) || len(f.Innocent) == 0 || len(f.Refs) < 3 {
		t.Errorf("%s %v, %d refs, innocent %v", f.Severity, f.Entities, len(f.Refs), f.Innocent)
	}
	for _, want := range []string{"high entropy", "multicast DNS", "printer", "_ipp._tcp.local"} {
		if !strings.Contains(f.Title+f.Sentence, want) {
			t.Errorf("%q is missing in %q: %s", want, f.Title, f.Sentence)
		}
	}
}

// dnscat2 is the one channel in DNS that the real folders hold, in answers of 18
// hexadecimal digits, 24 of them in 23 seconds.
var realChannels = []string{"r-1x.com"}

// No other text answer of the real networks is more than information.
func TestTextAnswersOfRealNetworks(t *testing.T) {
	root := testkit.Shared(t, "network")
	found := map[string]bool{}
	for _, folder := range foldersWithLookups(t, root) {
		c := investigate(t, folder).Case
		for _, f := range c.Findings {
			if f.Kind != finding.DNSAnswer {
				continue
			}
			if holdsAll(&f, realChannels) {
				found[f.Severity.String()] = true
			} else if f.Severity > finding.Info {
				t.Errorf("%s: %s %s", folder, f.Severity, f.Sentence)
			}
		}
		if strings.Contains(folder, "open_conns") && !slices.ContainsFunc(c.Findings, isRealChannel) {
			t.Errorf("%s: the tunnel's answers are not told:\n%s", folder, describe(c))
		}
	}
	if !found["low"] && !found["medium"] {
		t.Errorf("the tunnel's answers are told as %v", found)
	}
}

func isRealChannel(f finding.Finding) bool {
	return f.Kind == finding.DNSAnswer && holdsAll(&f, realChannels)
}

// foldersWithLookups returns the folders, and files that stand alone, which can hold
// lookups: of one with none, there is nothing to say.
func foldersWithLookups(t *testing.T, root string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		lookups := strings.Contains(d.Name(), "dns") || strings.Contains(d.Name(), "suricata") || strings.HasSuffix(path, "names.csv")
		if folder := filepath.Dir(path); lookups && !slices.Contains(out, folder) {
			out = append(out, folder)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A script of pieces in text answers comes through the whole job as one story.
func TestAScriptInTextAnswers(t *testing.T) {
	c := investigate(t, textLog(t)).Case
	if len(c.Findings) == 0 || len(c.Incidents) != 1 {
		t.Fatalf("%d incidents:\n%s", len(c.Incidents), describe(c))
	}
	top := c.Findings[0]
	if top.Kind != finding.DNSAnswer || top.Severity < finding.High || top.Technique != "T1105" || !holdsAll(&top, []string{"example.net", "10.0.0.13"}) {
		t.Errorf("%s %s", top.Severity, top.Sentence)
	}
	valid(t, c)
	for _, f := range c.Findings[1:] {
		if f.Severity > finding.Low {
			t.Errorf("%s %s", f.Severity, f.Sentence)
		}
	}
}

// textLog writes Zeek dns.log of an office in which one machine fetches 200 texts of 255
// characters.
func textLog(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tdns\n" +
		"#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tquery\tqtype_name\trcode_name\tanswers\n" +
		"#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tstring\tstring\tvector[string]\n")
	r := rand.New(rand.NewPCG(4, 4))
	const start = 1_772_668_800
	line := func(at float64, host int, query, kind, answers string) {
		fmt.Fprintf(&b, "%.6f\tC%x\t10.0.0.%d\t%d\t10.0.0.1\t53\tudp\t%s\t%s\tNOERROR\t%s\n", at, r.Uint64(), host, 1024+r.IntN(60000), query, kind, answers)
	}
	for i := range 5000 {
		line(start+float64(i)*17, 10+r.IntN(15), fmt.Sprintf("www.site%d.com", r.IntN(900)), "A", "198.51.100.7")
		if i%10 == 0 {
			line(start+float64(i)*17, 10+r.IntN(15), fmt.Sprintf("site%d.com", r.IntN(900)), "TXT", "TXT 11 v=spf1 -all")
		}
	}
	piece := make([]byte, 192)
	for i := range 200 {
		for j := range piece {
			piece[j] = byte(r.Uint32())
		}
		line(start+40_000+float64(i), 13, fmt.Sprintf("p%d.cdn.example.net", i), "TXT", "TXT 255 "+base64.StdEncoding.EncodeToString(piece)[:255])
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "dns.log"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}
