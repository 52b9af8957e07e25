package exfil

import (
	"slices"
	"time"

	"dwell/detect/fold"
)

// maxLedger bounds the days of a ledger: ten years, which only a planted time exceeds.
const maxLedger = 3660

// ledger is what one machine exchanged with the outside on each day of the evidence,
// after Marchetti et al. 2016, who compare hosts by such days.
type ledger struct {
	days []exchanged
}

// exchanged is what went out and came in.
type exchanged struct{ out, in int64 }

func (e exchanged) add(o exchanged) exchanged { return exchanged{e.out + o.out, e.in + o.in} }

// ratio is the producer/consumer ratio (Bullard and Gerth 2014): 1 only sends, -1 only
// receives.
func (e exchanged) ratio() float64 {
	if e.out+e.in == 0 {
		return 0
	}
	return float64(e.out-e.in) / float64(e.out+e.in)
}

// split returns what was exchanged before a day and from it on.
func (l *ledger) split(day int) (before, after exchanged) {
	for i, d := range l.days {
		if i < day {
			before = before.add(d)
		} else {
			after = after.add(d)
		}
	}
	return before, after
}

const oneDay = 24 * time.Hour

// dayOf numbers the days of the evidence.
func (y *survey) dayOf(t time.Time) int {
	first := y.state.Span.First.Std().Truncate(oneDay)
	return int(min(max(0, t.Sub(first)/oneDay), maxLedger))
}

// enter adds a course to the ledger. It is done for every pair, so it counts days by
// whole numbers, as dayOf does.
func (y *survey) enter(l *ledger, s *series) {
	first := y.state.Span.First.Std().Truncate(oneDay).UnixNano()
	width := int64(s.width())
	for c := s.cursor(s.Level); c.more; c.next() {
		day := (int64(c.At)*width - first) / int64(oneDay)
		l.book(int(min(max(0, day), maxLedger)), exchanged{c.Out, c.In})
	}
}

// book enters what was exchanged on a day.
func (l *ledger) book(day int, e exchanged) {
	if day >= len(l.days) {
		l.days = append(l.days, make([]exchanged, day+1-len(l.days))...)
	}
	l.days[day] = l.days[day].add(e)
}

// busiest is the most that went out in one day.
func (l *ledger) busiest() (out int64) {
	for _, d := range l.days {
		out = max(out, d.out)
	}
	return out
}

// keepLedgers fills the ledgers of all machines inside.
func (y *survey) keepLedgers() {
	y.ledgers = make(map[fold.Addr]*ledger)
	var last *ledger
	var whose fold.Addr
	of := func(src fold.Addr) *ledger {
		if last == nil || src != whose { // parts are sorted by machine
			whose, last = src, y.ledgers[src]
		}
		if last == nil {
			last = &ledger{}
			y.ledgers[src] = last
		}
		return last
	}
	for _, p := range y.direct {
		l := of(p.key.Src)
		y.enter(l, &p.pair.Series)
		for _, v := range p.pair.Long {
			if v.Open != nil {
				var course series
				course.add(v.Open.Start, v.Duration, v.Open.Totals.Out, v.Open.Totals.In)
				y.enter(l, &course)
			}
		}
	}
	for _, c := range y.carried {
		var course series
		course.add(c.link.Start, 0, c.link.Out, c.link.In)
		y.enter(of(c.link.Src), &course)
	}
	for _, l := range y.ledgers {
		for _, d := range l.days {
			if d.out > 0 {
				y.peerDays = append(y.peerDays, d.out)
			}
		}
	}
	slices.Sort(y.peerDays)
}

// daysAsLarge returns the share of all days of all machines on which a machine sent at
// least as much in all, and the number of such days that there are.
func (y *survey) daysAsLarge(out int64) (share float64, of int) {
	i, _ := slices.BinarySearch(y.peerDays, out)
	of = len(y.peerDays)
	return float64(of-i) / float64(max(1, of)), of
}
