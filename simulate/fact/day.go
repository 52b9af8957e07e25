package fact

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Day collects what happens in one day, in any order.
type Day struct {
	Date       time.Time // midnight in the company's zone
	Flows      []Flow
	Mails      []Mail
	Statements []Statement
	Hits       []Hit
	Logons     []Logon
	Processes  []Process
	Files      []Dropped
	Services   []Service
	Notes      []Note
	Accesses   []Access
}

// At returns an instant of the day.
func (d *Day) At(sinceMidnight time.Duration) time.Time { return d.Date.Add(sinceMidnight) }

// Reset empties the day for another date and keeps its memory.
func (d *Day) Reset(date time.Time) {
	*d = Day{Date: date, Flows: d.Flows[:0], Mails: d.Mails[:0], Statements: d.Statements[:0], Hits: d.Hits[:0],
		Logons: d.Logons[:0], Processes: d.Processes[:0], Files: d.Files[:0], Services: d.Services[:0], Notes: d.Notes[:0], Accesses: d.Accesses[:0]}
}

// Sort puts everything in the order of time. Facts of the same instant keep the
// order of what they are about, so that the result is always the same.
func (d *Day) Sort() {
	slices.SortStableFunc(d.Flows, func(a, b Flow) int {
		return cmp.Or(a.Start.Compare(b.Start), a.Src.Compare(b.Src), a.Dst.Compare(b.Dst), cmp.Compare(a.DstPort, b.DstPort))
	})
	slices.SortStableFunc(d.Mails, func(a, b Mail) int {
		return cmp.Or(a.Sent.Compare(b.Sent), strings.Compare(a.From.Address, b.From.Address), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(d.Statements, func(a, b Statement) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Session.ID, b.Session.ID))
	})
	slices.SortStableFunc(d.Hits, func(a, b Hit) int { return cmp.Or(a.Time.Compare(b.Time), a.Client.Compare(b.Client)) })
	slices.SortStableFunc(d.Logons, func(a, b Logon) int { return cmp.Or(a.Time.Compare(b.Time), strings.Compare(a.Host, b.Host)) })
	slices.SortStableFunc(d.Processes, func(a, b Process) int {
		return cmp.Or(a.Time.Compare(b.Time), strings.Compare(a.Host, b.Host), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(d.Files, func(a, b Dropped) int { return cmp.Or(a.Time.Compare(b.Time), strings.Compare(a.Host, b.Host)) })
	slices.SortStableFunc(d.Notes, func(a, b Note) int { return cmp.Or(a.Time.Compare(b.Time), strings.Compare(a.Host, b.Host)) })
	slices.SortStableFunc(d.Accesses, func(a, b Access) int {
		return cmp.Or(a.Time.Compare(b.Time), strings.Compare(a.Owner, b.Owner), cmp.Compare(a.Do, b.Do), cmp.Compare(a.Session, b.Session))
	})
	slices.SortStableFunc(d.Services, func(a, b Service) int { return cmp.Or(a.Time.Compare(b.Time), strings.Compare(a.Host, b.Host)) })
}

// Later takes out what begins after the day and returns it.
func (d *Day) Later() Day {
	end := d.Date.AddDate(0, 0, 1)
	return Day{
		Flows:      later(&d.Flows, func(f *Flow) time.Time { return f.Start }, end),
		Mails:      later(&d.Mails, func(m *Mail) time.Time { return m.Sent }, end),
		Statements: later(&d.Statements, func(s *Statement) time.Time { return s.Time }, end),
		Hits:       later(&d.Hits, func(h *Hit) time.Time { return h.Time }, end),
		Logons:     later(&d.Logons, func(l *Logon) time.Time { return l.Time }, end),
		Processes:  later(&d.Processes, func(p *Process) time.Time { return p.Time }, end),
		Files:      later(&d.Files, func(f *Dropped) time.Time { return f.Time }, end),
		Services:   later(&d.Services, func(s *Service) time.Time { return s.Time }, end),
		Notes:      later(&d.Notes, func(n *Note) time.Time { return n.Time }, end),
		Accesses:   later(&d.Accesses, func(a *Access) time.Time { return a.Time }, end),
	}
}

func later[F any](facts *[]F, at func(*F) time.Time, end time.Time) []F {
	var out []F
	keep := (*facts)[:0]
	for i := range *facts {
		if f := &(*facts)[i]; at(f).Before(end) {
			keep = append(keep, *f)
		} else {
			out = append(out, *f)
		}
	}
	*facts = keep
	return out
}

// Join adds the facts of another day.
func (d *Day) Join(o *Day) {
	d.Flows = append(d.Flows, o.Flows...)
	d.Mails = append(d.Mails, o.Mails...)
	d.Statements = append(d.Statements, o.Statements...)
	d.Hits = append(d.Hits, o.Hits...)
	d.Logons = append(d.Logons, o.Logons...)
	d.Processes = append(d.Processes, o.Processes...)
	d.Files = append(d.Files, o.Files...)
	d.Services = append(d.Services, o.Services...)
	d.Notes = append(d.Notes, o.Notes...)
	d.Accesses = append(d.Accesses, o.Accesses...)
}
