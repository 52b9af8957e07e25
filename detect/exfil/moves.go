package exfil

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/event"
)

const (
	// leastMoved is the least that must go from one machine inside to another to be
	// looked at as data on its way out.
	leastMoved = 1_000_000
	// leastFactor is how many times more than on any other day must come for a pull to
	// be unusual: people fetch a large file now and then, and twice as much is nothing.
	leastFactor = 3
)

// moves are what machines inside took from each other, by the machine that got it. A
// machine that was sent something has it as much as one that fetched it.
type moves map[fold.Addr][]move

// move is all that one machine got from another.
type move struct {
	from   fold.Addr
	bytes  int64
	course series // Out: bytes that came
	marks  []fold.Mark
}

// half is one direction of one pair, in which data moved.
type half struct {
	key    flow.Key
	pair   *pair
	pulled bool // the caller got it
	bytes  int64
}

func (h half) from() fold.Addr {
	if h.pulled {
		return h.key.Dst
	}
	return h.key.Src
}

func (h half) to() fold.Addr {
	if h.pulled {
		return h.key.Src
	}
	return h.key.Dst
}

// movesInside collects what moved between machines inside, as the sensor that saw most
// of it counted.
func (y *survey) movesInside() moves {
	var halves []half
	for k, p := range y.state.Pairs.All() {
		sum := p.sum()
		if max(sum.Out, sum.In) < leastMoved || !y.estate.Inside(k.Src.IP()) || !y.estate.Inside(k.Dst.IP()) {
			continue
		}
		if sum.In >= leastMoved {
			halves = append(halves, half{k, p, true, sum.In})
		}
		if sum.Out >= leastMoved {
			halves = append(halves, half{k, p, false, sum.Out})
		}
	}
	slices.SortFunc(halves, func(a, b half) int {
		x, z := a.to(), b.to()
		return cmp.Or(bytes.Compare(x[:], z[:]), a.key.Compare(b.key))
	})
	halves = flow.BestSensors(halves,
		func(a, b *half) bool { return a.pulled == b.pulled && a.key.SameButSensor(b.key) },
		func(a, b *half) bool { return a.bytes > b.bytes })
	out := make(moves)
	for _, h := range halves {
		out.add(h)
	}
	return out
}

func (m moves) add(h half) {
	var course series
	h.pair.course(&course)
	to := m[h.to()]
	i := slices.IndexFunc(to, func(v move) bool { return v.from == h.from() })
	if i < 0 {
		i = len(to)
		to = append(to, move{from: h.from()})
	}
	came := series{Level: course.Level}
	for b := range course.all() {
		if h.pulled {
			b.Out = b.In
		}
		came.put(bin{At: b.At, Out: b.Out})
	}
	to[i].course.merge(&came)
	to[i].bytes += h.bytes
	to[i].marks = append(to[i].marks, h.pair.moved(h.pulled)...)
	m[h.to()] = to
}

// moved are the records that show most of what came in, or went out.
func (p *pair) moved(pulled bool) []fold.Mark {
	all := p.Marks.all()
	if pulled {
		all = nil
		if p.Bulk != nil {
			all = p.Bulk.Pulls[:]
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(k fold.Mark) bool { return k.Ref == (event.Ref{}) })
}

// window is a stretch of time.
type window struct{ from, to time.Time }

func (w window) holds(t time.Time) bool { return !t.Before(w.from) && !t.After(w.to) }

// leg is one step of data on its way out: what a machine got from another in a window,
// as far as it is more than usual.
type leg struct {
	from, to     fold.Addr
	bytes        int64     // that came in the window
	unusual      int64     // of these, beyond twice the usual
	first        time.Time // when anything ever came from there
	start, end   time.Time // of the bins in which it came
	factor       float64   // its busiest day against the busiest day outside the window, 0 when nothing came then
	day, busiest int64     // these two days
	times        int       // days on which at least half as much came as on the busiest
	marks        []fold.Mark
}

// largest is when the largest record of it that was kept lies, or where none was, the
// beginning of the stretch in which it came.
func (l *leg) largest(w window) time.Time {
	if len(l.marks) > 0 && w.holds(l.marks[0].Time.Std()) {
		return l.marks[0].Time.Std()
	}
	return l.start
}

// within returns what is unusual of a move in a window, and whether anything is.
func (y *survey) within(m *move, to fold.Addr, w window) (leg, bool) {
	l := leg{from: m.from, to: to}
	var inside, outside ledger
	var elsewhere int64
	for b := range m.course.all() {
		at := m.course.start(b)
		if l.first.IsZero() {
			l.first = at
		}
		into := &outside
		if end := at.Add(m.course.width() - 1); w.holds(at) || w.holds(end) || at.Before(w.from) && end.After(w.to) {
			into = &inside
			l.bytes += b.Out
			if l.start.IsZero() {
				l.start = at
			}
			l.end = at.Add(m.course.width())
		} else {
			elsewhere += b.Out
		}
		into.book(y.dayOf(at), exchanged{out: b.Out})
	}
	l.day, l.busiest = inside.busiest(), outside.busiest()
	for _, d := range inside.days {
		if d.out >= max(1, l.day/2) {
			l.times++
		}
	}
	seen := y.firstSeen(to)
	watched := y.state.Span.Last.Sub(seen).Hours() / 24
	length := w.to.Sub(later(w.from, seen.Std())).Hours() / 24
	if rest := watched - length; rest >= leastPast.Hours()/24 {
		l.unusual = l.bytes - int64(slack*float64(elsewhere)*length/rest)
	} else { // the window is nearly all that is seen: there is nothing to compare with
		l.unusual, l.busiest = l.bytes, 0
	}
	if l.busiest > 0 {
		l.factor = float64(l.day) / float64(l.busiest)
	}
	l.keepMarks(m.marks, w)
	return l, l.unusual >= leastMoved && (l.busiest == 0 || l.factor >= leastFactor)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// keepMarks takes the records of the window, largest first, or the largest of all
// where none of those that were kept lies in it. The first of the window tell the
// beginning better than the bin does.
func (l *leg) keepMarks(marks []fold.Mark, w window) {
	const most = 3
	marks = slices.Clone(marks)
	in := func(k fold.Mark) int {
		if w.holds(k.Time.Std()) {
			return 0
		}
		return 1
	}
	slices.SortFunc(marks, func(a, b fold.Mark) int {
		return cmp.Or(cmp.Compare(in(a), in(b)), cmp.Compare(b.Weight, a.Weight), a.Time.Compare(b.Time), a.Ref.Compare(b.Ref))
	})
	marks = slices.CompactFunc(marks, func(a, b fold.Mark) bool { return a.Ref == b.Ref })
	l.marks = marks[:min(len(marks), most)]
	if len(l.marks) > 0 && in(l.marks[0]) == 0 {
		l.start = l.marks[0].Time.Std()
		for _, k := range l.marks {
			if t := k.Time.Std(); in(k) == 0 && t.Before(l.start) {
				l.start = t
			}
		}
	}
}
