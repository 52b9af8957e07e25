package attribution

import (
	"cmp"
	"math"
	"slices"

	"dwell/finding"
)

// The most that all evidence of one class of forgeability together may change the
// odds between two answers, as a likelihood ratio. Free: strings, language, time
// zones and metadata cost nothing to plant. Cheap: public tools and the order of
// techniques can be copied in an afternoon. Costly: private tools and live servers
// shared with an earlier confirmed case. Out of band: what a court or a wallet
// trace brings. Planting three borrowed tools flipped the answer of a naive method
// in 55 % of public campaigns, hence the low caps of the first two.
const (
	capFree      = 3
	capCheap     = 5
	capCostly    = 30
	capOutOfBand = 100
)

// capOf returns the cap of a class; an unknown one counts as free.
func capOf(f finding.Forgeability) float64 {
	switch f {
	case finding.CheapPlant:
		return capCheap
	case finding.CostlyPlant:
		return capCostly
	case finding.OutOfBand:
		return capOutOfBand
	}
	return capFree
}

// answer is one hypothesis with what is believed before any evidence.
type answer int

const (
	operator answer = iota
	opportunist
	insider
	falseTrail
	unknown
	answers
)

var names = [answers]string{
	operator:    "an outside operator who chose this company",
	opportunist: "crime of opportunity or a mass campaign",
	insider:     "somebody with access of their own (insider)",
	falseTrail:  "an outside operator who lays a false trail",
	unknown:     "somebody else, or no attack at all",
}

// shares are what is believed before the evidence is weighed, once there was an attack.
// Published breach statistics put about three quarters of breaches on outsiders, most of
// them after money, and a quarter or less on insiders; how these shares split further is
// judgement, stated in the report so that a reader may put in another.
var shares = [answers]float64{
	operator: 0.25, opportunist: 0.40, insider: 0.15, falseTrail: 0.05,
}

// doubt is what is left for "somebody else, or no attack at all", by the severity of the
// incident: finding/severity.go says how much likelier than not an attack is at each.
func doubt(s finding.Severity) float64 {
	switch s {
	case finding.Critical:
		return 0.15
	case finding.High:
		return 0.2
	}
	return 0.6
}

// priors shares out what doubt leaves.
func priors(s finding.Severity) [answers]float64 {
	out, sum := shares, 0.0
	for _, p := range shares {
		sum += p
	}
	for a := range out {
		out[a] *= (1 - doubt(s)) / sum
	}
	out[unknown] = doubt(s)
	return out
}

// sign is one observation with the likelihood ratio that it gives each answer,
// relative to "somebody else".
type sign struct {
	class  finding.Forgeability
	why    string
	ratios [answers]float64 // 0 stands for 1: says nothing
}

// mostWithoutCost is the highest probability that an answer may have while
// nothing costly to forge supports it: the upper end of "likely" in ICD 203.
const mostWithoutCost = 0.80

// weigh returns the probability of each answer, from what was believed before. The ratios of all signs of one
// class multiply up to the cap of that class and no further.
func weigh(before [answers]float64, signs []sign) [answers]float64 {
	var odds [answers]float64
	for a := range odds {
		odds[a] = math.Log10(before[a])
		for _, class := range []finding.Forgeability{finding.FreeToPlant, finding.CheapPlant, finding.CostlyPlant, finding.OutOfBand} {
			sum := 0.0
			for _, s := range signs {
				if s.class == class && s.ratios[a] > 0 {
					sum += math.Log10(s.ratios[a])
				}
			}
			limit := math.Log10(capOf(class))
			odds[a] += min(max(sum, -limit), limit)
		}
	}
	out := normal(odds)
	if !slices.ContainsFunc(signs, costly) {
		out = held(out)
	}
	for a := range out {
		out[a] = finding.Round(out[a])
	}
	return out
}

func costly(s sign) bool {
	return s.class == finding.CostlyPlant || s.class == finding.OutOfBand
}

// normal turns logarithms of odds into probabilities.
func normal(odds [answers]float64) [answers]float64 {
	var out [answers]float64
	sum := 0.0
	for a, o := range odds {
		out[a] = math.Pow(10, o)
		sum += out[a]
	}
	for a := range out {
		out[a] /= sum
	}
	return out
}

// held keeps the leader at mostWithoutCost and gives the rest to the others.
func held(p [answers]float64) [answers]float64 {
	leader := 0
	for a := range p {
		if p[a] > p[leader] {
			leader = a
		}
	}
	if p[leader] <= mostWithoutCost {
		return p
	}
	rest := 1 - p[leader]
	for a := range p {
		if a != leader {
			p[a] *= (1 - mostWithoutCost) / rest
		}
	}
	p[leader] = mostWithoutCost
	return p
}

// words are the terms of ICD 203 (2015), section D.6.e.(2)(a).
func words(p float64) string {
	switch {
	case p < 0.05:
		return "almost no chance"
	case p < 0.20:
		return "very unlikely"
	case p < 0.45:
		return "unlikely"
	case p <= 0.55:
		return "roughly even chance"
	case p <= 0.80:
		return "likely"
	case p <= 0.95:
		return "very likely"
	}
	return "almost certain"
}

// byProbability orders hypotheses, the likeliest first.
func byProbability(a, b Hypothesis) int {
	return cmp.Or(cmp.Compare(b.Probability, a.Probability), cmp.Compare(a.Name, b.Name))
}
