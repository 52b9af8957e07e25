package score

import (
	"slices"
	"strings"
	"time"

	"dwell/casefile"
	"dwell/event"
	"dwell/impact"
)

// facts is what a notice may say: what the truth holds and what the findings of the
// incident say.
type facts struct {
	text    string // lower case
	times   []time.Time
	numbers []float64
	classes []string // of personal data
	zone    *time.Location
}

// facts gathers them for one incident.
func (k *comparison) facts(inc *casefile.Incident) *facts {
	f := &facts{zone: time.UTC}
	if zone, err := time.LoadLocation(k.t.Zone); err == nil {
		f.zone = zone
	}
	var text []string
	for _, m := range k.matches {
		if slices.Contains(inc.Findings, m.ID) {
			text = append(text, f.finding(m)...)
		}
	}
	f.incident(inc)
	text = append(text, f.truth(k)...)
	for _, line := range text {
		for _, p := range partsOf(line) {
			if n, ok := p.number(); ok {
				f.numbers = append(f.numbers, n)
			}
		}
	}
	f.text = strings.ToLower(strings.Join(text, "\n"))
	return f
}

func (f *facts) at(list ...event.Time) {
	for _, t := range list {
		if !t.IsZero() {
			f.times = append(f.times, t.Std())
		}
	}
}

func (f *facts) number(list ...int64) {
	for _, n := range list {
		f.numbers = append(f.numbers, float64(n))
	}
}

// finding takes the facts of one finding and returns its words.
func (f *facts) finding(m *match) []string {
	f.at(m.First, m.Last)
	text := []string{m.Title, m.Sentence}
	for _, e := range m.Entities {
		text = append(text, e.Value)
	}
	for _, v := range m.Measures {
		switch v := v.(type) {
		case string:
			text = append(text, v)
		case int64:
			f.number(v)
		case int:
			f.number(int64(v))
		case float64:
			f.numbers = append(f.numbers, v)
		}
	}
	if t := m.Taken; t != nil {
		text = append(text, t.Table, t.Principal)
		f.number(t.Rows, t.Low, t.High)
		f.classes = append(f.classes, t.Personal...)
	}
	if d := m.Demand; d != nil {
		f.at(d.Sent...)
		f.at(d.Deadline)
	}
	return text
}

// incident takes what the case adds up over the findings: its counts, whose rules
// stand beside them, and how many machines and accounts they concern.
func (f *facts) incident(inc *casefile.Incident) {
	f.number(int64(len(inc.Hosts)), int64(len(inc.Accounts)), int64(len(inc.Addresses)))
	im := &inc.Impact
	for _, c := range []impact.Count{im.Rows, im.Records, im.Accounts, im.People, im.Bytes} {
		if c.Known {
			f.number(c.Estimate, c.Low, c.High)
		}
	}
}

// truth takes what really happened and returns the names.
func (f *facts) truth(k *comparison) []string {
	d := &k.t.Dwell
	for _, t := range []*time.Time{d.Entry, d.Foothold, d.FirstBulkRead, d.TheftStart, d.TheftEnd, d.FirstDemand, d.Awareness} {
		f.at(instantOf(t))
	}
	c := &k.t.Compromised
	text := slices.Concat(c.Hosts, c.Accounts, c.People, c.Attackers, k.t.Company.Domains)
	f.number(int64(len(c.Hosts)), int64(len(c.Accounts)), int64(len(c.People)))
	for i := range k.t.Stages {
		s := &k.t.Stages[i]
		f.at(instant(s.First), instant(s.Last))
		text = append(text, s.Sentence)
	}
	if data := k.t.Data; data != nil {
		f.number(data.Rows, data.Records, data.Accounts, data.People, data.Bytes)
		f.classes = append(f.classes, data.Personal...)
		for _, t := range data.Tables {
			f.number(t.Rows)
			text = append(append(text, t.Name), t.Principals...)
		}
	}
	if e := k.t.Extortion; e != nil {
		f.number(int64(e.Mails))
		for _, a := range e.Amounts {
			f.numbers = append(f.numbers, a.Value)
		}
		text = slices.Concat(text, e.Wallets, e.Deadlines)
	}
	return text
}
