package external

import (
	"bytes"
	"cmp"
	"slices"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/entity"
)

// topic is one finding to be: a group, or several that only differ in the address
// outside that attacked.
type topic struct {
	key
	group
	attackers int // addresses outside that were joined; 0 when the group stands for itself
}

// survey is all alerts seen with the estate.
type survey struct {
	estate *entity.Estate
	topics []topic
	pairs  map[kind]int                // pairs of machines, by kind of alert
	inside map[kind]map[fold.Addr]bool // machines inside, by kind of alert
	groups int
	hosts  int // machines inside that any alert concerns
}

// kind is a product's alert of one name.
type kind struct{ product, name string }

func (k key) kind() kind { return kind{k.Product, k.Name} }

// manyAttackers is from how many addresses outside on the alerts against one machine
// are told as one.
const manyAttackers = 4

func newSurvey(s *state, v detect.View) *survey {
	y := &survey{estate: v.Estate, pairs: map[kind]int{}, inside: map[kind]map[fold.Addr]bool{}, groups: s.Groups.Len()}
	keys := make([]key, 0, s.Groups.Len())
	for k := range s.Groups.All() {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compareKeys)
	hosts := map[fold.Addr]bool{}
	attackers := map[key]int{}
	for _, k := range keys {
		y.pairs[k.kind()]++
		for _, a := range []fold.Addr{k.Src, k.Dst} {
			if y.within(a) {
				if y.inside[k.kind()] == nil {
					y.inside[k.kind()] = map[fold.Addr]bool{}
				}
				y.inside[k.kind()][a], hosts[a] = true, true
			}
		}
		if y.inward(k) {
			attackers[k.joined()]++
		}
	}
	y.hosts = len(hosts)
	joined := map[key]int{} // the place of a joined topic
	for _, k := range keys {
		g := *s.Groups.Get(k)
		n := attackers[k.joined()]
		if !y.inward(k) || n < manyAttackers {
			y.topics = append(y.topics, topic{key: k, group: g})
			continue
		}
		at, ok := joined[k.joined()]
		if !ok {
			joined[k.joined()] = len(y.topics)
			y.topics = append(y.topics, topic{key: k.joined(), group: g, attackers: n})
			continue
		}
		y.topics[at].merge(&g)
	}
	return y
}

// joined is the key without the attacker.
func (k key) joined() key {
	k.Src = fold.Addr{}
	return k
}

// within reports whether an address belongs to a machine inside.
func (y *survey) within(a fold.Addr) bool { return a != fold.Addr{} && y.estate.Inside(a.IP()) }

// inward reports whether somebody outside did something to a machine inside.
func (y *survey) inward(k key) bool {
	return k.Src != fold.Addr{} && !y.within(k.Src) && y.within(k.Dst)
}

// outward reports whether a machine inside did something to one outside.
func (y *survey) outward(k key) bool {
	return y.within(k.Src) && k.Dst != fold.Addr{} && !y.within(k.Dst)
}

func compareKeys(a, b key) int {
	return cmp.Or(cmp.Compare(a.Product, b.Product), cmp.Compare(a.Name, b.Name),
		bytes.Compare(a.Dst[:], b.Dst[:]), bytes.Compare(a.Src[:], b.Src[:]))
}
