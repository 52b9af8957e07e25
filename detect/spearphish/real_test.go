package spearphish

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/detecttest/realdata"
	"dwell/detect/spearphish/alike"
	"dwell/event"
	"dwell/evidence/mail"
	"dwell/finding"
	"dwell/internal/testkit"
)

func investigate(t testing.TB, mails []event.Mail) []finding.Finding {
	t.Helper()
	return detecttest.Investigate(t, Spec(), detect.View{}, []event.Batch{{Mails: mails}})
}

// Ordinary mail gives at most one finding above low in a thousand mails.
func TestSharedOrdinaryMail(t *testing.T) {
	list := append(realdata.Mails(t, mail.New(), "history/*.mbox"), realdata.Mails(t, mail.New(), "outsiders/*.mbox")...)
	list = append(list, realdata.Mails(t, mail.New(), "korean/*.eml")...)
	for name, mails := range map[string][]event.Mail{
		"list": list, "history": realdata.Mails(t, mail.New(), "history/*.mbox"), "outsiders": realdata.Mails(t, mail.New(), "outsiders/*.mbox"), "ham": realdata.Mails(t, mail.New(), "ham/*.eml"),
		"korean": realdata.Mails(t, mail.New(), "korean/*.eml"), "phishing": realdata.Mails(t, mail.New(), "phishing/*.eml"),
	} {
		counts := make(map[finding.Severity]int)
		for _, f := range investigate(t, mails) {
			counts[f.Severity]++
			t.Logf("%s: %s %.2f %s %v", name, f.Severity, f.Score, f.Sentence, f.Parts)
		}
		t.Logf("%s: %d mails, %v", name, len(mails), counts)
		const perMails = 1000
		if above := counts[finding.Medium] + counts[finding.High] + counts[finding.Critical]; above > len(mails)/perMails+1 {
			t.Errorf("%s: %d findings above low in %d mails", name, above, len(mails))
		}
	}
}

// Trials on real histories: an outsider's mail takes the name of each sender in turn
// after sixty true mails. The outsider's own headers stay, as a real impostor's
// would; the address is altered in three ways.
func TestSharedTrials(t *testing.T) {
	outsiders := realdata.Mails(t, mail.New(), "outsiders/*.mbox")
	files, err := filepath.Glob(filepath.Join(testkit.Shared(t, "mail/history"), "*.mbox"))
	if err != nil {
		t.Fatal(err)
	}
	const known = 60
	ways := map[string]func(local, domain string) string{
		"altered local part at a provider": func(local, domain string) string { return local + "7@gmail.com" },
		"look-alike domain":                func(local, domain string) string { return local + "@" + alike.Label(domain) + "-mail.com" },
		"name only":                        func(local, domain string) string { return "office.director@gmail.com" },
	}
	counts, total := make(map[string]map[finding.Severity]int), 0
	for i, path := range files {
		history := realdata.Mails(t, mail.New(), "history/"+filepath.Base(path))
		if len(history) <= known {
			continue
		}
		total++
		victim := history[known-1]
		for way, alter := range ways {
			forged := outsiders[(37*i)%len(outsiders)]
			forged.Time.Nanos, forged.Delivered = victim.Time.Nanos+1, victim.Delivered
			forged.Delivered.Nanos++
			local, domain := alike.Split(alike.Canonical(victim.Author().Addr))
			forged.From = []event.Address{{Name: victim.Author().Name, Addr: alter(local, domain)}}
			forged.To, forged.Cc, forged.InReplyTo, forged.References = victim.To, nil, "", nil
			forged.MessageID, forged.Links = fmt.Sprintf("trial%d@example.net", i), []string{"http://203.0.113.1/"}
			found := finding.Info
			for _, f := range investigate(t, append(history[:known:known], forged)) {
				if slices.Contains(f.Values(finding.Attacker), forged.From[0].Addr) {
					found = max(found, f.Severity)
				}
			}
			if counts[way] == nil {
				counts[way] = make(map[finding.Severity]int)
			}
			counts[way][found]++
			if found < finding.Medium {
				t.Logf("%s: %s %s by %s: %s", way, filepath.Base(path), victim.Author().Name, forged.Client, found)
			}
		}
	}
	for way, c := range counts {
		t.Logf("%s: %d trials, %v", way, total, c)
		const leastShare = 0.6
		if above := c[finding.Medium] + c[finding.High] + c[finding.Critical]; float64(above) < leastShare*float64(total) {
			t.Errorf("%s: %d of %d are above low", way, above, total)
		}
	}
}
