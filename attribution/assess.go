package attribution

import (
	"fmt"
	"slices"
	"strings"

	"dwell/finding"
	"dwell/incident"
)

// Assess weighs who it may have been. The findings are those of the incident, in
// any order. The answers are kinds of attackers; no person, group or state is ever
// named, because nothing in a company's own logs can carry that.
func Assess(inc *incident.Incident, findings []finding.Finding) Attribution {
	if inc == nil {
		inc = &incident.Incident{}
	}
	findings = slices.Clone(findings)
	slices.SortFunc(findings, finding.Compare)
	seen := signs(inc, findings)
	out := Attribution{Hypotheses: []Hypothesis{}, Clues: clues(inc, findings)}
	before := priors(inc.Severity)
	for a, p := range weigh(before, seen) {
		pro, contra := forAndAgainst(answer(a), seen)
		pro = append([]string{fmt.Sprintf("Before the signs are weighed: %.0f %%.", 100*before[a])}, pro...)
		out.Hypotheses = append(out.Hypotheses, Hypothesis{
			Name: names[a], Probability: p, Words: words(p), For: pro, Against: contra,
		})
	}
	slices.SortStableFunc(out.Hypotheses, byProbability)
	out.Verdict = verdict(&out, len(seen))
	return out
}

// verdict says what may be claimed and what may not. Likelihood and confidence
// stand in separate sentences (ICD 203).
func verdict(a *Attribution, signs int) string {
	var b strings.Builder
	leader := a.Hypotheses[0]
	if signs == 0 {
		b.WriteString("Nothing in this evidence tells one kind of attacker from another.")
	} else if leader.Name == names[unknown] {
		fmt.Fprintf(&b, "No kind of attacker stands out; it may be somebody else, or no attack at all (%.0f %%).", 100*leader.Probability)
	} else if leader.Probability > 0.45 {
		fmt.Fprintf(&b, "This is %s the work of: %s (%.0f %%).", chance(leader.Words), leader.Name, 100*leader.Probability)
	} else {
		fmt.Fprintf(&b, "No answer stands out; first among them is %s (%.0f %%).", leader.Name, 100*leader.Probability)
	}
	b.WriteString(" Not enough to name anybody: ")
	switch strong := strongest(a.Clues); {
	case len(a.Clues) == 0:
		b.WriteString("no trace of origin was found.")
	case strong == "":
		fmt.Fprintf(&b, "the %s of origin (%s) cost little or nothing to plant, and each may have been left to mislead.", traces(len(a.Clues)), classes(a.Clues))
	default:
		fmt.Fprintf(&b, "one trace is costly to forge (%s), but a name needs a match with an earlier confirmed case, which these files do not hold.", strong)
	}
	b.WriteString(" Language, time zones and the country of an address are no ground to accuse a group or a state.")
	return b.String()
}

// chance puts the words of probability into a sentence.
func chance(words string) string {
	if words == "roughly even chance" {
		return "with a roughly even chance"
	}
	return words
}

func traces(n int) string {
	if n == 1 {
		return "trace"
	}
	return "traces"
}

// strongest names the class of a clue that is costly to forge, "" when there is none.
func strongest(list []Clue) string {
	for _, c := range list {
		if c.Cap >= capCostly {
			return c.Class
		}
	}
	return ""
}

func classes(list []Clue) string {
	var out []string
	for _, c := range list {
		out = append(out, c.Class)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ", ")
}
