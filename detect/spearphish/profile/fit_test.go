package profile

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"dwell/detect/spearphish/trait"
)

// example is one mail for the fit: what each kind says, the sender's usual sums, and
// whether it was forged.
type example struct {
	amounts [trait.Kinds]float64
	usual   [sides]float64
	forged  bool
	weight  float64
}

// fitted is the result for one side.
type fitted struct {
	kinds       [trait.Kinds]float64
	base, usual float64
}

func (f *fitted) sum(x *example, s side) float64 {
	z := f.base + f.usual*x.usual[s]
	for k := trait.Kind(1); int(k) < trait.Kinds; k++ {
		if sideOf(k) == s {
			z += f.kinds[k] * x.amounts[k]
		}
	}
	return z
}

// fit runs a logistic regression by gradient descent (D. Kingma and J. Ba, "Adam",
// 2015). Weights of kinds are not negative and are drawn to one half, so that a kind
// that the senders of the fit hardly show keeps some weight.
func fit(examples []example, s side) *fitted {
	const rounds, rate, pull, middle = 500, 0.03, 0.004, 0.5
	f := &fitted{}
	for k := range f.kinds {
		f.kinds[k] = middle
	}
	const parameters = trait.Kinds + 2
	var first, second [parameters]float64
	for round := 1; round <= rounds; round++ {
		var slope [parameters]float64
		for i := range examples {
			x := &examples[i]
			p := 1 / (1 + math.Exp(-f.sum(x, s)))
			if x.forged {
				p--
			}
			p *= x.weight
			for k := range x.amounts {
				slope[k] += p * x.amounts[k]
			}
			slope[trait.Kinds] += p
			slope[trait.Kinds+1] += p * x.usual[s]
		}
		for i := range slope {
			if i < trait.Kinds {
				slope[i] += pull * (f.kinds[i] - middle)
			}
			first[i] = 0.9*first[i] + 0.1*slope[i]
			second[i] = 0.999*second[i] + 0.001*slope[i]*slope[i]
			step := rate * first[i] / (1 - math.Pow(0.9, float64(round))) / (math.Sqrt(second[i]/(1-math.Pow(0.999, float64(round)))) + 1e-9)
			switch i {
			case trait.Kinds:
				f.base -= step
			case trait.Kinds + 1:
				f.usual -= step
			default:
				f.kinds[i] = max(0, f.kinds[i]-step)
			}
		}
	}
	return f
}

// TestSharedFit fits the constants of weights.go anew, on every second sender, and
// prints them. It checks nothing: it says where they come from.
func TestSharedFit(t *testing.T) {
	if os.Getenv("DWELL_GRID") == "" {
		t.Skip("checks nothing, it prints where the constants come from; set DWELL_GRID=1")
	}
	s := newStage(t)
	var half []string
	for i, name := range s.senders {
		if i%2 == 0 {
			half = append(half, name)
		}
	}
	all := of(s.run(2, false), half)
	for side, levels := range map[side][]string{writing: {genuine, blind, colleague, account}, way: {genuine, blind, colleague, copied}} {
		f := fit(examplesOf(all, levels), side)
		var b strings.Builder
		for k := trait.Kind(1); int(k) < trait.Kinds; k++ {
			if sideOf(k) == side {
				fmt.Fprintf(&b, " %d:%.1f", k, f.kinds[k])
			}
		}
		t.Logf("side %d: base %.1f usual %.1f kinds%s", side, f.base, f.usual, b.String())
	}
}

// examplesOf weighs each level alike, and all forged ones like the genuine.
func examplesOf(all []outcome, levels []string) (out []example) {
	number := make(map[string]float64)
	for _, o := range all {
		number[o.level]++
	}
	for _, o := range all {
		if !slices.Contains(levels, o.level) {
			continue
		}
		x := example{forged: o.level != genuine, usual: o.usual, weight: 1 / number[o.level]}
		if x.forged {
			x.weight /= float64(len(levels) - 1)
		}
		for k := range x.amounts {
			if kindWeight[k] > 0 && k != int(trait.To) { // recipients of a public list say too much
				x.amounts[k] = o.judgement.Weights[k] / (perLogit * kindWeight[k])
			}
		}
		out = append(out, x)
	}
	return out
}
