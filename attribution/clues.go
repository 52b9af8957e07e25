package attribution

import (
	"cmp"
	"net/netip"
	"slices"

	"dwell/event"
	"dwell/finding"
	"dwell/incident"
)

// trace tells clues apart.
type trace struct{ class, value string }

// clues gathers the traces of origin that findings carry and those that follow
// from the servers, certificates and programs that they name. The same trace in
// several findings is one clue.
func clues(inc *incident.Incident, findings []finding.Finding) []Clue {
	found := map[trace]*Clue{}
	for i := range findings {
		f := &findings[i]
		for _, c := range f.Clues {
			gather(found, f, c)
		}
		for _, c := range infrastructure(inc, f) {
			gather(found, f, c)
		}
	}
	out := []Clue{}
	for _, c := range found {
		slices.Sort(c.Findings)
		c.Findings = slices.Compact(c.Findings)
		slices.SortFunc(c.Refs, event.Ref.Compare)
		c.Refs = slices.Compact(c.Refs)
		c.explain()
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Clue) int {
		return cmp.Or(cmp.Compare(b.Cap, a.Cap), cmp.Compare(a.Class, b.Class), cmp.Compare(a.Value, b.Value))
	})
	return out
}

// gather adds a trace. Of two opinions on what it costs to plant the cheaper
// holds, and of two meanings the first in the alphabet, so that order never shows.
func gather(found map[trace]*Clue, f *finding.Finding, c finding.Clue) {
	if c.Value == "" {
		return
	}
	t := trace{c.Class, c.Value}
	known := found[t]
	if known == nil {
		known = &Clue{Class: c.Class, Value: c.Value, Meaning: c.Meaning, Forgeability: c.Forgeability, Cap: capOf(c.Forgeability), Refs: []event.Ref{}}
		found[t] = known
	}
	known.Meaning = min(known.Meaning, c.Meaning)
	if limit := capOf(c.Forgeability); limit < known.Cap || limit == known.Cap && c.Forgeability < known.Forgeability {
		known.Forgeability, known.Cap = c.Forgeability, limit
	}
	known.Findings = append(known.Findings, f.ID)
	known.Refs = append(known.Refs, c.Refs...)
}

// The measures of a finding that name a thing the attacker brought along.
var brought = []struct{ measure, class, meaning string }{
	{"certificate_subject", "certificate-name", "the name that the server's certificate gives; whoever makes the certificate chooses it"},
	{"user_agent", "user-agent", "how the program named itself to the server; any program may use any name"},
}

// infrastructure makes clues of the servers, certificates and programs of a finding.
func infrastructure(inc *incident.Incident, f *finding.Finding) []finding.Clue {
	if f.Tactic != finding.CommandControl && f.Tactic != finding.Exfiltration {
		return nil
	}
	var out []finding.Clue
	for _, e := range f.Entities {
		if !slices.Contains(inc.Addresses, e.Value) {
			continue
		}
		c := finding.Clue{Class: "server-name", Value: e.Value, Forgeability: finding.FreeToPlant, Refs: f.Refs,
			Meaning: "a name under which the server was called; anybody can register one"}
		if _, err := netip.ParseAddr(e.Value); err == nil {
			c.Class = "server-address"
			c.Meaning = "the last hop only: who rents or has taken over a server cannot be read off its address or its country; worth comparing with earlier confirmed cases"
		}
		out = append(out, c)
	}
	for _, b := range brought {
		if value, ok := f.Measures[b.measure].(string); ok {
			out = append(out, finding.Clue{Class: b.class, Value: value, Meaning: b.meaning, Forgeability: finding.FreeToPlant, Refs: f.Refs})
		}
	}
	return out
}
