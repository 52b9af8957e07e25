package rita

import "dwell/detect/rita/formula"

const daySeconds = 86_400

// bound finds the window: the last 24 hours of all connections that are analysed, or
// all of them where they are shorter. Where every connection is still open, their
// times count.
func (y *survey) bound() {
	first, last := y.closedBounds()
	if last == 0 {
		first, last = y.openBounds()
	}
	y.window = formula.Window{From: max(first, last-daySeconds), To: last}
	y.from = max(uint32(max(0, y.window.From)/hourSeconds), y.state.oldest())
}

func (y *survey) closedBounds() (first, last int64) {
	note := func(from, to uint32) {
		if last == 0 || int64(from) < first {
			first = int64(from)
		}
		last = max(last, int64(to))
	}
	for _, r := range y.pairs {
		if hours := r.pair.Hours.since(y.state.oldest()); len(hours) > 0 && r.pair.Seen {
			note(r.pair.First, lastOf(hours))
		}
	}
	for _, r := range y.names {
		for _, l := range r.links {
			if c, ok := y.call(r.Src, l); ok {
				note(c.Second, c.Second)
			}
		}
	}
	return first, last
}

func lastOf(hours hours[traffic]) uint32 {
	last := uint32(0)
	for i := range hours {
		last = max(last, hours[i].Value.Last)
	}
	return last
}

func (y *survey) openBounds() (first, last int64) {
	for _, r := range y.pairs {
		for i := range r.pair.Open {
			o := &r.pair.Open[i]
			if start := o.Start.Nanos / 1e9; last == 0 || start < first {
				first = start
			}
			last = max(last, until(o))
		}
	}
	return first, last
}
