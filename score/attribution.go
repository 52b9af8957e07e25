package score

import (
	"fmt"
	"slices"
	"strings"

	"dwell/attribution"
	"dwell/casefile"
	"dwell/finding"
	"dwell/truth"
)

// UnknownActor is the actor of a truth that names none. Probabilities are not
// scored then; that nobody may be named still is.
const UnknownActor = "unknown"

// Attribution compares who it was with what the main incident says of it.
type Attribution struct {
	Actor       string    `json:"actor"`            // of the truth; "": no attacker, or none named
	Among       bool      `json:"among_hypotheses"` // whether the case considered the true answer at all
	Probability *float64  `json:"probability"`      // given to the true answer; nil: not scored
	Brier       *float64  `json:"brier"`            // 0 best, 2 worst; nil: not scored, or no assessment
	Leader      string    `json:"leader"`           // the case's likeliest answer
	Share       *float64  `json:"leader_probability"`
	Wrong       []string  `json:"wrong_claims"` // that should not have been made, in sentences
	Planted     []Planted `json:"planted"`      // false flags of the truth
}

// Planted is a false flag and what the case made of it.
type Planted struct {
	Class        string               `json:"class"`
	Value        string               `json:"value"`
	Seen         bool                 `json:"seen"`
	Forgeability finding.Forgeability `json:"forgeability"` // in the eyes of the case; "" not seen
	Carried      bool                 `json:"carried"`      // whether the verdict rests on it
}

func (k *comparison) attribution() Attribution {
	out := Attribution{Wrong: []string{}, Planted: []Planted{}}
	if o := k.t.Origin; o != nil && o.Actor != UnknownActor {
		out.Actor = o.Actor
	}
	for i := range k.c.Incidents {
		inc := &k.c.Incidents[i]
		if why := wrongName(inc, inc == k.main, out.Actor); why != "" {
			out.Wrong = append(out.Wrong, why)
		}
	}
	if k.main != nil {
		out.assess(&k.main.Attribution)
	} else if out.Actor != "" {
		none := 0.0
		out.Probability = &none
	}
	if k.t.Origin != nil {
		for _, c := range k.t.Origin.Clues {
			if c.Planted {
				out.plant(c, k.main)
			}
		}
	}
	return out
}

// wrongName says why the naming of an actor is wrong, "" when nobody is named or
// the right one is. The evidence of a company carries a name only when the truth
// holds one and this incident is the attack.
func wrongName(inc *casefile.Incident, attack bool, actor string) string {
	a := &inc.Attribution
	switch {
	case !a.Named:
		return ""
	case !attack:
		return fmt.Sprintf("Incident %s names somebody and is not the attack.", inc.ID)
	case actor == "":
		return fmt.Sprintf("Incident %s names somebody; the truth names nobody.", inc.ID)
	case leader(a) == nil || !sameActor(leader(a).Name, actor):
		return fmt.Sprintf("Incident %s names somebody else than %q.", inc.ID, actor)
	}
	return ""
}

func sameActor(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// leader is the likeliest answer, nil when there is none.
func leader(a *attribution.Attribution) *attribution.Hypothesis {
	var out *attribution.Hypothesis
	for i := range a.Hypotheses {
		if h := &a.Hypotheses[i]; out == nil || h.Probability > out.Probability {
			out = h
		}
	}
	return out
}

// assess scores the probabilities. A true answer that the case did not consider
// counts as one that was given no probability.
func (out *Attribution) assess(a *attribution.Attribution) {
	if l := leader(a); l != nil {
		out.Leader, out.Share = l.Name, &l.Probability
	}
	if out.Actor == "" {
		return
	}
	given, brier := 0.0, 0.0
	for _, h := range a.Hypotheses {
		if sameActor(h.Name, out.Actor) {
			out.Among = true
			given = h.Probability
			brier += (1 - h.Probability) * (1 - h.Probability)
			continue
		}
		brier += h.Probability * h.Probability
	}
	out.Probability = &given
	if len(a.Hypotheses) == 0 {
		return
	}
	if !out.Among {
		brier++
	}
	brier = rounded(brier, 1e4)
	out.Brier = &brier
}

// plant says what became of a false flag. It carried the verdict when the case
// takes it for costly to forge, which lifts the limit on probabilities, when the
// verdict repeats it, or when somebody is named in its presence.
func (out *Attribution) plant(c truth.Clue, main *casefile.Incident) {
	p := Planted{Class: c.Class, Value: c.Value}
	if main != nil {
		a := &main.Attribution
		same := func(o attribution.Clue) bool { return o.Class == c.Class && strings.EqualFold(o.Value, c.Value) }
		if i := slices.IndexFunc(a.Clues, same); i >= 0 {
			p.Seen, p.Forgeability = true, a.Clues[i].Forgeability
			costly := p.Forgeability == finding.CostlyPlant || p.Forgeability == finding.OutOfBand
			p.Carried = costly || a.Named || c.Value != "" && strings.Contains(a.Verdict, c.Value)
		}
	}
	if p.Carried {
		out.Wrong = append(out.Wrong, fmt.Sprintf("The verdict rests on the planted clue %s %q.", c.Class, c.Value))
	}
	out.Planted = append(out.Planted, p)
}
