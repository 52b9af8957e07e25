package spearphish

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"dwell/detect/detecttest/realdata"
	"dwell/detect/fold"
	"dwell/detect/spearphish/alike"
	"dwell/event"
	"dwell/evidence/mail"
	"dwell/finding"
)

// An organisation of many correspondents is made from the histories of a few: each
// history is taken several times, under another name, address, domain and date.
type organisation struct {
	mails  []event.Mail
	spears map[string]string // Message-ID: level
}

// double puts somebody's mail under another name and address, so many days later.
func double(m event.Mail, number, days int) event.Mail {
	own := m.Author()
	local, domain := alike.Split(alike.Canonical(own.Addr))
	mark := fmt.Sprintf("%x", uint32(fold.HashString(fmt.Sprintf("%s %d", domain, number))))
	to := event.Address{Name: own.Name + " " + word(number), Addr: local + "@" + mark + ".example"}
	if alike.Provider(domain) {
		to.Addr = local + mark + "@" + domain
	}
	m.From = []event.Address{to}
	m.MessageID = fmt.Sprintf("%d.%s", number, m.MessageID)
	m.Ref.File = event.FileID(number + 1)
	m.Headers = slices.Clone(m.Headers)
	for i := range m.Headers {
		if h := &m.Headers[i]; strings.EqualFold(h.Name, "from") {
			h.Value = strings.Replace(strings.Replace(h.Value, own.Addr, to.Addr, 1), own.Name, to.Name, 1)
		}
	}
	by := int64(days) * day
	m.Time.Nanos += by
	m.Delivered.Nanos += by
	m.Hops = slices.Clone(m.Hops)
	for i := range m.Hops {
		m.Hops[i].Time.Nanos += by
	}
	return m
}

// word writes a number in letters, as a further family name.
func word(number int) string {
	const syllables = "bacodufegihojukalemoni"
	return "Z" + syllables[number%11*2:number%11*2+2] + syllables[number/11%11*2:number/11%11*2+2] + "n"
}

// newOrganisation doubles the histories so often, and puts one spear of a level after
// sixty mails of each.
func newOrganisation(t testing.TB, doubles int) *organisation {
	histories, outsiders := realdata.Mails(t, mail.New(), "history/*.mbox"), realdata.Mails(t, mail.New(), "outsiders/*.mbox")
	outsiders = slices.DeleteFunc(outsiders, func(m event.Mail) bool { return len(m.Hops) < 2 })
	bySender := make(map[string][]event.Mail)
	for _, m := range histories {
		a := alike.Canonical(m.Author().Addr)
		bySender[a] = append(bySender[a], m)
	}
	var senders []string
	for a := range bySender {
		senders = append(senders, a)
		slices.SortStableFunc(bySender[a], func(x, y event.Mail) int { return cmp.Compare(instant(&x).Nanos, instant(&y).Nanos) })
	}
	slices.Sort(senders)
	o := &organisation{spears: make(map[string]string)}
	random := rand.New(rand.NewPCG(3, 3))
	levels := []string{"A", "B", "C", "D"}
	for number := range doubles {
		for i, a := range senders {
			days := random.IntN(365)
			for n, m := range bySender[a] {
				m = double(m, number, days)
				o.mails = append(o.mails, m)
				const known = 60
				if n == known {
					level := levels[(i+number)%len(levels)]
					s := o.spear(level, m, double(bySender[a][n-1-random.IntN(30)], number, days), outsiders[random.IntN(len(outsiders))])
					o.spears[s.MessageID] = level
					o.mails = append(o.mails, s)
				}
			}
		}
	}
	return o
}

