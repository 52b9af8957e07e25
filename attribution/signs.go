package attribution

import (
	"slices"
	"strings"

	"dwell/finding"
	"dwell/incident"
)

// signs reads from the findings what tells the answers apart. The ratios say how
// much likelier the observation is under an answer than under "somebody else";
// they are judgement in round steps (2 a little, 3 clearly, 5 strongly), and the
// caps keep any of them from deciding alone. All of them are behaviour that
// another could copy, hence cheap, unless said otherwise.
func signs(inc *incident.Incident, findings []finding.Finding) []sign {
	var out []sign
	add := func(when bool, class finding.Forgeability, why string, ratios [answers]float64) {
		if when {
			out = append(out, sign{class, why, ratios})
		}
	}
	has := func(t finding.Tactic) bool {
		return slices.ContainsFunc(findings, func(f finding.Finding) bool { return f.Tactic == t && f.Severity >= finding.Medium })
	}
	kind := func(k finding.Kind) bool {
		return slices.ContainsFunc(findings, func(f finding.Finding) bool { return f.Kind == k && f.Severity >= finding.Medium })
	}
	demand := func(class string) bool {
		return slices.ContainsFunc(findings, func(f finding.Finding) bool { return f.Demand != nil && f.Demand.Class == class })
	}
	door := has(finding.CommandControl)
	add(door && len(inc.Addresses) > 0, finding.CheapPlant, "machines called servers outside",
		[answers]float64{operator: 3, opportunist: 3, insider: 1. / 3, falseTrail: 3})
	add(kind(finding.MailImpersonation), finding.CheapPlant, "a mail imitated a correspondent of the recipient, which takes study of this company",
		[answers]float64{operator: 3, opportunist: 1. / 2, insider: 1. / 2, falseTrail: 3})
	add(has(finding.LateralMove), finding.CheapPlant, "somebody moved from machine to machine",
		[answers]float64{operator: 2, opportunist: 1. / 2, falseTrail: 2})
	add(has(finding.Collection) && door, finding.CheapPlant, "after the back door the data store was read in bulk",
		[answers]float64{operator: 2, opportunist: 1. / 2, falseTrail: 2})
	add(has(finding.Collection) && !door && !has(finding.InitialAccess), finding.CheapPlant,
		"the data store was read in bulk by an account of the company, and nothing shows a way in from outside",
		[answers]float64{operator: 1. / 2, opportunist: 1. / 2, insider: 3, falseTrail: 1. / 2})
	add(demand("targeted-data-extortion"), finding.CheapPlant, "a demand spoke of this company's data",
		[answers]float64{operator: 2, opportunist: 1. / 2, falseTrail: 2})
	add(demand("ransomware-note"), finding.CheapPlant, "a ransom note was left, as criminals after money do",
		[answers]float64{opportunist: 3, operator: 2, insider: 1. / 3})
	add(demand("mass-sextortion"), finding.CheapPlant, "the blackmail is of the kind that goes to everybody",
		[answers]float64{operator: 1. / 5, opportunist: 5, insider: 1. / 5, falseTrail: 1. / 5})
	mark := sharedMark(findings)
	add(mark != "", finding.CheapPlant, "the same "+mark+" stands in findings of different kinds",
		[answers]float64{operator: 2, opportunist: 1. / 2, falseTrail: 2})
	add(freeClues(findings) >= suspiciouslyMany, finding.FreeToPlant,
		"several traces of origin that cost nothing to plant lie in the open",
		[answers]float64{falseTrail: 1.5})
	return out
}

// singular are the classes of marks that two strangers hardly share.
var singular = []string{"server-address", "machine-name", "private-address", "relay", "script"}

// sharedMark is the class of a mark that findings of two kinds share, such as the
// first mail and the demand: one hand in both. "" when there is none.
func sharedMark(findings []finding.Finding) string {
	kinds := map[trace]finding.Kind{}
	for i := range findings {
		for _, c := range findings[i].Clues {
			t := trace{c.Class, c.Value}
			if kind, ok := kinds[t]; ok && kind != findings[i].Kind && slices.Contains(singular, c.Class) {
				return c.Class
			}
			kinds[t] = findings[i].Kind
		}
	}
	return ""
}

// suspiciouslyMany is how many different classes of free traces of origin begin to
// speak for a false trail: a careful attacker leaves none, a careless one leaves one
// or two. Olympic Destroyer (2018) carried a perfect, forged fingerprint.
const suspiciouslyMany = 3

// freeClues counts the classes of traces that cost nothing to plant. What many leave is
// no trace: it points nowhere, and nobody would plant it to mislead.
func freeClues(findings []finding.Finding) int {
	classes := map[string]bool{}
	for i := range findings {
		for _, c := range findings[i].Clues {
			if c.Forgeability == finding.FreeToPlant && !common(c.Class, c.Value) {
				classes[c.Class] = true
			}
		}
	}
	return len(classes)
}

// forAndAgainst says which signs speak for an answer and which against it.
func forAndAgainst(a answer, signs []sign) (pro, contra []string) {
	pro, contra = []string{}, []string{}
	for _, s := range signs {
		switch r := s.ratios[a]; {
		case r > 1:
			pro = append(pro, upper(s.why)+".")
		case r > 0 && r < 1:
			contra = append(contra, upper(s.why)+".")
		}
	}
	return pro, contra
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
