package phishing

import (
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dwell/detect"
	"dwell/detect/detecttest/realdata"
	"dwell/event"
	"dwell/evidence/mail"
	"dwell/finding"
	"dwell/internal/testkit"
)

// What was chosen (weights, words, clues, threshold) was chosen on mails of our own
// making, on what is generally known of such mails, and on the half of each public
// collection that this hash picks. It went in rounds: chosen on one tenth, the other nine
// gave a recall of 0.823 at a precision of 0.949; with three tenths read, the other seven
// gave 0.852 and 0.980; with five, the other five what the floors below say. No phishing
// mail of that half was read, but its numbers after each round, and a line about each
// false alarm, were seen.
func chosenOn(name string) bool {
	const parts, read = 10, 5
	return crc32.ChecksumIEEE([]byte(name))%parts < read
}

// rest reads the tenths of a collection that nothing was chosen on. Of the one file that holds all outsiders,
// mails are picked instead of files.
func rest(t testing.TB, pattern string) []event.Mail {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(testkit.Shared(t, "mail"), filepath.FromSlash(pattern)))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(files), err)
	}
	var out []event.Mail
	for _, path := range files {
		name := filepath.Base(path)
		mails := realdata.Mails(t, mail.New(), filepath.ToSlash(filepath.Join(filepath.Dir(pattern), name)))
		if len(files) == 1 {
			mails = slices.DeleteFunc(mails, func(m event.Mail) bool { return chosenOn(m.MessageID) })
		} else if chosenOn(name) {
			continue
		}
		out = append(out, mails...)
	}
	return out
}

// tally counts mails that are told of, and of these the ones of low severity or more.
type tally struct{ told, low int }

// low is where that severity begins (finding/severity.go).
const low = 1.0

// alone judges each mail without any history: the harshest condition.
func alone(t testing.TB, mails []event.Mail, alter func(*event.Mail)) (found tally, of []letter) {
	t.Helper()
	d := New(detect.Config{})
	for i := range mails {
		m := mails[i]
		if alter != nil {
			alter(&m)
		}
		l, ok := d.examine(&m)
		if score := l.Clues.total(); ok && score >= leastScore {
			found.told++
			if score >= low {
				found.low++
			}
		}
		of = append(of, l)
	}
	return found, of
}

// withoutChecks takes from a mail what only the mail systems of one source wrote: the results
// of the receiver's checks and the verdicts of its provider.
func withoutChecks(m *event.Mail) {
	m.AuthResult = nil
	m.Headers = slices.DeleteFunc(slices.Clone(m.Headers), func(h event.Header) bool {
		return strings.HasPrefix(strings.ToLower(h.Name), "x-") || strings.EqualFold(h.Name, "Authentication-Results")
	})
}

// The floors of goal 4 of the reference, measured and rounded down: of what is told of, and
// of what is of low severity or more.
const (
	leastRecall, leastRecallLow       = 0.87, 0.85
	leastUnchecked                    = 0.84
	leastPrecision, leastPrecisionLow = 0.97, 0.98
	mostHardHam                       = 0.08 // of newsletters and notices of 2002
)

// The measurement across sources: phishing of 2022 to 2025 from one collection, ham of
// 2002 and lists of 1999 to 2019 from others.
func TestAcrossSources(t *testing.T) {
	phish := rest(t, "phishing/*.eml")
	found, letters := alone(t, phish, nil)
	bare, _ := alone(t, phish, withoutChecks)
	share := func(n int) float64 { return float64(n) / float64(len(phish)) }
	t.Logf("%d phishing mails: %d told of (%.3f), %d low or above (%.3f); without the receiver's checks and verdicts %d (%.3f)",
		len(phish), found.told, share(found.told), found.low, share(found.low), bare.told, share(bare.told))
	t.Logf("missed: %v", causes(letters))
	passed := 0
	for i := range phish {
		if passedOn(&phish[i]) {
			passed++
		}
	}
	t.Logf("%d of them are what the owner of the honeypot passed on himself; of the others the recall is %.3f or more", passed, float64(found.told)/float64(len(phish)-passed))
	var wrong tally
	all := 0
	for _, source := range []string{"ham/easy*.eml", "ham/hard*.eml", "history/*.mbox", "outsiders/*.mbox", "korean/*.eml"} {
		ham := rest(t, source)
		n, letters := alone(t, ham, nil)
		wrong.told, wrong.low, all = wrong.told+n.told, wrong.low+n.low, all+len(ham)
		t.Logf("%s: of %d mails %d told of, %d low or above: %v", source, len(ham), n.told, n.low, alarms(letters))
		if hard := strings.Contains(source, "hard"); hard && float64(n.low) > mostHardHam*float64(len(ham)) || !hard && n.low > 0 {
			t.Errorf("%s: %d of %d", source, n.told, len(ham))
		}
	}
	precision, precisionLow := precise(found.told, wrong.told), precise(found.low, wrong.low)
	t.Logf("at the mix of %d phishing and %d others: told of precision %.3f, recall %.3f; low or above %.3f, %.3f", len(phish), all, precision, share(found.told), precisionLow, share(found.low))
	if share(found.told) < leastRecall || share(found.low) < leastRecallLow || share(bare.told) < leastUnchecked || precision < leastPrecision || precisionLow < leastPrecisionLow {
		t.Error("below what was measured before")
	}
}

