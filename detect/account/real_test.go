package account_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/account"
	"dwell/detect/detecttest"
	"dwell/detect/detecttest/realdata"
	"dwell/event"
	"dwell/evidence/mail"
	"dwell/finding"
	"dwell/internal/testkit"
)

// toColleague lets mails of a list count as written here: a colleague had a copy.
func toColleague(mails []event.Mail) []event.Mail {
	out := slices.Clone(mails)
	for i := range out {
		_, domain := cut(out[i].Author().Addr)
		out[i].To = append(slices.Clone(out[i].To), event.Address{Addr: "colleague@" + domain})
	}
	return out
}

func cut(address string) (local, domain string) {
	for i := range len(address) {
		if address[i] == '@' {
			return address[:i], address[i+1:]
		}
	}
	return address, ""
}

// habitual reports whether mails show habits: eight days of the three months before the
// last of them.
func habitual(mails []event.Mail) bool {
	const least, months = 8, 90 * 24 * time.Hour
	days := map[int64]bool{}
	last := mails[len(mails)-1].Time
	for _, m := range mails {
		if age := last.Sub(m.Time); age >= 0 && age < months {
			days[m.Time.Nanos/int64(24*time.Hour)] = true
		}
	}
	return len(days) >= least
}

func judged(t testing.TB, mails []event.Mail) []finding.Finding {
	t.Helper()
	return detecttest.Investigate(t, account.Spec(), detect.View{}, []event.Batch{{Mails: mails}})
}

// Real people over years, with new programs, new providers and journeys, are not taken
// for somebody else.
func TestSharedHistoriesAreQuiet(t *testing.T) {
	mails := toColleague(append(realdata.Mails(t, mail.New(), "history/*.mbox"), realdata.Mails(t, mail.New(), "outsiders/*.mbox")...))
	low, medium := 0, 0
	for _, f := range judged(t, mails) {
		low++
		if f.Severity >= finding.Medium {
			medium++
		}
		t.Logf("%s %.1f %v", f.Severity, f.Score, f.Parts)
	}
	t.Logf("%d mails, %d findings, %d of them medium or above", len(mails), low, medium)
	const most = 2
	if low > most {
		t.Errorf("%d findings in real histories", low)
	}
}

// Trials: on one day three mails to strangers go out under the true address, with the
// headers of somebody else's machine. Written to people whom the owner writes to they
// would be news of a network and of a program alone, which make no finding here. Only
// strangers count whose headers tell a network, and histories that show habits.
func TestSharedTrials(t *testing.T) {
	strangers := map[string][]event.Mail{}
	var order []string
	for _, m := range realdata.Mails(t, mail.New(), "outsiders/*.mbox") {
		from := m.Author().Addr
		if strangers[from] == nil {
			order = append(order, from)
		}
		strangers[from] = append(strangers[from], m)
	}
	const enough, known = 3, 48 // mails of the stranger, and before him
	order = slices.DeleteFunc(order, func(from string) bool {
		return len(strangers[from]) < enough || slices.ContainsFunc(strangers[from][:enough], func(m event.Mail) bool {
			return len(m.Hops) == 0 || !m.Hops[len(m.Hops)-1].IP.IsValid() || m.Hops[len(m.Hops)-1].IP.IsPrivate()
		})
	})
	slices.Sort(order)
	files, err := filepath.Glob(filepath.Join(testkit.Shared(t, "mail/history"), "*.mbox"))
	if err != nil {
		t.Fatal(err)
	}
	trials, found, medium := 0, 0, 0
	for i, path := range files {
		history := toColleague(realdata.Mails(t, mail.New(), "history/"+filepath.Base(path)))
		if len(history) <= known || !habitual(history[:known]) {
			continue
		}
		for k := range 5 {
			trials++
			stranger := strangers[order[(5*i+k)%len(order)]]
			victim := history[known-1]
			taken := append([]event.Mail{}, history[:known]...)
			for j, m := range stranger[:enough] {
				m.From, m.MessageID = victim.From, fmt.Sprintf("t%d.%d@example.net", trials, j)
				m.To, m.Cc = []event.Address{{Addr: fmt.Sprintf("a%d.%d@example.net", trials, j)}, {Addr: fmt.Sprintf("b%d.%d@example.net", trials, j)}}, nil
				start := victim.Time
				if !victim.Delivered.IsZero() {
					start = victim.Delivered
				}
				m.Delivered = event.UTC(start.Nanos+int64(24*time.Hour)+int64(j)*int64(5*time.Minute), event.PrecisionSecond)
				taken = append(taken, m)
			}
			for _, f := range judged(t, toColleague(taken)) {
				if slices.Contains(f.Values(finding.Principal), victim.Author().Addr) {
					found++
					if f.Severity >= finding.Medium {
						medium++
					}
				}
			}
		}
	}
	t.Logf("%d trials, %d found, %d medium or above", trials, found, medium)
	if 10*found < 7*trials {
		t.Errorf("%d of %d trials found", found, trials)
	}
}
