package backdoor

import (
	"cmp"
	"slices"

	"dwell/detect/fold"
)

const (
	// manyPolled is the number of destinations that a machine polls at one period from
	// which it is taken for monitoring or health checks. Implants have two or three
	// servers to fall back on.
	manyPolled = 6
	// samePeriod is by what share two periods may differ to be the same.
	samePeriod = 0.05
)

// weighMonitoring weighs, for every claim with a rhythm, how many destinations the
// same machine polls at the same period. Claims come sorted by source.
func weighMonitoring(claims []claim) {
	for start := 0; start < len(claims); {
		end := start + 1
		for end < len(claims) && claims[end].Src == claims[start].Src {
			end++
		}
		weighPolls(claims[start:end])
		start = end
	}
}

// weighPolls does it for the claims of one machine.
func weighPolls(claims []claim) {
	var addresses, names []poll
	for _, c := range claims {
		switch {
		case !c.regular || c.Kind == byDomain:
		case c.Kind == byName:
			names = append(names, poll{c.Period, c.Dst})
		default:
			addresses = append(addresses, poll{c.Period, c.Dst})
		}
	}
	for _, list := range [][]poll{addresses, names} {
		slices.SortFunc(list, func(a, b poll) int { return cmp.Compare(a.period, b.period) })
	}
	for i := range claims {
		c := &claims[i]
		if !c.regular {
			continue
		}
		// An address and its name are one destination, so the two are not added.
		if n := max(polled(addresses, c.Period), polled(names, c.Period)); n >= manyPolled {
			c.Add("monitoring", weightMonitoring, "%d destinations are polled by the machine at this period, as monitoring does", n)
			c.Excuse("monitoring: the machine polls %d destinations at this period", n)
		} else {
			c.Excuse("monitoring: the machine does not poll many destinations at this period")
		}
	}
}

// poll is one rhythm of a machine.
type poll struct {
	period float64
	dst    fold.Addr
}

// polled counts the destinations with about that period; polls come sorted by it.
func polled(polls []poll, period float64) int {
	from, _ := slices.BinarySearchFunc(polls, period*(1-samePeriod), func(p poll, v float64) int { return cmp.Compare(p.period, v) })
	seen := make(map[fold.Addr]bool)
	for _, p := range polls[from:] {
		if p.period > period*(1+samePeriod) {
			break
		}
		seen[p.dst] = true
	}
	return len(seen)
}
