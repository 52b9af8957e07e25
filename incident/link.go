package incident

import (
	"cmp"
	"slices"
	"time"
)

// bond ties two findings by one thing that they share. Findings are given by
// their place in the list, the earlier first.
type bond struct {
	a, b int
	key  key
}

// tie ties two findings by everything they share, or by an assumption.
type tie struct {
	a, b    int
	keys    []key  // strongest first
	assumed string // the reason of a tie that is only assumed
}

// graph joins findings into groups and keeps why.
type graph struct {
	views  []*view
	parent []int
	ties   []tie // a forest: those that joined two groups
}

func newGraph(views []*view) *graph {
	g := &graph{views: views, parent: make([]int, len(views))}
	for i := range g.parent {
		g.parent[i] = i
	}
	return g
}

// root returns the earliest finding of the group that holds i.
func (g *graph) root(i int) int {
	for g.parent[i] != i {
		g.parent[i] = g.parent[g.parent[i]]
		i = g.parent[i]
	}
	return i
}

// join makes one group of two; it reports whether they were two.
func (g *graph) join(t tie) bool {
	a, b := g.root(t.a), g.root(t.b)
	if a == b {
		return false
	}
	g.parent[max(a, b)] = min(a, b)
	g.ties = append(g.ties, t)
	return true
}

// apply joins along the bonds, the strongest and closest first, so that the
// ties which are kept are the best reasons.
func (g *graph) apply(bonds []bond) {
	for _, t := range g.collect(bonds) {
		g.join(t)
	}
}

// collect gathers the bonds of each pair and orders the pairs.
func (g *graph) collect(bonds []bond) []tie {
	slices.SortFunc(bonds, func(x, y bond) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b),
			cmp.Compare(x.key.class, y.key.class), cmp.Compare(x.key.value, y.key.value))
	})
	var out []tie
	for i, b := range slices.Compact(bonds) {
		if i == 0 || out[len(out)-1].a != b.a || out[len(out)-1].b != b.b {
			out = append(out, tie{a: b.a, b: b.b})
		}
		last := &out[len(out)-1]
		last.keys = append(last.keys, b.key)
	}
	slices.SortFunc(out, func(x, y tie) int {
		return cmp.Or(cmp.Compare(g.rank(x), g.rank(y)),
			cmp.Compare(g.gap(x), g.gap(y)), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return out
}

// rank orders ties by what they explain: a movement first, because it says how one
// thing led to the other, then by the class of the strongest thing shared.
func (g *graph) rank(t tie) int {
	if move, _ := lateralStep(g.views[t.a], g.views[t.b], t.keys); move != nil {
		return 0
	}
	return 1 + int(t.keys[0].class)
}

func (g *graph) gap(t tie) time.Duration { return g.views[t.a].gapTo(g.views[t.b]) }

// members lists, for every thing, the findings of the list that share it.
func (g *graph) members() map[key][]member {
	out := map[key][]member{}
	for i, v := range g.views {
		for _, p := range v.parties {
			out[p.key] = append(out[p.key], member{i, p.level})
		}
	}
	return out
}

type member struct {
	view  int
	level level
}

// bonds finds what ties the findings to each other. Per thing it needs one pass
// over the findings in their order of time, never a comparison of all pairs.
func (g *graph) bonds(c crowd) []bond {
	var out []bond
	for k, members := range g.members() {
		if c.relays[k] {
			continue
		}
		var about, beside []int
		for _, m := range members {
			switch {
			case m.level == actor, m.level == presumed && !c.far[k], m.level == touched && !c.reached[k]:
				about = append(about, m.view)
			case m.level == passing, m.level == touched:
				beside = append(beside, m.view)
			}
		}
		out = g.chain(out, k, about)
		if k.class.ours() || !c.far[k] {
			out = g.attach(out, k, actors(members), beside)
		}
	}
	return out
}

func actors(members []member) []int {
	var out []int
	for _, m := range members {
		if m.level >= presumed {
			out = append(out, m.view)
		}
	}
	return out
}

// chain ties each finding to the one before it that lasted longest, unless the
// silence between them is too long.
func (g *graph) chain(out []bond, k key, list []int) []bond {
	latest := -1
	for _, i := range list {
		if latest >= 0 && g.views[latest].gapTo(g.views[i]) <= k.class.gap() {
			out = append(out, bond{latest, i, k})
		}
		if latest < 0 || !g.views[latest].timed || g.views[i].end > g.views[latest].end {
			latest = i
		}
	}
	return out
}

// attach ties each finding of the second list to the nearest of the first.
func (g *graph) attach(out []bond, k key, to, list []int) []bond {
	latest, next := -1, 0
	for _, i := range list {
		for next < len(to) && to[next] <= i {
			if latest < 0 || g.views[to[next]].end > g.views[latest].end {
				latest = to[next]
			}
			next++
		}
		best := latest
		if next < len(to) && (best < 0 || g.views[i].gapTo(g.views[to[next]]) < g.views[i].gapTo(g.views[best])) {
			best = to[next]
		}
		if best >= 0 && best != i && g.views[best].gapTo(g.views[i]) <= k.class.gap() {
			out = append(out, bond{min(best, i), max(best, i), k})
		}
	}
	return out
}

// popular ties findings that stand alone and share a far end which everybody
// uses: one false alarm on thirty machines is one thing to look at, but it must
// not draw the real problems of those machines together.
func (g *graph) popular(c crowd) []bond {
	size := make([]int, len(g.views))
	for i := range g.views {
		size[g.root(i)]++
	}
	var out []bond
	for k, members := range g.members() {
		if !c.far[k] {
			continue
		}
		var alone []int
		for _, m := range members {
			if m.level == presumed && size[g.root(m.view)] == 1 {
				alone = append(alone, m.view)
			}
		}
		out = g.chain(out, k, alone)
	}
	return out
}
