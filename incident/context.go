package incident

import (
	"cmp"
	"sort"
	"time"
)

// contextTie ties a finding of low weight to a grave one.
type contextTie struct {
	view *view
	to   int
	key  key
	gap  time.Duration
}

func (t contextTie) compare(o contextTie) int {
	return cmp.Or(cmp.Compare(t.key.class, o.key.class), cmp.Compare(t.gap, o.gap), cmp.Compare(t.to, o.to))
}

// line is the grave findings that share one thing, in order of time. Latest gives,
// for each place, which of those up to it lasted longest.
type line struct{ views, latest []int }

// context ties the findings of low weight to the grave one with which they have
// the strongest bond. They tell more of a story; they never begin one nor join
// two, because each is tied to one grave finding only.
func (g *graph) context(light []*view, c crowd) map[int][]contextTie {
	lines := g.lines(c)
	out := map[int][]contextTie{}
	for _, v := range light {
		if best, ok := g.nearest(v, lines, c); ok {
			root := g.root(best.to)
			out[root] = append(out[root], best)
		}
	}
	return out
}

func (g *graph) lines(c crowd) map[key]line {
	out := map[key]line{}
	for i, v := range g.views {
		for _, p := range v.parties {
			if c.common(p) {
				continue
			}
			l, latest := out[p.key], i
			if n := len(l.latest); n > 0 && g.views[l.latest[n-1]].end > v.end {
				latest = l.latest[n-1]
			}
			out[p.key] = line{append(l.views, i), append(l.latest, latest)}
		}
	}
	return out
}

// common reports whether sharing the thing in that way proves nothing.
func (c crowd) common(p party) bool {
	return p.level == passing || c.relays[p.key] ||
		p.level == presumed && c.far[p.key] || p.level == touched && c.reached[p.key]
}

func (g *graph) nearest(v *view, lines map[key]line, c crowd) (best contextTie, ok bool) {
	for _, p := range v.parties {
		if c.common(p) {
			continue
		}
		l := lines[p.key]
		after := sort.Search(len(l.views), func(i int) bool { return g.views[l.views[i]].start > v.start })
		var near []int
		if after > 0 {
			near = append(near, l.latest[after-1])
		}
		if after < len(l.views) {
			near = append(near, l.views[after])
		}
		for _, to := range near {
			t := contextTie{v, to, p.key, v.gapTo(g.views[to])}
			if t.gap <= p.class.gap() && (!ok || t.compare(best) < 0) {
				best, ok = t, true
			}
		}
	}
	return best, ok
}
