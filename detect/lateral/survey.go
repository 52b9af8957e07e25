package lateral

import (
	"cmp"
	"slices"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/entity"
	"dwell/event"
)

// survey is the state seen with the estate: pairs inside, with what is known of
// their ends.
type survey struct {
	state   *state
	estate  *entity.Estate
	pairs   []*pair
	users   map[fold.Addr]map[fold.Addr]bool // who uses a machine
	shells  map[fold.Addr]map[fold.Addr]bool // who works on it (protocol.shell)
	manages map[fold.Addr]bool               // machines that use so many others that they administer them
	actors  map[actKey]map[fold.Addr]bool    // who does a deed on a machine; the key without source and sensor
	sources map[fold.Addr]*source
	drops   *dropSurvey
	logons  *logonSurvey
	desks   map[string]map[fold.Addr]bool // machines by the keyboard layout that they said
	typing  int                           // machines that said theirs
}

// source is a machine that administers others. Servers that many use do not count as
// administered.
type source struct {
	reach map[fold.Addr]bool
	days  fold.Days
	span  event.Span
	deeds map[deed]*habit
	drops habit // programs put on machines
	busy  int   // machines on which it did more than to connect
}

// habit is on how many machines and days a source does one thing.
type habit struct {
	machines int
	days     fold.Days
}

// usual reports whether the source does so now here, now there: it is what the
// machine is for.
func (h *habit) usual() bool {
	return h != nil && h.machines >= usualMachines && h.days.Count() >= usualDays
}

func newSurvey(s *state, v detect.View) *survey {
	y := &survey{state: s, estate: v.Estate, users: map[fold.Addr]map[fold.Addr]bool{},
		shells: map[fold.Addr]map[fold.Addr]bool{}, actors: map[actKey]map[fold.Addr]bool{},
		sources: map[fold.Addr]*source{}, drops: newDropSurvey(s)}
	pairs := map[ends]*pair{}
	at := func(e ends) *pair {
		p := pairs[e]
		if p == nil {
			p = &pair{ends: e, relations: map[protocol]*relation{}, acts: map[deed]*act{}, dropped: s.Dropped.Get(e)}
			pairs[e] = p
			y.pairs = append(y.pairs, p)
		}
		return p
	}
	inside := func(src, dst fold.Addr) bool {
		return v.Estate.Inside(src.IP()) && v.Estate.Inside(dst.IP()) && src != dst
	}
	for bare, k := range chosenRelations(s, inside) {
		at(ends{bare.Src, bare.Dst}).relations[bare.Protocol] = s.Relations.Get(k).settled()
		add(y.users, bare.Dst, bare.Src)
		if bare.Protocol.shell() {
			add(y.shells, bare.Dst, bare.Src)
		}
	}
	for bare, k := range chosenActs(s, inside) {
		at(ends{bare.Src, bare.Dst}).acts[bare.Deed] = s.Acts.Get(k)
		add(y.users, bare.Dst, bare.Src)
		add(y.actors, actKey{Dst: bare.Dst, Deed: bare.Deed}, bare.Src)
	}
	for e := range s.Dropped.Keys() {
		if inside(e.Src, e.Dst) {
			at(e)
			add(y.users, e.Dst, e.Src)
		}
	}
	slices.SortFunc(y.pairs, func(a, b *pair) int {
		return cmp.Or(slices.Compare(a.Src[:], b.Src[:]), slices.Compare(a.Dst[:], b.Dst[:]))
	})
	y.manages = managers(y.pairs)
	for _, p := range y.pairs {
		y.profile(p)
	}
	y.logons = newLogonSurvey(s, v.Estate, y.pairs)
	y.desks, y.typing = y.layouts()
	return y
}

// chosenRelations returns, for each relation without its sensor, the key by which the
// sensor knows it that saw the most.
func chosenRelations(s *state, inside func(src, dst fold.Addr) bool) map[key]key {
	chosen := map[key]key{}
	for k, r := range s.Relations.All() {
		if !r.happened() || !inside(k.Src, k.Dst) {
			continue
		}
		bare := key{Src: k.Src, Dst: k.Dst, Protocol: k.Protocol}
		best, ok := chosen[bare]
		if !ok || more(r, k, s.Relations.Get(best), best) {
			chosen[bare] = k
		}
	}
	return chosen
}

