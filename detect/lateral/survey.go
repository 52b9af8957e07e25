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
	users   map[fold.Addr]map[fold.Addr]bool // who administers a machine
	actors  map[actKey]map[fold.Addr]bool    // who does a deed on a machine; the key without source and sensor
	sources map[fold.Addr]*source
	drops   *dropSurvey
	logons  *logonSurvey
}

// pair is all that one machine did on another.
type pair struct {
	ends
	relations map[protocol]*relation
	acts      map[deed]*act
	dropped   *programs
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
	y := &survey{state: s, estate: v.Estate, users: map[fold.Addr]map[fold.Addr]bool{}, actors: map[actKey]map[fold.Addr]bool{},
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
	for _, p := range y.pairs {
		y.profile(p)
	}
	y.logons = newLogonSurvey(s, v.Estate, y.pairs)
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
	if y.everybodys(p.Dst) {
		return
	}
	o.reach[p.Dst] = true
	all := p.whole()
	o.days.Merge(&all.Days)
	o.span.Merge(p.span())
	if all.push() || p.dropped != nil || slices.ContainsFunc(p.deeds(), deed.runs) {
		o.busy++
	}
}

// everybodys reports whether a machine serves the network or many: that a machine uses
// it says nothing about either.
func (y *survey) everybodys(a fold.Addr) bool { return y.serves(a) || y.others(a) > fewOthers }

// serves reports whether the machine answers for the network.
func (y *survey) serves(a fold.Addr) bool {
	m := y.state.Machines.Get(a)
	return m != nil && m.Serves
}

// others is how many machines besides one administer a machine.
func (y *survey) others(a fold.Addr) int { return len(y.users[a]) - 1 }

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

// protocols returns the protocols of the pair in their order.
func (p *pair) protocols() []protocol {
	var out []protocol
	for proto := range p.relations {
		out = append(out, proto)
	}
	slices.Sort(out)
	return out
}

// deeds returns what was done, the most telling first.
func (p *pair) deeds() []deed {
	var out []deed
	for did := range p.acts {
		if did != replicate {
			out = append(out, did)
		}
	}
	slices.Sort(out)
	return out
}

// whole joins the relations of all protocols; days and records are those of the deeds too.
func (p *pair) whole() relation {
	var all relation
	for _, proto := range p.protocols() {
		r := *p.relations[proto]
		all.merge(&r)
	}
	for _, did := range p.deeds() {
		all.Days.Merge(&p.acts[did].Days)
	}
	return all
}

// span is from the first to the last of all that the pair did.
func (p *pair) span() event.Span {
	var span event.Span
	for _, r := range p.relations {
		span.Merge(r.Marks.Span())
	}
	for did, a := range p.acts {
		if did != replicate {
			span.Merge(a.Marks.Span())
		}
	}
	if p.dropped != nil {
		span.Merge(p.dropped.Marks.Span())
	}
	return span
}

// firstSeen is when a machine was first seen to do anything, at the latest then.
func (y *survey) firstSeen(a fold.Addr, then event.Time) event.Time {
	m := y.state.Machines.Get(a)
	if m == nil || m.First.IsZero() || then.Before(m.First) {
		return then
	}
	return m.First
}
