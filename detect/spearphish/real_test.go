package spearphish

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/idna"

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

// look are the ways in which an address is made to look like another.
var look = map[string]func(local, domain string) string{
	"name only":       func(local, domain string) string { return "office.director@gmail.com" },
	"figure added":    func(local, domain string) string { return local + "7@gmail.com" },
	"separator added": func(local, domain string) string { return local[:2] + "-" + local[2:] + "@" + freeOr(domain) },
	"letter doubled":  func(local, domain string) string { return local[:2] + local[1:] + "@" + freeOr(domain) },
	"word added":      func(local, domain string) string { return local + "@" + alike.Label(domain) + "-mail.com" },
	"other ending":    func(local, domain string) string { return local + "@" + alike.Label(domain) + ".co" },
	"letter left out": func(local, domain string) string { return local + "@" + domain[:1] + domain[2:] },
	"letter replaced": func(local, domain string) string { return local + "@" + domain[:2] + "q" + domain[3:] },
	"letters swapped": func(local, domain string) string { return local + "@" + domain[1:2] + domain[:1] + domain[2:] },
	"two changes": func(local, domain string) string {
		label := alike.Label(domain)
		return local + "@" + label[:1] + "w" + label[1:] + "y" + domain[len(label):]
	},
	"figure for letter": func(local, domain string) string { return local + "@" + figures.Replace(alike.Label(domain)) + ".com" },
	"Cyrillic":          func(local, domain string) string { return local + "@" + cyrillic(domain) },
}

// freeOr keeps a provider, where anybody gets an address, and takes one in place of a
// company's domain.
func freeOr(domain string) string {
	if alike.Provider(domain) {
		return domain
	}
	return "gmail.com"
}

var figures = strings.NewReplacer("o", "0", "l", "1", "i", "1", "e", "3")

// cyrillic writes the first letter that has a Cyrillic double with it, in the form of
// the DNS (RFC 3492).
func cyrillic(domain string) string {
	const latin, double = "aeocpxyi", "\u0430\u0435\u043e\u0441\u0440\u0445\u0443\u0456"
	i := strings.IndexAny(domain, latin)
	as := []rune(double)[strings.IndexByte(latin, domain[i])]
	coded, err := idna.Punycode.ToASCII(domain[:i] + string(as) + domain[i+1:])
	if err != nil {
		return domain
	}
	return coded
}

// Trials on real histories: a stranger's mail takes the name of each sender in turn
// after sixty true mails. The stranger's own headers stay, signatures and checks
// included, as a real impostor's would; the address is altered in twelve ways. Found is
// what is above low. The false alarms of the same kind are counted by
// TestSharedStrangersWithFamiliarNames.
func TestSharedTrials(t *testing.T) {
	outsiders := realdata.Mails(t, mail.New(), "outsiders/*.mbox")
	files, err := filepath.Glob(filepath.Join(testkit.Shared(t, "mail/history"), "*.mbox"))
	if err != nil {
		t.Fatal(err)
	}
	perSender := 1
	if os.Getenv("DWELL_GRID") != "" {
		perSender = 8
	}
	const known = 60
	found, trials, total := make(map[string]int), make(map[string]int), 0
	for i, path := range files {
		history := realdata.Mails(t, mail.New(), "history/"+filepath.Base(path))
		victim := history[known-1]
		local, domain := alike.Split(alike.Canonical(victim.Author().Addr))
		for n := range perSender {
			for way, alter := range look {
				m := stranger(outsiders[(37*i+101*n+17*len(way))%len(outsiders)], victim, alter(local, domain), fmt.Sprintf("trial%d-%d@example.net", i, n))
				trials[way]++
				total++
				if severity(investigate(t, append(history[:known:known], m)), m.From[0].Addr) >= finding.Medium {
					found[way]++
				} else if perSender == 1 {
					t.Logf("missed: %s of %s as %s by %s", way, filepath.Base(path), m.From[0].Addr, m.Client)
				}
			}
		}
	}
	sum := 0
	for way := range look {
		sum += found[way]
		t.Logf("%-18s %d of %d", way, found[way], trials[way])
	}
	t.Logf("%d of %d", sum, total)
	const leastShare = 0.95
	if float64(sum) < leastShare*float64(total) {
		t.Errorf("%d of %d are above low", sum, total)
	}
}

