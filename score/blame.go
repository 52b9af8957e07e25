package score

import (
	"cmp"
	"slices"

	"dwell/casefile"
	"dwell/finding"
)

// Blame says who was accused without cause.
type Blame struct {
	Wrong    []Blamed `json:"wrong"`        // by type and value
	Alarms   []Alarm  `json:"false_alarms"` // findings above medium that find no stage
	Doubtful []Alarm  `json:"doubtful"`     // findings of medium that find no stage
}

// Blamed is somebody or something that claims accuse and the attacker never used.
type Blamed struct {
	Type     finding.EntityType `json:"type"`
	Value    string             `json:"value"`
	Findings []string           `json:"findings"` // ids
}

// Alarm is a finding in short.
type Alarm struct {
	ID       string           `json:"id"`
	Kind     finding.Kind     `json:"kind"`
	Severity finding.Severity `json:"severity"`
	Title    string           `json:"title"`
}

func alarm(m *match) Alarm { return Alarm{m.ID, m.Kind, m.Severity, m.Title} }

func (k *comparison) blame() Blame {
	out := Blame{Wrong: k.wronglyBlamed(), Alarms: []Alarm{}, Doubtful: []Alarm{}}
	for _, m := range k.matches {
		switch {
		case m.attack():
		case m.Severity > finding.Medium:
			out.Alarms = append(out.Alarms, alarm(m))
		case m.Severity == finding.Medium:
			out.Doubtful = append(out.Doubtful, alarm(m))
		}
	}
	return out
}

func (k *comparison) wronglyBlamed() []Blamed {
	guilty := newNames()
	guilty.add(k.t.Compromised.Hosts)
	guilty.add(k.t.Compromised.People)
	guilty.accounts(k.t.Compromised.Accounts)
	guilty.attackers(k.t.Compromised.Attackers)

	type who struct {
		kind  finding.EntityType
		value string
	}
	wrong := map[who][]string{}
	for i := range k.c.Incidents {
		inc := &k.c.Incidents[i]
		if inc.Severity < claimed {
			continue
		}
		for _, m := range k.claims(inc) {
			for _, e := range m.Entities {
				if accuses(inc, e) && !guilty.has(e) {
					w := who{e.Type, plain(e.Value)}
					wrong[w] = append(wrong[w], m.ID)
				}
			}
		}
	}
	out := []Blamed{}
	for w, ids := range wrong {
		slices.Sort(ids)
		out = append(out, Blamed{w.kind, w.value, slices.Compact(ids)})
	}
	slices.SortFunc(out, func(a, b Blamed) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Value, b.Value))
	})
	return out
}

// accuses reports whether the finding says of the entity that it acted for the
// attacker, or is the attacker. The far end of a call is accused when the incident
// lists it as the attacker's. What was done to somebody accuses nobody.
func accuses(inc *casefile.Incident, e finding.Entity) bool {
	switch e.Type {
	case finding.Host, finding.Domain, finding.Mailbox, finding.Account, finding.Person:
	default:
		return false // a table or a file does nothing
	}
	switch e.Role {
	case finding.Source, finding.Principal, finding.Attacker, finding.Sender:
		return true
	case finding.Destination:
		return slices.ContainsFunc(inc.Addresses, func(a string) bool { return plain(a) == plain(e.Value) })
	}
	return false
}
