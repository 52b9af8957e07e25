package acceptance_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dwell/casefile"
	"dwell/finding"
	"dwell/internal/testkit"
)

// Every mail of every folder is read or named with the reason, and every wallet
// that the data's own lists prove by its checksum is found, and no other of that
// currency.
func TestMail(t *testing.T) {
	root := testkit.Shared(t, "mail")
	r := investigate(t, root)
	accounted(t, root, r)
	for _, e := range r.Entries {
		if e.Packs == "" && e.Format == "" && e.Reason == "" {
			t.Errorf("%s is neither read nor refused", e.Path)
		}
		if strings.HasSuffix(e.Path, ".eml") && e.Format == "" && e.Duplicate == "" {
			t.Errorf("%s was not read: %s", e.Path, e.Reason)
		}
	}
	found := wallets(r.Case)
	listed := listedWallets(t, root)
	for _, w := range listed {
		if !slices.Contains(found, w) {
			t.Errorf("wallet %s is listed and not found", w)
		}
	}
	for _, w := range found {
		if !slices.Contains(listed, w) {
			t.Errorf("wallet %s is found and not listed", w)
		}
	}
}

// wallets returns the Bitcoin addresses that the case's demands name.
func wallets(c *casefile.Case) []string {
	var out []string
	for _, f := range c.Findings {
		if f.Kind != finding.MailExtortion || f.Demand == nil {
			continue
		}
		for _, w := range f.Demand.Wallets {
			if w.Currency == "BTC" {
				out = append(out, w.Address)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// listedWallets returns the valid Bitcoin addresses that the data's lists name.
func listedWallets(t *testing.T, root string) []string {
	t.Helper()
	var mails map[string][]string
	load(t, filepath.Join(root, "extortion", "wallets.json"), &mails)
	var notes map[string]struct {
		Valid []string `json:"btc_valid"`
	}
	load(t, filepath.Join(root, "extortion", "notes_chats_wallets.json"), &notes)
	var out []string
	for _, w := range mails {
		out = append(out, w...)
	}
	for _, n := range notes {
		out = append(out, n.Valid...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func load(t *testing.T, path string, v any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// Ordinary correspondence, English and Korean, gives nothing above low.
func TestOrdinaryMailRaisesNoAlarm(t *testing.T) {
	for _, folder := range []string{"mail/korean", "mail/ham"} {
		for _, f := range shared(t, folder).Findings {
			if f.Severity > finding.Low {
				t.Errorf("%s: %s %s", folder, f.Severity, f.Sentence)
			}
		}
	}
}
