package longconn

import (
	"net/netip"
	"slices"
	"time"

	"dwell/detect"
	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/detect/known"
	"dwell/entity"
	"dwell/event"
	"dwell/finding"
)

// relation is one outward pair as its best sensor saw it.
type relation struct {
	flow.Key
	*pair
	server *server
	all    totals
	open   int64
	target string // what a proxy was asked for; "" when there is none
}

func (r *relation) longest() *flow.Record[totals] { return &r.Longest[0] }

// raw reports whether nothing is known to listen on the port and the sensor
// recognised no protocol.
func (r *relation) raw() bool {
	_, usual := known.Port(r.Transport, r.Port)
	return !usual && r.Service == 0
}

// survey is the whole picture against which one relation is weighed.
type survey struct {
	state     *state
	joined    *joined
	estate    *entity.Estate
	relations []relation
	hosts     int               // inside machines that make connections
	sources   map[fold.Addr]int // inside machines with long connections, by destination
	first     map[fold.Addr]event.Time
	swarm     map[fold.Addr]int // raw relations by source
	all       durations         // of every service together
}

func newSurvey(s *state, v detect.View) *survey {
	y := &survey{state: s, joined: s.join(), estate: v.Estate, sources: make(map[fold.Addr]int),
		first: make(map[fold.Addr]event.Time), swarm: make(map[fold.Addr]int)}
	for a := range s.Hosts.All() {
		if v.Estate.Inside(a.IP()) {
			y.hosts++
		}
	}
	for service, d := range s.Durations.All() {
		if y.joined.durations[service] == nil {
			y.all.merge(d)
		}
	}
	for _, d := range y.joined.durations {
		y.all.merge(d)
	}
	for k, p := range y.joined.all {
		if v.Estate.Inside(k.Src.IP()) {
			y.relations = append(y.relations, y.outward(k, p)...)
		}
	}
	slices.SortFunc(y.relations, func(a, b relation) int { return a.Key.Compare(b.Key) })
	y.relations = flow.BestSensors(y.relations,
		func(a, b *relation) bool { return a.Key.SameButSensor(b.Key) },
		func(a, b *relation) bool { return a.all.Duration > b.all.Duration })
	y.count()
	return y
}

// outward returns the relations of an inside source with the outside that the
// pair stands for: one, several behind a proxy, or none.
func (y *survey) outward(k flow.Key, p *pair) []relation {
	who := y.state.Servers.Get(k)
	if who == nil {
		who = &server{}
	}
	switch {
	case !y.estate.Inside(k.Dst.IP()):
		r := relation{Key: k, pair: p, server: who}
		r.all, r.open = p.sum()
		return []relation{r}
	case who.Proxied:
		return y.tunnels(k, p)
	}
	return nil
}

// count notes who shares a destination; relations are sorted by source and
// destination.
func (y *survey) count() {
	for i, r := range y.relations {
		if i == 0 || y.relations[i-1].Dst != r.Dst || y.relations[i-1].Src != r.Src {
			y.sources[r.Dst]++
		}
		if first := r.Marks.First.Time; !y.first[r.Dst].Before(first) {
			y.first[r.Dst] = first
		}
		if r.raw() {
			y.swarm[r.Src]++
		}
	}
}

// rarity returns the share of closed connections that last as long, among those
// of the same service where there are enough, else among all.
func (y *survey) rarity(r *relation) (share float64, of int64, ok bool) {
	kind := r.Service
	if kind == 0 {
		kind = portService(r.Transport, r.Port)
	}
	length := r.longest().Duration
	for _, v := range []*durations{y.joined.lengthsOf(kind), &y.all} {
		if v == nil {
			continue
		}
		if longer, all := v.atLeast(length); all >= minCompared {
			return float64(longer+1) / float64(all+1), all, true
		}
	}
	return 1, 0, false
}

// coverage is the share of the evidence that the longest connection covers.
func (y *survey) coverage(r *relation) float64 {
	span := y.state.Span.Last.Sub(y.state.Span.First)
	if span <= 0 {
		return 0
	}
	return min(1, float64(r.longest().Duration)/float64(span))
}

// long reports whether the longest connection is worth a finding.
func (y *survey) long(r *relation) bool {
	span := y.state.Span.Last.Sub(y.state.Span.First)
	least := max(tracked, min(alwaysLong, time.Duration(leastShare*float64(span))))
	if r.longest().Duration < least {
		return false
	}
	share, _, ok := y.rarity(r)
	return !ok || share <= usualShare
}

// nameOf returns the DNS name of the destination, "" when none is known.
func (y *survey) nameOf(r *relation) string {
	if r.server.Name != "" {
		return r.server.Name
	}
	name, _ := y.state.Resolved.Name(r.Dst)
	return name
}

// destination is the other end as a person writes it.
func (r *relation) destination() string {
	if r.target != "" {
		return r.target
	}
	return r.Dst.IP().String()
}

// entities are the two ends.
func (r *relation) entities() []finding.Entity {
	kind := finding.Host
	if _, err := netip.ParseAddr(r.destination()); err != nil {
		kind = finding.Domain
	}
	return []finding.Entity{
		{Type: finding.Host, Value: r.Src.IP().String(), Role: finding.Source},
		{Type: kind, Value: r.destination(), Role: finding.Destination},
	}
}
