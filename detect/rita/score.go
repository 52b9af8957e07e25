package rita

import (
	"cmp"
	"slices"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/detect/rita/formula"
)

// Row is one scored relation.
type Row struct {
	Source      string // "" for a registered domain
	Destination string // address; "" for a name
	FQDN        string // name; "" for an address
	Beacon      formula.Beacon
	HasBeacon   bool
	Threat      formula.Threat
	Around      formula.Surroundings

	Connections, Open int64
	Bytes             int64
	DurationSeconds   float64
	Subdomains        int
	MissingHost       bool
	Services          []string // "443:tcp:ssl"
}

// Rows scores everything that RITA would, worst first. See the package comment for
// what is scored.
func (d *Detector) Rows(v detect.View) []Row {
	y := newSurvey(&d.state, v)
	around := y.neighbours()
	var out []Row
	taken := map[uint64]bool{}
	for _, r := range y.names {
		if r.candidate() {
			out = append(out, y.row(r, around))
			for _, id := range r.uids {
				taken[id] = true
			}
		}
	}
	for _, r := range y.pairs {
		if r.candidate() && !slices.ContainsFunc(r.uids, func(id uint64) bool { return taken[id] }) {
			out = append(out, y.row(r, around))
		}
	}
	out = append(out, y.domains()...)
	out = slices.DeleteFunc(out, func(r Row) bool { return !r.scored() })
	slices.SortFunc(out, compareRows)
	return out
}

// scored reports whether anything but the surroundings speaks of the relation.
func (r *Row) scored() bool {
	t := &r.Threat
	return r.HasBeacon || max(t.Beacon, t.Duration, t.Subdomains, t.Strobe) > 0
}

func compareRows(a, b Row) int {
	return cmp.Or(cmp.Compare(b.Threat.Score(), a.Threat.Score()), cmp.Compare(b.Beacon.Score, a.Beacon.Score),
		cmp.Compare(a.Source, b.Source), cmp.Compare(a.FQDN, b.FQDN), cmp.Compare(a.Destination, b.Destination))
}

// row scores one relation.
func (y *survey) row(r relation, around *neighbours) Row {
	row := Row{
		Source: text(r.Src), FQDN: r.name,
		Connections: r.count, Open: r.open, Bytes: r.bytes, DurationSeconds: r.durationSeconds(), MissingHost: r.missingHost,
	}
	if r.name == "" {
		row.Destination = text(r.Dst)
	}
	for _, s := range r.services {
		row.Services = append(row.Services, s.String())
	}
	if r.count >= formula.StrobeFrom {
		row.Threat.Strobe = formula.StrobeThreat
	} else if b, ok := formula.NewBeacon(r.seconds, r.sizes, y.window); ok {
		row.Beacon, row.HasBeacon = b, true
		row.Threat.Beacon = formula.BeaconThreat(b.Score)
	}
	row.Threat.Duration = formula.DurationThreat(r.durationSeconds())
	row.Around = formula.Surroundings{
		Sources: around.sources[r.Dst], Network: around.network,
		MissingHost: r.missingHost, RareSignature: around.rare[r.pairKey], Bytes: r.bytes,
	}
	row.Threat.Modifiers = row.Around.Modifiers()
	return row
}

// neighbours is what relations are compared with.
type neighbours struct {
	sources map[fold.Addr]int // inside machines by destination: an address, or a hash of a name
	network int               // inside machines that contact anybody
	rare    map[pairKey]bool  // a signature of the source goes there alone
}

func (y *survey) neighbours() *neighbours {
	n := &neighbours{sources: map[fold.Addr]int{}, rare: map[pairKey]bool{}}
	machines := map[fold.Addr]bool{}
	contacts := map[pairKey]bool{}
	for _, all := range [][]relation{y.pairs, y.names} {
		for _, r := range all {
			if r.count+r.open == 0 {
				continue
			}
			machines[r.Src], contacts[r.pairKey] = true, true
			for _, l := range r.links {
				if l.Proxied && y.inside(l.Dst) { // the proxy contacts the name too
					machines[l.Dst], contacts[pairKey{l.Dst, r.Dst}] = true, true
				}
			}
		}
	}
	for k := range contacts {
		n.sources[k.Dst]++
	}
	n.network = len(machines)
	for k, s := range y.state.Signatures.All() {
		var all uses
		for _, h := range s.Hours.since(y.from) {
			all.merge(&h.Value)
		}
		for _, two := range [][2]fold.Addr{all.Addresses, all.Names} {
			if none := (fold.Addr{}); two[0] != none && two[1] == none {
				n.rare[pairKey{k.Src, two[0]}] = true
			}
		}
	}
	return n
}

// domains scores the registered domains below which many names were asked for.
func (y *survey) domains() []Row {
	contacted := map[fold.Addr]bool{}
	for _, r := range y.pairs {
		contacted[r.Dst] = contacted[r.Dst] || r.count+r.open > 0
	}
	below := map[string]bool{}
	for _, r := range y.names {
		if registered, _ := registeredDomain(withoutPort(r.name)); r.count+r.open > 0 {
			below[registered] = true
		}
	}
	var out []Row
	for _, d := range y.state.Domains.All() {
		all := asked{}
		names := map[uint64]bool{}
		for _, h := range d.Hours.since(y.from) {
			for _, name := range h.Value.Names {
				names[name] = true
			}
			all.Answers = append(all.Answers, h.Value.Answers...)
		}
		threat := formula.Threat{Subdomains: formula.SubdomainThreat(len(names))}
		if threat.Subdomains == 0 {
			continue
		}
		direct := below[d.Name] || slices.ContainsFunc(all.Answers, func(a fold.Addr) bool { return contacted[a] })
		row := Row{FQDN: d.Name, Subdomains: len(names), Threat: threat, Around: formula.Surroundings{TunnelOnly: !direct}}
		row.Threat.Modifiers = row.Around.Modifiers()
		out = append(out, row)
	}
	return out
}