// spear is a forged mail with something to open. A: a stranger's mail under the true
// address. B: under the true name, from a like address. C: a stranger's mail that came
// the way of the true one's domain. D: a true mail copied, from the stranger's servers.
func (o *organisation) spear(level string, m, known, other event.Mail) event.Mail {
	by := instant(&m).Nanos + day/24 - instant(&other).Nanos
	s := other
	if level == "D" {
		s = known
		s.Hops, s.ReturnPath = other.Hops, other.ReturnPath
	}
	s.From, s.MessageID, s.AuthResult = m.From, fmt.Sprintf("%d.spear@%s", len(o.mails), level), nil
	s.Headers = nil
	for _, h := range other.Headers {
		if strings.EqualFold(h.Name, "received") {
			s.Headers = append(s.Headers, h)
		}
	}
	written := other.Headers
	if level == "D" {
		written = known.Headers
	}
	for _, h := range written {
		if lower := strings.ToLower(h.Name); lower != "received" && !strings.Contains(lower, "dkim") && !strings.HasPrefix(lower, "x-g") {
			s.Headers = append(s.Headers, h)
		}
	}
	if level == "C" {
		s.Hops = m.Hops
	}
	if level == "B" {
		local, domain := alike.Split(m.Author().Addr)
		s.From = []event.Address{{Name: m.Author().Name, Addr: local + "@" + domain[:1] + "q" + domain[1:]}}
		if alike.Provider(domain) {
			s.From[0].Addr = local + "7@" + domain
		}
	}
	s.Time.Nanos = other.Time.Nanos + by
	s.Delivered = event.UTC(instant(&other).Nanos+by, event.PrecisionSecond)
	s.Hops = slices.Clone(s.Hops)
	for i := range s.Hops {
		s.Hops[i].Time.Nanos = s.Delivered.Nanos
	}
	s.Ref.Offset += 1 << 40
	s.Links = []string{"http://203.0.113.9/"}
	s.Parts = []event.Part{{Path: "1", Type: "text/plain"}, {Path: "2", Type: "application/zip", Name: "photos.scr", Disposition: "attachment"}}
	return s
}

// Goal 3: of one spear in 100,000 mails, nine in ten are among the three heaviest
// mails of a day of 50,000, and ten findings a day or fewer are above info. A day is
// drawn from all judged mails, because the true dates lie years apart.
func TestSharedOneSpearInAHundredThousand(t *testing.T) {
	doubles := 2
	if os.Getenv("DWELL_GRID") != "" {
		doubles = 26
	}
	o := newOrganisation(t, doubles)
	score := make(map[string]float64) // of each spear
	var ordinary []float64
	above := 0
	for _, f := range investigate(t, o.mails) {
		weight := own(&f)
		isSpear := false
		for _, id := range f.Values(finding.Object) {
			if _, ok := o.spears[id]; ok {
				isSpear = true
				score[id] = max(score[id], weight)
			}
		}
		if !isSpear {
			ordinary = append(ordinary, weight)
			if finding.SeverityOf(weight) > finding.Info {
				above++
			}
		}
	}
	slices.Sort(ordinary)
	const perDay = 50_000
	total := len(o.mails) - len(o.spears)
	t.Logf("%d mails, %d ordinary findings, %d of them above info by weight: %.1f a day of %d", total, len(ordinary), above, float64(above)*perDay/float64(total), perDay)
	trials, first := make(map[string]int), make(map[string]int)
	for id, level := range o.spears {
		trials[level]++
		i, _ := slices.BinarySearch(ordinary, score[id])
		heavier := float64(len(ordinary)-i) * perDay / float64(total)
		const beaten = 2
		if w, ok := score[id]; ok && w > 0 && heavier <= beaten {
			first[level]++
		}
	}
	for level, n := range trials {
		t.Logf("level %s: %d of %d among the first three of their day", level, first[level], n)
		const least = 0.9
		if float64(first[level]) < least*float64(n) {
			t.Errorf("level %s: %d of %d", level, first[level], n)
		}
	}
}

// own is the weight of a finding before the day's budget.
func own(f *finding.Finding) float64 {
	weight := f.Score
	for _, p := range f.Parts {
		if p.Name == partBudget {
			weight -= p.Weight
		}
	}
	return weight
}
