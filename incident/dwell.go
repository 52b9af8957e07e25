package incident

import (
	"slices"
	"time"

	"dwell/event"
	"dwell/finding"
)

// Unbounded is the High of an Interval that the evidence does not bound.
const Unbounded = -1

func (s *story) dwell(c Coverage) Dwell {
	d := Dwell{
		Entry:         s.entry(c),
		FirstBulkRead: s.firstBulkRead(c),
		TheftStart:    s.theftStart(c),
		TheftEnd:      s.theftEnd(c),
		Awareness:     s.awareness(),
		Intervals:     []Interval{},
	}
	d.span("entry to first bulk read", d.Entry, d.FirstBulkRead)
	d.span("theft window", d.TheftStart, d.TheftEnd)
	d.span("theft to awareness", d.TheftEnd, d.Awareness)
	d.span("entry to last activity", d.Entry, s.lastActivity(c))
	return d
}

// moment names an instant of a finding.
func moment(v *view, at event.Time, basis string) *Moment {
	refs := slices.Clone(v.Refs)
	if refs == nil {
		refs = []event.Ref{}
	}
	return &Moment{Estimate: at, Basis: basis, Refs: refs}
}

func backDoor(v *view) bool { return v.Tactic == finding.CommandControl }

func arrival(v *view) bool { return v.Tactic == finding.InitialAccess }

// entry is when the attacker came in: not after the first back door, not before the
// mail that brought it or, without one, before the evidence of that kind begins.
func (s *story) entry(c Coverage) *Moment {
	mail, door := s.first(arrival), s.first(backDoor)
	if mail != nil && (door == nil || mail.start <= door.start) {
		title := s.telling(mail).title()
		m := moment(mail, mail.First, "The way in: "+title+". No record shows what became of it.")
		m.Low = mail.First
		if mail.misuse() { // when its password became known nobody has recorded
			m.Basis = mail.title() + ", from then on at the latest."
			m.Low, m.High = event.Time{}, mail.First
		}
		if door != nil {
			m.High = door.First
			m.Basis = "The way in: " + title + ". The first back door called at " + door.First.Clock() + "."
		}
		return m
	}
	if door == nil {
		return nil
	}
	m := moment(door, door.First, "The first back door: "+door.title()+". How it came there is not shown.")
	m.High = door.First
	if c.cutAtStart(door.First, networkSources...) {
		m.Basis += " It was there when the evidence begins, so the entry may be earlier."
		return m
	}
	m.Low = c.span(networkSources...).First
	return m
}

// telling is the weightiest of the findings about the same mail: who it seemed to come
// from says more than what lay in it, or the other way round.
func (s *story) telling(mail *view) *view {
	best := mail
	for _, v := range s.views {
		if arrival(v) && v.Score > best.Score && v.SameMail(mail.Finding) {
			best = v
		}
	}
	return best
}

func (s *story) firstBulkRead(c Coverage) *Moment {
	read := s.first(func(v *view) bool { return v.Kind == finding.BulkRead || v.Taken != nil })
	if read == nil {
		return nil
	}
	m := moment(read, read.First, "The first bulk read: "+read.title()+".")
	m.High = read.First
	if c.cutAtStart(read.First, SourceQuery) {
		m.Basis += " The database log does not reach back before it, so there may have been earlier reads."
	} else {
		m.Low = read.First
	}
	return m
}

func (s *story) theftStart(c Coverage) *Moment {
	theft := s.first((*view).theft)
	if theft == nil {
		return nil
	}
	m := moment(theft, theft.First, "The theft begins with: "+theft.title()+".")
	m.High = theft.First
	if c.cutAtStart(theft.First, sourcesOf(theft.Tactic)...) {
		m.Basis += " The evidence does not reach back before it, so it may have begun earlier."
	} else {
		m.Low = theft.First
	}
	return m
}

func (s *story) theftEnd(c Coverage) *Moment {
	theft, last := s.last((*view).theft)
	if theft == nil {
		return nil
	}
	m := moment(theft, last, "The last trace of the theft: "+theft.title()+".")
	m.Low = last
	if c.cutAtEnd(last, sourcesOf(theft.Tactic)...) {
		m.Basis += " The evidence ends with it, so it may have gone on."
	} else {
		m.High = last
	}
	return m
}

// awareness is when a demand told the company, the earliest that evidence can
// show. Only people know when it was read.
func (s *story) awareness() *Moment {
	demand := s.first((*view).extortion)
	if demand == nil {
		return nil
	}
	at := firstSent(demand)
	for _, v := range s.views {
		if v.extortion() && v.timed && firstSent(v).Before(at) {
			demand, at = v, firstSent(v)
		}
	}
	m := moment(demand, at, "The first demand was sent: "+demand.title()+". When somebody read it, and whether the company knew before, only people can say.")
	m.Low = at
	if known, ref := s.passedOn(); !known.IsZero() {
		m.Estimate, m.High = known, known
		m.Basis = "The first demand was sent at " + at.Clock() + ": " + demand.title() + ". At " + known.Clock() + " somebody who was asked passed it on or answered, so the company knew by then; whether it was read before, only people can say."
		m.Refs = append([]event.Ref{ref}, m.Refs...)
	}
	return m
}

// passedOn is when the first of the demands was shown to others or answered.
func (s *story) passedOn() (known event.Time, ref event.Ref) {
	for _, v := range s.views {
		if v.extortion() && v.Demand.KnownRef != nil && (known.IsZero() || v.Demand.Known.Before(known)) {
			known, ref = v.Demand.Known, *v.Demand.KnownRef
		}
	}
	return known, ref
}

// last returns the finding of the kind that was seen last, and when.
func (s *story) last(choose func(*view) bool) (*view, event.Time) {
	var last *view
	var at event.Time
	for _, v := range s.views {
		if !choose(v) || !v.timed {
			continue
		}
		end := v.Last
		if !end.After(v.First) {
			end = v.First
		}
		if last == nil || end.After(at) {
			last, at = v, end
		}
	}
	return last, at
}

// inside reports whether the finding is about what somebody did, and not about
// what was written to the company or what its logs lack.
func inside(v *view) bool { return !v.mail() && v.Demand == nil && v.Kind != finding.LogGap }

func (s *story) lastActivity(c Coverage) *Moment {
	v, at := s.last(inside)
	if v == nil {
		return nil
	}
	m := moment(v, at, "")
	m.Low = at
	if !s.stillActive(c) {
		m.High = at
	}
	return m
}

// stillActive reports whether the last activity is so near the end of the evidence
// that nobody can say it stopped.
func (s *story) stillActive(c Coverage) bool {
	v, at := s.last(inside)
	return v != nil && c.cutAtEnd(at, sourcesOf(v.Tactic)...)
}

// span adds the interval between two moments that are known and in that order.
func (d *Dwell) span(name string, from, to *Moment) {
	if from == nil || to == nil || to.Estimate.Before(from.Estimate) {
		return
	}
	i := Interval{Name: name, Estimate: seconds(from.Estimate, to.Estimate), High: Unbounded}
	if !from.High.IsZero() && !to.Low.IsZero() {
		i.Low = max(0, seconds(from.High, to.Low))
	}
	if !from.Low.IsZero() && !to.High.IsZero() {
		i.High = seconds(from.Low, to.High)
	}
	i.Low = min(i.Low, i.Estimate)
	d.Intervals = append(d.Intervals, i)
}

// seconds between two instants; computed apart because hostile times may lie
// further apart than a duration can hold.
func seconds(from, to event.Time) int64 {
	const perSecond = int64(time.Second)
	return to.Nanos/perSecond - from.Nanos/perSecond
}
