package account

import "dwell/detect/fold"

// moved reports whether a place that was in use before is silent since the stay began.
func (p *person) moved(f *stay) bool {
	const (
		regular = 4             // days
		lately  = 14 * dayNanos // before the stay, it was still in use
		packing = 2 * dayNanos  // and for so long after it began
	)
	type use struct {
		days fold.Days
		last int64
	}
	networks := map[uint64]*use{}
	for _, s := range p.places {
		if !s.known() || f.holds(s.Network) || s.First >= f.first {
			continue
		}
		u := networks[s.Network]
		if u == nil {
			u = &use{}
			networks[s.Network] = u
		}
		u.days.Merge(&s.Days)
		u.last = max(u.last, s.Last)
	}
	for _, u := range networks {
		if u.days.Count() >= regular && u.last > f.first-lately && u.last < f.first+packing {
			return true
		}
	}
	return false
}

// refusedElsewhere is how many logons were refused on the day on which a stay began and the
// day before, from other regions in which the account is never used: a telephone with an
// old password fails where its owner is.
func (p *person) refusedElsewhere(f *stay) int64 {
	own := map[uint64]bool{}
	for _, s := range p.places {
		if s.known() && !f.holds(s.Network) {
			own[s.region()] = true
		}
	}
	n, day := int64(0), dayOf(f.first)
	for _, s := range p.places {
		if at := dayOf(s.Failures.First.Time.Nanos); s.Failed > 0 && !own[s.region()] && !f.holds(s.Network) && (at == day || at == day-1) {
			n += s.Failed
		}
	}
	return n
}
