package external

import (
	"bytes"
	"cmp"
	"slices"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/entity"
)

// direction is who did it to whom.
type direction uint8

const (
	unclear direction = iota // an address is missing, or both are outside
	within                   // inside to inside
	outward                  // inside to outside
	inward                   // outside to inside
)

// topic is one finding to be: a pair of machines, or all those that only differ in what
// does not matter.
type topic struct {
	group
	product, title string // what was warned of: a name, or a class
	direction      direction
	names          map[kind]bool
	srcs, dsts     map[fold.Addr]int64 // alerts by machine
	pairs          int
}

// survey is all alerts seen with the estate.
type survey struct {
	estate *entity.Estate
	topics []*topic
	pairs  map[kind]int                // pairs of machines, by kind of alert
	inside map[kind]map[fold.Addr]bool // machines inside, by kind of alert
	groups int
	hosts  int // machines inside that any alert concerns
}

// manyPairs is from how many pairs of machines on the alerts of one name are told as one.
const manyPairs = 4

// joint names a topic: what is left of a key when the rest does not matter.
type joint struct {
	product, title string
	direction      direction
	src, dst       fold.Addr
}

func newSurvey(s *state, v detect.View) *survey {
	y := &survey{estate: v.Estate, pairs: map[kind]int{}, inside: map[kind]map[fold.Addr]bool{}, groups: s.Groups.Len()}
	keys := slices.SortedFunc(s.Groups.Keys(), compareKeys)
	y.count(keys)
	crowds := map[joint]int{} // pairs of one name and direction
	for _, k := range keys {
		crowds[joint{product: k.Kind.Product, title: k.Kind.Name, direction: y.direction(k)}]++
	}
	at := map[joint]*topic{}
	for _, k := range keys {
		g := s.Groups.Get(k)
		j := joint{product: k.Kind.Product, title: k.Kind.Name, direction: y.direction(k)}
		switch {
		case j.direction == inward:
			if g.Class != "" {
				j.title = g.Class
			}
		case crowds[j] < manyPairs:
			j.src, j.dst = k.Src, k.Dst
		}
		t := at[j]
		if t == nil {
			t = &topic{product: j.product, title: j.title, direction: j.direction, names: map[kind]bool{}, srcs: map[fold.Addr]int64{}, dsts: map[fold.Addr]int64{}}
			at[j] = t
			y.topics = append(y.topics, t)
		}
		t.add(k, g)
	}
	return y
}

// count learns how common each kind of alert is.
func (y *survey) count(keys []key) {
	hosts := map[fold.Addr]bool{}
	for _, k := range keys {
		y.pairs[k.Kind]++
		for _, a := range []fold.Addr{k.Src, k.Dst} {
			if !y.within(a) {
				continue
			}
			if y.inside[k.Kind] == nil {
				y.inside[k.Kind] = map[fold.Addr]bool{}
			}
			y.inside[k.Kind][a], hosts[a] = true, true
		}
	}
	y.hosts = len(hosts)
}

func (t *topic) add(k key, g *group) {
	one := *g
	t.merge(&one)
	t.names[k.Kind] = true
	t.pairs++
	if k.Src != (fold.Addr{}) {
		t.srcs[k.Src] += g.Marks.Count
	}
	if k.Dst != (fold.Addr{}) {
		t.dsts[k.Dst] += g.Marks.Count
	}
}

// within reports whether an address belongs to a machine inside.
func (y *survey) within(a fold.Addr) bool { return a != fold.Addr{} && y.estate.Inside(a.IP()) }

func (y *survey) direction(k key) direction {
	src, dst := y.within(k.Src), y.within(k.Dst)
	switch {
	case k.Src == fold.Addr{} || k.Dst == fold.Addr{}:
		return unclear
	case src && dst:
		return within
	case src:
		return outward
	case dst:
		return inward
	}
	return unclear
}

// busiest returns the machines with the most alerts, most first.
func busiest(of map[fold.Addr]int64, most int) []fold.Addr {
	var all []fold.Addr
	for a := range of {
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b fold.Addr) int {
		return cmp.Or(cmp.Compare(of[b], of[a]), bytes.Compare(a[:], b[:]))
	})
	return all[:min(len(all), most)]
}

func compareKeys(a, b key) int {
	return cmp.Or(cmp.Compare(a.Kind.Product, b.Kind.Product), cmp.Compare(a.Kind.Name, b.Kind.Name),
		bytes.Compare(a.Dst[:], b.Dst[:]), bytes.Compare(a.Src[:], b.Src[:]))
}
