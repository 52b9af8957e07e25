package incident

import (
	"slices"
	"time"

	"dwell/finding"
)

// rarePeers is how many different originators may reach a thing of the company
// before reaching it means nothing: a server, a table or a file that more than
// three machines or people of the findings touch is one that the company uses.
const rarePeers = 3

// harmlessPeers is how many findings of low weight about the same far end, when
// they outnumber the grave ones, show that everybody uses it.
const harmlessPeers = 3

// mostOf is the number of machines from which "most of them" means something.
const mostOf = 10

// relayLag is within what time a relay passes a call on.
const relayLag = 5 * time.Minute

// crowd says which things are so common among the findings that sharing them
// proves nothing, by the level at which they are shared.
type crowd struct {
	far     map[key]bool // presumed attackers that everybody calls
	reached map[key]bool // things that many reach
	relays  map[key]bool // machines that pass on what others ask for
}

func newCrowd(views []*view) crowd {
	c := crowd{far: map[key]bool{}, reached: map[key]bool{}, relays: relays(views)}
	type tally struct {
		leads           map[string]bool
		grave, harmless int
		named           bool
	}
	tallies := map[key]*tally{}
	for _, v := range views {
		for _, p := range v.parties {
			t := tallies[p.key]
			if t == nil {
				t = &tally{leads: map[string]bool{}}
				tallies[p.key] = t
			}
			switch p.level {
			case touched:
				t.leads[v.lead()] = true
			case presumed:
				c.far[p.key] = c.far[p.key] || usedByMost(v.Finding)
				if v.core() {
					t.grave++
				} else {
					t.harmless++
				}
			case actor:
				t.named = t.named || v.core()
			}
		}
	}
	for k, t := range tallies {
		c.reached[k] = len(t.leads) > rarePeers
		c.far[k] = !t.named && (c.far[k] || t.harmless >= harmlessPeers && t.harmless > t.grave)
	}
	return c
}

// usedByMost reports whether the detector saw most machines use that far end.
func usedByMost(f *finding.Finding) bool {
	sources, hosts := f.Whole("inside_sources"), f.Whole("inside_hosts")
	return hosts >= mostOf && 2*sources > hosts
}

// call is one machine that calls a far end.
type call struct {
	host  key
	start int64
}

// relays finds the machines that pass on what others ask for (a proxy): every far
// end that they call is called, at the same time, by another machine, and it is
// not always the same other one. A machine that also moves on to others is none.
func relays(views []*view) map[key]bool {
	calls := map[key][]call{}
	ends := map[key][]key{}
	moves := map[key]bool{}
	for _, v := range views {
		for _, p := range v.parties {
			if p.class != byHost || p.level != actor {
				continue
			}
			if v.core() && v.Tactic == finding.LateralMove {
				moves[p.key] = true
			}
			if !v.callsOut() {
				continue
			}
			for _, far := range v.parties {
				if far.class == byAttacker {
					calls[far.key] = append(calls[far.key], call{p.key, v.start})
					ends[p.key] = append(ends[p.key], far.key)
				}
			}
		}
	}
	out := map[key]bool{}
	for host, far := range ends {
		if len(far) > 1 && !moves[host] && repeatsOthers(host, far, calls) {
			out[host] = true
		}
	}
	return out
}

// repeatsOthers reports whether every far end of the host is called at the same
// time by some other machine, but no one machine calls them all.
func repeatsOthers(host key, far []key, calls map[key][]call) bool {
	var common []key
	for i, end := range far {
		var others []key
		for _, mine := range calls[end] {
			if mine.host != host {
				continue
			}
			for _, c := range calls[end] {
				if c.host != host && max(c.start, mine.start)-min(c.start, mine.start) <= int64(relayLag) {
					others = append(others, c.host)
				}
			}
		}
		if len(others) == 0 {
			return false
		}
		if i == 0 {
			common = others
			continue
		}
		common = slices.DeleteFunc(common, func(k key) bool { return !slices.Contains(others, k) })
	}
	return len(common) == 0
}
