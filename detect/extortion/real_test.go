package extortion

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/detecttest/realdata"
	"dwell/detect/extortion/cue"
	"dwell/event"
	"dwell/evidence/mail"
	"dwell/evidence/note"
	"dwell/finding"
	"dwell/internal/testkit"
)

// scanner is shared by the tests: to build it takes longer than to search most texts.
var scanner = cue.NewScanner()

func investigate(t testing.TB, mails []event.Mail) []finding.Finding {
	t.Helper()
	spec := Spec()
	spec.New = func(c detect.Config) detect.Detector { return newDetector(c, scanner) }
	return detecttest.Investigate(t, spec, detect.View{}, []event.Batch{{Mails: mails}})
}

func severities(findings []finding.Finding) map[finding.Severity]int {
	out := make(map[finding.Severity]int)
	for _, f := range findings {
		out[f.Severity]++
	}
	return out
}

// Ordinary mail gives no demand above low.
func TestSharedOrdinaryMailIsNoDemand(t *testing.T) {
	for _, folder := range []string{"history/*.mbox", "outsiders/*.mbox", "ham/*.eml", "korean/*.eml", "phishing/*.eml"} {
		mails := realdata.Mails(t, mail.New(), folder)
		findings := investigate(t, mails)
		t.Logf("%s: %d mails, %v", folder, len(mails), severities(findings))
		for _, f := range findings {
			if f.Severity > finding.Low && folder != "phishing/*.eml" {
				t.Errorf("%s: %s %s %v", folder, f.Severity, f.Sentence, f.Parts)
			}
			if folder == "phishing/*.eml" {
				t.Logf("%s %.1f %s", f.Severity, f.Score, f.Sentence)
			}
		}
	}
}

// Sextortion is found, called what it is, and never more than medium.
func TestSharedSextortion(t *testing.T) {
	wallets := make(map[string][]string)
	list, err := os.ReadFile(testkit.Shared(t, "mail/extortion/wallets.json"))
	if err != nil || json.Unmarshal(list, &wallets) != nil {
		t.Fatal(err)
	}
	for name, want := range wallets {
		findings := investigate(t, realdata.Mails(t, mail.New(), "extortion/"+name))
		if len(findings) != 1 {
			t.Errorf("%s: %d findings", name, len(findings))
			continue
		}
		f := findings[0]
		var got []string
		for _, w := range f.Demand.Wallets {
			got = append(got, w.Address)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %d wallets, want %d", name, len(got), len(want))
		}
		if f.Demand.Class != massSextortion || f.Severity > finding.Medium || f.Severity < finding.Low {
			t.Errorf("%s: %s, %s: %v", name, f.Demand.Class, f.Severity, f.Parts)
		}
		t.Logf("%s: %s %.2f, %d amounts, limit %v", name, f.Severity, f.Score, len(f.Demand.Amounts), f.Measures["deadline_text"])
	}
}

// Notes are high; every wallet that is listed comes out and no other.
func TestSharedNotesAndChats(t *testing.T) {
	lists := make(map[string]struct {
		BTC []string `json:"btc_valid"`
	})
	content, err := os.ReadFile(testkit.Shared(t, "mail/extortion/notes_chats_wallets.json"))
	if err != nil || json.Unmarshal(content, &lists) != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"notes", "chats"} {
		counts, classes, amounts, limits, contacts, total := map[finding.Severity]int{}, map[string]int{}, 0, 0, 0, 0
		for name, want := range lists {
			if !strings.HasPrefix(name, kind) {
				continue
			}
			total++
			findings := investigate(t, realdata.Mails(t, note.New(), "extortion/"+escape(name)))
			var got []string
			for _, f := range findings {
				counts[f.Severity]++
				classes[f.Demand.Class]++
				for _, w := range f.Demand.Wallets {
					if w.Currency == "BTC" {
						got = append(got, w.Address)
					} else {
						t.Logf("%s: %s %s", name, w.Currency, w.Form)
					}
				}
				if len(f.Demand.Amounts) > 0 {
					amounts++
				}
				if f.Measures["deadline_text"] != nil {
					limits++
				}
				if len(f.Demand.Contacts) > 0 {
					contacts++
				}
				if f.Severity < finding.High {
					t.Logf("%s: %s %.2f %s", name, f.Severity, f.Score, f.Sentence)
				}
			}
			if len(findings) == 0 {
				t.Logf("%s: nothing found", name)
			}
			if !slices.Equal(got, want.BTC) && len(got)+len(want.BTC) > 0 {
				t.Errorf("%s: wallets %v, want %v", name, got, want.BTC)
			}
		}
		high := counts[finding.High] + counts[finding.Critical]
		t.Logf("%d %s: %v, %v, %d with amount, %d with limit, %d with contact", total, kind, counts, classes, amounts, limits, contacts)
		const share = 0.9 // some say only "read the other file" or were cut
		if float64(high) < share*float64(total) {
			t.Errorf("%s: %d of %d are high", kind, high, total)
		}
	}
}

// escape makes a name match itself in filepath.Glob.
func escape(name string) string {
	return strings.NewReplacer("[", `\[`, "*", `\*`, "?", `\?`).Replace(name)
}