// The impostor of 2016 had read the true mails: his are copies of one, fields and habits
// included, from a like address and from his own servers.
func TestSharedCopiesFromLikeAddresses(t *testing.T) {
	outsiders := realdata.Mails(t, mail.New(), "outsiders/*.mbox")
	files, err := filepath.Glob(filepath.Join(testkit.Shared(t, "mail/history"), "*.mbox"))
	if err != nil {
		t.Fatal(err)
	}
	const known, copied = 60, 10 // mails before, and which of them from the last on
	found, total := 0, 0
	for i, path := range files {
		history := realdata.Mails(t, mail.New(), "history/"+filepath.Base(path))
		victim, own := history[known-1], history[known-copied]
		local, domain := alike.Split(alike.Canonical(victim.Author().Addr))
		for way, alter := range look {
			if way == "name only" {
				continue
			}
			way := outsiders[(37*i+17*len(way))%len(outsiders)]
			m := stranger(own, victim, alter(local, domain), fmt.Sprintf("copy%d@example.net", i))
			m.Hops, m.AuthResult = way.Hops, way.AuthResult
			total++
			if severity(investigate(t, append(history[:known:known], m)), m.From[0].Addr) >= finding.Medium {
				found++
			} else {
				t.Logf("missed: %s", m.From[0].Addr)
			}
		}
	}
	t.Logf("%d of %d", found, total)
	const leastShare = 0.8
	if float64(found) < leastShare*float64(total) {
		t.Errorf("%d of %d are above low", found, total)
	}
}

// stranger is a stranger's mail in a true sender's name, right after a true mail.
func stranger(m, victim event.Mail, address, id string) event.Mail {
	m.Time.Nanos, m.Delivered = victim.Time.Nanos+1, victim.Delivered
	m.Delivered.Nanos++
	m.From = []event.Address{{Name: victim.Author().Name, Addr: address}}
	m.To, m.Cc, m.InReplyTo, m.References = victim.To, nil, "", nil
	m.MessageID, m.Links = id, []string{"http://203.0.113.1/"}
	return m
}

func severity(findings []finding.Finding, attacker string) (most finding.Severity) {
	for _, f := range findings {
		if slices.Contains(f.Values(finding.Attacker), attacker) {
			most = max(most, f.Severity)
		}
	}
	return most
}

// Alarms about new addresses in ordinary mail: at most two in ten thousand mails.
func TestSharedStrangersWithFamiliarNames(t *testing.T) {
	mails := append(realdata.Mails(t, mail.New(), "history/*.mbox"), realdata.Mails(t, mail.New(), "outsiders/*.mbox")...)
	alarms := 0
	for _, f := range investigate(t, mails) {
		if len(f.Values(finding.Attacker)) > 0 && f.Severity > finding.Low {
			alarms++
			t.Logf("%s %.1f %s", f.Severity, f.Score, f.Title)
		}
	}
	const most = 0.0002
	t.Logf("%d alarms about new addresses in %d mails", alarms, len(mails))
	if float64(alarms) > most*float64(len(mails)) {
		t.Errorf("%d alarms in %d mails", alarms, len(mails))
	}
}

// The companies that were renamed in the data are explained as such.
func TestSharedCompaniesThatMoved(t *testing.T) {
	mails := append(realdata.Mails(t, mail.New(), "history/*.mbox"), realdata.Mails(t, mail.New(), "outsiders/*.mbox")...)
	findings := investigate(t, mails)
	for _, person := range []string{"alexandre.belloni", "boris.brezillon"} {
		explained := false
		for _, f := range findings {
			if !slices.Contains(f.Values(finding.Attacker), person+"@bootlin.com") {
				continue
			}
			explained = explained || strings.Contains(f.Title, "company moved from free-electrons.com")
			if f.Severity > finding.Low {
				t.Errorf("%s: %s", f.Severity, f.Sentence)
			}
		}
		if !explained {
			t.Errorf("the move of %s is not explained", person)
		}
	}
}
