package exfil

import (
	"slices"
	"time"

	"dwell/detect/fold"
	"dwell/event"
)

const (
	// stagingTime is how long before it leaves data may be gathered: days in published
	// cases, within which an ordinary week repeats itself once.
	stagingTime = 7 * 24 * time.Hour
	// leastRatio and mostRatio bound what leaves against what was gathered: tables
	// written as text pack to a tenth and less, base64 takes a third more.
	leastRatio, mostRatio = 0.03, 1.5
	// maxLegs bounds the path inside that is followed back.
	maxLegs = 4
)

// staged is a transfer to the outside with the way its data took inside before.
type staged struct {
	out    *relation
	legs   []leg  // first to last; the last ends at the machine that sent
	window window // in which the last came
}

// gathered are the bytes that came to the machine that sent.
func (g *staged) gathered() int64 { return g.last().unusual }

func (g *staged) last() *leg { return &g.legs[len(g.legs)-1] }

// ratio is what left against what was gathered.
func (g *staged) ratio() float64 { return float64(g.out.remarkable()) / float64(g.gathered()) }

// leaves is when the transfer begins to be remarkable.
func (r *relation) leaves() time.Time {
	if r.past.standing == established && !r.past.crossed.IsZero() {
		return r.past.crossed
	}
	return r.marks.First.Time.Std()
}

// delay is the time from the largest pull to the first that left, and where more was
// pulled later, from the first.
func (g *staged) delay() time.Duration {
	leaves := g.out.leaves()
	if largest := g.last().largest(g.window); !largest.After(leaves) {
		return leaves.Sub(largest)
	}
	return max(0, leaves.Sub(g.last().start))
}

// gatheredBefore follows the data of a transfer back: an unusual pull of comparable
// size by the machine that sent it, then by the machine that this came from. It
// returns nil when there is none.
func (y *survey) gatheredBefore(r *relation) *staged {
	sent := r.remarkable()
	if sent < leastMoved/2 || r.marks.First.Time.IsZero() || r.talk() {
		return nil
	}
	last := r.last().Std()
	w := window{r.leaves().Add(-stagingTime), last}
	g := &staged{out: r, window: w}
	seen := []fold.Addr{r.src}
	at, size := r.src, float64(sent)
	for range maxLegs {
		l, found := y.largestLeg(at, w, size, seen)
		if !found {
			break
		}
		g.legs = append(g.legs, l)
		seen = append(seen, l.from)
		at, size = l.from, float64(l.unusual)
		w = window{l.start.Add(-stagingTime), l.end}
	}
	if len(g.legs) == 0 {
		return nil
	}
	slices.Reverse(g.legs)
	return g
}

// largestLeg is the largest unusual move to a machine in a window, of which a given
// size can come.
func (y *survey) largestLeg(to fold.Addr, w window, size float64, seen []fold.Addr) (leg, bool) {
	var best leg
	found := false
	for i := range y.moves[to] {
		m := &y.moves[to][i]
		if slices.Contains(seen, m.from) {
			continue
		}
		l, unusual := y.within(m, to, w)
		if ratio := size / float64(max(1, l.unusual)); !unusual || ratio < leastRatio || ratio > mostRatio {
			continue
		}
		if !found || l.unusual > best.unusual {
			best, found = l, true
		}
	}
	return best, found
}

// alike counts the machines inside other than the sender that got as unusually much
// in the same time, and all that got anything.
func (y *survey) alike(g *staged) (unusual, all int) {
	l := g.last()
	for to, from := range y.moves {
		if to == g.out.src {
			continue
		}
		all++
		for i := range from {
			if from[i].bytes < l.unusual/leastFactor {
				continue
			}
			if o, ok := y.within(&from[i], to, g.window); ok && o.unusual >= l.unusual/leastFactor {
				unusual++
				break
			}
		}
	}
	return unusual, all
}

// refs are the records of every leg, then those of the transfer.
func (g *staged) refs() []event.Ref {
	var refs []event.Ref
	for _, l := range g.legs {
		for _, k := range l.marks {
			refs = append(refs, k.Ref)
		}
	}
	for _, ref := range g.out.refs() {
		if !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	return refs
}
