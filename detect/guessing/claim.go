package guessing

import (
	"bytes"
	"cmp"
	"math"
	"slices"

	"dwell/detect"
	"dwell/detect/fold"
)

// claim is what one source tried on all machines, or many sources outside on one.
type claim struct {
	pair           // all pairs joined
	keys     []key // sorted by destination, or by source
	sources  []fold.Addr
	targets  []fold.Addr
	port     uint16 // 0 when there are several
	inside   bool   // the sources
	broken   int    // pairs where somebody got in after the failures began
	through  int64  // logons of these pairs
	in       fold.Marks
	names    []string // of accounts that failed and got in
	familiar int      // pairs where one came before
}

// manySources outside that got into one machine are one claim.
const manySources = 4

// broken reports whether somebody got in after the failures began: as an account that
// had failed, where the records name accounts.
func (p *pair) broken() bool {
	if p.Fitted == 0 || p.Failed == 0 || p.Logons.Last.Time.Before(p.Tries.First.Time) {
		return false
	}
	return len(p.Tried.Lowest) == 0 || p.opened() > 0
}

// opened is how many of the accounts that failed got in as well.
func (p *pair) opened() int64 {
	return int64(math.Round(p.Tried.Shared(&p.Entered, maxAccounts) * float64(p.Tried.Count(maxAccounts))))
}

// claims joins pairs: by source where it is inside, or outside and got in; by target
// where many sources outside did.
func (d *Detector) claims(v detect.View) []*claim {
	keys := d.telling(v)
	intruders := map[fold.Addr]map[fold.Addr]bool{} // outside, by target
	for _, k := range keys {
		if v.Estate.Inside(k.Src.IP()) {
			continue
		}
		if intruders[k.Dst] == nil {
			intruders[k.Dst] = map[fold.Addr]bool{}
		}
		intruders[k.Dst][k.Src] = true
	}
	type group struct {
		source, target   fold.Addr
		outward, service bool
	}
	groups := map[group]*claim{}
	var out []*claim
	for _, k := range keys {
		inside := v.Estate.Inside(k.Src.IP())
		g := group{source: k.Src, outward: !k.service() && !v.Estate.Inside(k.Dst.IP()), service: k.service()}
		if !inside && len(intruders[k.Dst]) >= manySources {
			g = group{target: k.Dst, service: k.service()}
		}
		c := groups[g]
		if c == nil {
			c = &claim{inside: inside, port: k.Port}
			groups[g] = c
			out = append(out, c)
		}
		c.add(k, d.state.Pairs.Get(k))
	}
	return out
}

// telling returns the pairs that may matter, each by the sensor that saw the most.
func (d *Detector) telling(v detect.View) []key {
	var keys []key
	for k, p := range d.state.Pairs.All() {
		src, dst := v.Estate.Inside(k.Src.IP()), v.Estate.Inside(k.Dst.IP())
		if k.service() {
			if p.tellsAtService(src) {
				keys = append(keys, k)
			}
			continue
		}
		fromOutside := !src && dst && p.Failed >= leastFailures && p.broken()
		if src && p.Failed+p.Fitted > 0 || fromOutside {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(bytes.Compare(a.Src[:], b.Src[:]), bytes.Compare(a.Dst[:], b.Dst[:]), cmp.Compare(a.Port, b.Port),
			cmp.Compare(d.state.Pairs.Get(b).Failed, d.state.Pairs.Get(a).Failed), cmp.Compare(a.Sensor, b.Sensor))
	})
	return slices.CompactFunc(keys, func(a, b key) bool { return a.Src == b.Src && a.Dst == b.Dst && a.Port == b.Port })
}

func (c *claim) add(k key, p *pair) {
	c.merge(p)
	if p.Failed == 0 {
		return // who gets in there at once
	}
	c.keys = append(c.keys, k)
	// The keys come sorted, and one of both sides stays the same.
	if n := len(c.sources); n == 0 || c.sources[n-1] != k.Src {
		c.sources = append(c.sources, k.Src)
	}
	if n := len(c.targets); n == 0 || c.targets[n-1] != k.Dst {
		c.targets = append(c.targets, k.Dst)
	}
	if c.port != k.Port {
		c.port = 0
	}
	if stuffed := k.service() && p.stuffed(); stuffed || p.broken() {
		c.broken++
		c.through += p.Fitted
		c.in.Merge(&p.Logons)
		for _, name := range p.Got {
			if _, failed := slices.BinarySearch(p.Tried.Lowest, fold.Scatter(fold.HashString(name))); failed || stuffed {
				c.names = fold.KeepFirst(c.names, name, maxGot, cmp.Compare[string])
			}
		}
	}
	if p.Logons.Count > 0 && p.Logons.First.Time.Before(p.Tries.First.Time) {
		c.familiar++
	}
}

// peak is the most failures of one day.
func (c *claim) peak() int64 {
	return int64(slices.Max(c.Daily[:]))
}