// chosenActs does the same for deeds.
func chosenActs(s *state, inside func(src, dst fold.Addr) bool) map[actKey]actKey {
	chosen := map[actKey]actKey{}
	for k, a := range s.Acts.All() {
		if !inside(k.Src, k.Dst) {
			continue
		}
		bare := k
		bare.Sensor = 0
		best, ok := chosen[bare]
		if !ok || cmp.Or(cmp.Compare(a.Marks.Count, s.Acts.Get(best).Marks.Count), cmp.Compare(best.Sensor, k.Sensor)) > 0 {
			chosen[bare] = k
		}
	}
	return chosen
}

// profile adds a pair to what is known of its source.
func (y *survey) profile(p *pair) {
	o := y.sources[p.Src]
	if o == nil {
		o = &source{reach: map[fold.Addr]bool{}, deeds: map[deed]*habit{}}
		y.sources[p.Src] = o
	}
	for did, a := range p.acts {
		if o.deeds[did] == nil {
			o.deeds[did] = &habit{}
		}
		o.deeds[did].machines++
		o.deeds[did].days.Merge(&a.Days)
	}
	if p.dropped != nil {
		o.drops.machines++
		o.drops.days.Add(p.dropped.Marks.First.Time)
		o.drops.days.Add(p.dropped.Marks.Last.Time)
	}
	if y.everybodys(p) {
		return
	}
	o.reach[p.Dst] = true
	all := p.whole()
	span, days := p.telling()
	o.days.Merge(&days)
	o.span.Merge(span)
	if all.push() || p.dropped != nil || slices.ContainsFunc(p.deeds(), deed.runs) {
		o.busy++
	}
}

// managers are the machines that use many times more machines than an ordinary one:
// monitoring, backup, distribution of software, an administrator, a scanner. They do not
// make a server of what they use.
func managers(pairs []*pair) map[fold.Addr]bool {
	reach := map[fold.Addr]int{}
	for _, p := range pairs {
		reach[p.Src]++
	}
	var all []int
	for _, n := range reach {
		all = append(all, n)
	}
	slices.Sort(all)
	out := map[fold.Addr]bool{}
	for a, n := range reach {
		out[a] = n >= max(fanOut, managerRatio*all[len(all)/2])
	}
	return out
}

// everybodys reports whether a machine serves the network or many, as the pair uses it:
// that it does says nothing about either.
func (y *survey) everybodys(p *pair) bool {
	return y.serves(p.Dst) && !p.shell() || y.others(p) > fewOthers
}

// serves reports whether the machine answers for the network.
func (y *survey) serves(a fold.Addr) bool {
	m := y.state.Machines.Get(a)
	return m != nil && m.Serves
}

// alikeUsers are the machines that use the destination the same way. All open folders of
// a file server and ask a database; that says nothing of one that works on it.
func (y *survey) alikeUsers(p *pair) map[fold.Addr]bool {
	if p.shell() {
		return y.shells[p.Dst]
	}
	return y.users[p.Dst]
}

// others is how many machines besides the source use the destination the same way,
// without those that administer many.
func (y *survey) others(p *pair) int {
	n := 0
	for a := range y.alikeUsers(p) {
		if a != p.Src && !y.manages[a] {
			n++
		}
	}
	return n
}

// othersManage is how many machines that administer many use it besides.
func (y *survey) othersManage(p *pair) int {
	n := 0
	for a := range y.alikeUsers(p) {
		if a != p.Src && y.manages[a] {
			n++
		}
	}
	return n
}

// more reports whether relation a, seen by ka's sensor, tells more than b.
func more(a *relation, ka key, b *relation, kb key) bool {
	a, b = a.settled(), b.settled()
	return cmp.Or(cmp.Compare(a.Answered, b.Answered), cmp.Compare(a.Out+a.In, b.Out+b.In), cmp.Compare(kb.Sensor, ka.Sensor)) > 0
}

func add[K comparable](m map[K]map[fold.Addr]bool, at K, value fold.Addr) {
	if m[at] == nil {
		m[at] = map[fold.Addr]bool{}
	}
	m[at][value] = true
}

// firstSeen is when a machine was first seen to do anything, at the latest then.
func (y *survey) firstSeen(a fold.Addr, then event.Time) event.Time {
	m := y.state.Machines.Get(a)
	if m == nil || m.First.IsZero() || then.Before(m.First) {
		return then
	}
	return m.First
}