func precise(right, wrong int) float64 { return float64(right) / float64(right+wrong) }

// passedOn reports whether a mail is one that the owner of the honeypot, whose address was
// replaced in the collection, sent to himself or another of his mailboxes.
func passedOn(m *event.Mail) bool {
	from := strings.ToLower(m.Author().Addr)
	if !answers(m.Subject) {
		return false
	}
	return strings.HasSuffix(from, "@pot") || slices.ContainsFunc(m.To, func(a event.Address) bool { return strings.EqualFold(a.Addr, from) })
}

// causes counts why mails were missed.
func causes(letters []letter) map[string]int {
	out := map[string]int{}
	for i := range letters {
		l := &letters[i]
		switch s := &l.Clues; {
		case s.total() >= leastScore:
		case l.Ref == (event.Ref{}):
			out["dull: nothing to follow"]++
		case s.has(fromGenuine):
			out["a service of a true organisation"]++
		case s.has(leadsNowhere):
			out["leads nowhere"]++
		case l.Claim != "":
			out["claims to be somebody, too little else"]++
		case s.any(asksLure, asksPrize):
			out["an offer in nobody's name"]++
		case s.any(fromList, fromThread):
			out["list or answer"]++
		default:
			out["other, in nobody's name"]++
		}
	}
	return out
}

// alarms words the false alarms.
func alarms(letters []letter) []string {
	var out []string
	for i := range letters {
		if l := &letters[i]; l.Clues.total() >= leastScore {
			out = append(out, fmt.Sprintf("%.1f claims %q, from %s to %s", l.Clues.total(), l.Claim, l.Domain, l.Target))
		}
	}
	return out
}

// Phishing of two other collections: examples of one vendor's rules, and tests of another
// product's, of which only those are counted that are phishing by their own name.
func TestOtherPhishing(t *testing.T) {
	mails := realdata.Mails(t, mail.New(), "formats/sublime/*.eml")
	found, _ := alone(t, mails, nil)
	t.Logf("of %d examples %d are told of, %d low or above", len(mails), found.told, found.low)
}

// The same mails from their true senders are no phishing: what is found is the claim, not
// the words. Sender, envelope and links of every mail that claims to be a known
// organisation become the organisation's own.
func TestTheSameMailFromItsTrueSender(t *testing.T) {
	d := New(detect.Config{})
	turned, wrong := 0, 0
	for _, m := range rest(t, "phishing/*.eml") {
		l, ok := d.examine(&m)
		if !ok || l.Home == "" || l.Clues.total() < leastScore {
			continue
		}
		turned++
		genuine(&m, l.Home)
		if l, ok := d.examine(&m); ok && l.Clues.total() >= leastScore {
			wrong++
			t.Logf("%.1f %s: %s", l.Clues.total(), l.Claim, listed(&l))
		}
	}
	t.Logf("%d of %d mails that claim to be from a known organisation are flagged when they are", wrong, turned)
	const most = 0.01
	if turned < 100 || float64(wrong) > most*float64(turned) {
		t.Errorf("%d of %d", wrong, turned)
	}
}

// genuine turns a mail into one that the owner of a domain sent.
func genuine(m *event.Mail, home string) {
	address := "no-reply@" + home
	m.From = []event.Address{{Name: m.Author().Name, Addr: address}}
	m.ReturnPath, m.ReplyTo, m.Links = address, nil, []string{"https://www." + home + "/account"}
	m.AuthResult = []string{"mx.example.org; dmarc=pass header.from=" + home}
	m.Parts = []event.Part{{Type: "text/html", Data: fmt.Appendf(nil, `<a href="https://www.%s/account">Log in</a>`, home)}}
}

// A mailbox gets the findings of its campaigns, ten of a day above info, none above
// medium; real lists get none.
func TestWhatAMailboxIsTold(t *testing.T) {
	severities := map[finding.Severity]int{}
	for _, f := range investigate(t, rest(t, "phishing/*.eml")...) {
		severities[f.Severity]++
	}
	t.Logf("%v", severities)
	if severities[finding.High]+severities[finding.Critical] > 0 || severities[finding.Low] == 0 {
		t.Errorf("%v", severities)
	}
	if os.Getenv("DWELL_GRID") == "" {
		return
	}
	if f := investigate(t, append(rest(t, "history/*.mbox"), rest(t, "outsiders/*.mbox")...)...); len(f) > 0 {
		t.Errorf("%d findings in lists: %s", len(f), f[0].Sentence)
	}
}
