package simulate_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dwell/internal/testkit"
	"dwell/simulate"
	"dwell/simulate/scenario"
	"dwell/truth"
)

// small is a quick simulation.
func small(t *testing.T, name string, parameters map[string]string) *simulate.Result {
	t.Helper()
	p := map[string]string{"employees": "12", "mailboxes": "3"}
	for k, v := range parameters {
		p[k] = v
	}
	r, err := simulate.Run(context.Background(), simulate.Config{Scenario: name, Seed: 5, Parameters: p, Out: filepath.Join(t.TempDir(), "out")})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// digest hashes all files below a folder.
func digest(t *testing.T, root string) string {
	t.Helper()
	h := sha256.New()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		h.Write([]byte(strings.TrimPrefix(path, root)))
		h.Write(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Every sensor writes the same twice: each has its part in one of the two.
func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	for _, c := range []struct {
		scenario   string
		parameters map[string]string
	}{
		{"ransom-no-theft", nil},
		{"quiet-month", map[string]string{"days": "2", "network": "suricata", "hosts": "winlogbeat", "database": "mariadb", "gaps": "2", "skew": "2m", "mail_server": "m365"}},
		{"private-mailbox", map[string]string{"days": "16", "missing": "network,database,web"}},
	} {
		first, second := small(t, c.scenario, c.parameters), small(t, c.scenario, c.parameters)
		if a, b := digest(t, filepath.Dir(first.Evidence)), digest(t, filepath.Dir(second.Evidence)); a != b {
			t.Errorf("%s with %v: %s and %s", c.scenario, c.parameters, a, b)
		}
	}
}

// Every scenario runs, and what its truth points to are records that lie where it says.
func TestTheTruthPointsToRecords(t *testing.T) {
	for _, name := range scenario.Names() {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && name != "ransom-no-theft" {
				t.Skip("one scenario will do")
			}
			r := small(t, name, map[string]string{"days": "30"})
			loaded, err := truth.Load(filepath.Join(filepath.Dir(r.Evidence), truth.FileName))
			if err != nil {
				t.Fatal(err)
			}
			if name == "quiet-month" && len(loaded.Stages) > 0 || name != "quiet-month" && len(loaded.Stages) == 0 {
				t.Fatalf("%d stages", len(loaded.Stages))
			}
			for _, s := range loaded.Stages {
				if len(s.Records) == 0 || s.Tactic == "" || s.Technique == "" || s.Sentence == "" {
					t.Errorf("%s leaves %d records: %+v", s.Name, len(s.Records), s.Sentence)
				}
				for _, record := range s.Records[:min(3, len(s.Records))] {
					if text := content(t, r.Evidence, record); strings.Count(strings.TrimRight(text, "\n"), "\n") > 400 || strings.TrimSpace(text) == "" {
						t.Errorf("%s: %s:%d+%d is %q", s.Name, record.File, record.Offset, record.Length, text)
					}
				}
			}
		})
	}
}

// content returns the bytes of a record.
func content(t *testing.T, root string, r truth.Record) string {
	t.Helper()
	all := testkit.Content(t, filepath.Join(root, filepath.FromSlash(r.File)))
	if r.Offset > 0 && all[r.Offset-1] != '\n' || r.Offset+r.Length < int64(len(all)) && all[r.Offset+r.Length] != '\n' {
		t.Fatalf("%s:%d+%d does not begin and end with a line", r.File, r.Offset, r.Length)
	}
	return string(all[r.Offset : r.Offset+r.Length])
}

func TestWhatIsMissingIsMissing(t *testing.T) {
	r := small(t, "ransom-no-theft", map[string]string{"missing": "network,mail"})
	for _, folder := range []string{"network", "mail"} {
		if _, err := os.Stat(filepath.Join(r.Evidence, folder)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is there: %v", folder, err)
		}
	}
	if len(r.Truth.Missing) != 2 {
		t.Errorf("%+v", r.Truth.Missing)
	}
	for _, s := range r.Truth.Stages {
		if s.Name == "lure" && len(s.Records) > 0 {
			t.Error("the lure left records without a mailbox")
		}
	}
}

// Evidence that ends before a step knows nothing of it, and neither does the truth.
func TestTheEvidenceCanEndEarly(t *testing.T) {
	r := small(t, "interpark-2016", map[string]string{"days": "2"})
	if r.Truth.Data != nil || r.Truth.Extortion != nil || r.Truth.Dwell.Awareness != nil || r.Truth.Dwell.Foothold == nil {
		t.Errorf("%+v", r.Truth.Dwell)
	}
}

func TestMistakesAreRefused(t *testing.T) {
	for what, c := range map[string]simulate.Config{
		"no scenario":         {Scenario: "alien-invasion"},
		"no parameter":        {Scenario: "quiet-month", Parameters: map[string]string{"warp": "9"}},
		"no number":           {Scenario: "quiet-month", Parameters: map[string]string{"employees": "many"}},
		"too many":            {Scenario: "quiet-month", Parameters: map[string]string{"employees": "100000"}},
		"no choice":           {Scenario: "quiet-month", Parameters: map[string]string{"network": "crystal-ball"}},
		"no duration":         {Scenario: "interpark-2016", Parameters: map[string]string{"beacon_period": "often"}},
		"of another scenario": {Scenario: "quiet-month", Parameters: map[string]string{"daily": "5"}},
	} {
		c.Out = filepath.Join(t.TempDir(), "out")
		if _, err := simulate.Run(context.Background(), c); !errors.Is(err, scenario.ErrUsage) {
			t.Errorf("%s: %v", what, err)
		}
		if _, err := os.Stat(c.Out); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s leaves something behind", what)
		}
	}
}

func TestNothingIsOverwritten(t *testing.T) {
	out := t.TempDir()
	if err := os.WriteFile(filepath.Join(out, "mine.txt"), []byte("keep"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := simulate.Run(context.Background(), simulate.Config{Scenario: "quiet-month", Out: out}); !errors.Is(err, simulate.ErrExists) {
		t.Error(err)
	}
	if b, err := os.ReadFile(filepath.Join(out, "mine.txt")); err != nil || string(b) != "keep" {
		t.Errorf("%q, %v", b, err)
	}
}

func TestACancelledSimulationLeavesNothing(t *testing.T) {
	parent := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := simulate.Run(ctx, simulate.Config{Scenario: "quiet-month", Out: filepath.Join(parent, "out")}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if left, err := os.ReadDir(parent); err != nil || len(left) > 0 {
		t.Errorf("%v, %v", left, err)
	}
}

func BenchmarkMonth(b *testing.B) {
	for b.Loop() {
		r, err := simulate.Run(context.Background(), simulate.Config{Scenario: "quiet-month", Seed: 1, Parameters: map[string]string{"employees": "200"}, Out: filepath.Join(b.TempDir(), "out")})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(r.Records), "records")
	}
}
