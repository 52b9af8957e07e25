package report

import (
	"dwell/casefile"
	"dwell/incident"
)

// namedMoment is a dwell moment with its name.
type namedMoment struct {
	Name   string
	Moment *incident.Moment
}

// dwellMoments lists the known moments of an incident in the order of the story.
func dwellMoments(inc *casefile.Incident) []namedMoment {
	d := inc.Dwell
	var out []namedMoment
	for _, m := range []namedMoment{
		{"Entry", d.Entry},
		{"First bulk read", d.FirstBulkRead},
		{"Theft begins", d.TheftStart},
		{"Theft ends", d.TheftEnd},
		{"Company becomes aware", d.Awareness},
	} {
		if m.Moment != nil {
			out = append(out, m)
		}
	}
	return out
}
