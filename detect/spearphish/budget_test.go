package spearphish

import (
	"fmt"
	"testing"
	"time"

	"dwell/event"
	"dwell/finding"
)

// Of twenty impostors of one day ten are above info, the heaviest; the others are kept,
// counted and ranked.
func TestTenFindingsADayAreAboveInfo(t *testing.T) {
	b, at := quarter()
	for i := range 20 {
		h := crook.with(func(h *hand) { h.address = fmt.Sprintf("office%d@rented%c.example.net", i, 'a'+i) })
		b.send(h, at.Add(time.Duration(i)*time.Minute), func(m *event.Mail) {
			if i%2 == 0 {
				m.Parts = append(m.Parts, event.Part{Name: "a.exe", Disposition: "attachment", Data: []byte("MZ")})
			}
		})
	}
	above, beyond := 0, 0
	least, most := 100.0, 0.0
	for _, f := range investigate(t, b.mails) {
		if f.Severity > finding.Info {
			above++
			least = min(least, own(&f))
		}
		for _, p := range f.Parts {
			if p.Name == partBudget {
				beyond++
				most = max(most, own(&f))
			}
		}
	}
	if above != readable || beyond == 0 {
		t.Errorf("%d above info, %d beyond the budget", above, beyond)
	}
	if most > least {
		t.Errorf("a finding of %.2f was left out, one of %.2f not", most, least)
	}
}

// The id of a finding does not depend on its rank.
func TestTheBudgetKeepsIDs(t *testing.T) {
	f, err := finding.New(finding.Finding{Kind: finding.MailImpersonation, Title: "t", Sentence: "s", Refs: []event.Ref{{}}, Measures: map[string]any{}, Parts: []finding.Part{{Name: "p", Weight: 3}}}, "key")
	if err != nil {
		t.Fatal(err)
	}
	ranked := f
	if err := rankFinding(&ranked, readable+1, readable+1); err != nil {
		t.Fatal(err)
	}
	if ranked.ID != f.ID || ranked.Severity != finding.Info || own(&ranked) != f.Score {
		t.Errorf("%s %s %.2f", ranked.ID, ranked.Severity, own(&ranked))
	}
}
