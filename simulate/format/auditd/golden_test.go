package auditd_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The golden files are logs as they are; in the enriched one the separator is shown as a blank and a bar.
func TestRawLog(t *testing.T) { golden(t, "audit.log", string(write(nil))) }

func TestEnrichedLog(t *testing.T) {
	golden(t, "enriched.log", strings.ReplaceAll(string(write(known())), "\x1d", " | "))
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			t.Fatalf("%s, line %d:\ngot  %q\nwant %q", path, i+1, g[min(i, len(g)-1)], w[min(i, len(w)-1)])
		}
	}
}
