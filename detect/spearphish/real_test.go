package spearphish

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dwell/detect"
	"dwell/detect/spearphish/alike"
	"dwell/event"
	"dwell/evidence/evidencetest"
	"dwell/evidence/mail"
	"dwell/finding"
	"dwell/internal/testkit"
)

func read(t testing.TB, pattern string) []event.Mail {
	t.Helper()
	root := testkit.Shared(t, "mail")
	files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(files), err)
	}
	var out []event.Mail
	for _, path := range files {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			t.Fatal(err)
		}
		result, err := evidencetest.Read(mail.New(), filepath.ToSlash(name), content)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, result.Events.Mails...)
	}
	return out
}

func investigate(t testing.TB, mails []event.Mail) []finding.Finding {
	t.Helper()
	d := New(detect.Config{})
	d.Observe(&event.Batch{Mails: mails})
	findings, err := d.Findings(detect.View{})
	if err != nil {
		t.Fatal(err)
	}
	return findings
}

// Ordinary mail gives at most one finding above low in a thousand mails.
func TestSharedOrdinaryMail(t *testing.T) {
	list := append(read(t, "history/*.mbox"), read(t, "outsiders/*.mbox")...)
	list = append(list, read(t, "korean/*.eml")...)
	for name, mails := range map[string][]event.Mail{
		"list": list, "history": read(t, "history/*.mbox"), "outsiders": read(t, "outsiders/*.mbox"), "ham": read(t, "ham/*.eml"),
		"korean": read(t, "korean/*.eml"), "phishing": read(t, "phishing/*.eml"),
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
	outsiders := read(t, "outsiders/*.mbox")
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
		history := read(t, "history/"+filepath.Base(path))
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
