package profile

import (
	"math"

	"dwell/detect/spearphish/trait"
)

// mixture counts small words by class, for one sender. Halving when a class is full lets
// old mails fade.
type mixture struct {
	counts [trait.WordClasses]uint8
	all    uint16
}

func (x *mixture) learn(words string) {
	for i := range len(words) {
		class := words[i]
		if x.counts[class] == math.MaxUint8 {
			x.halve()
		}
		x.counts[class]++
		x.all++
	}
}

func (x *mixture) halve() {
	x.all = 0
	for i := range x.counts {
		x.counts[i] /= 2
		x.all += uint16(x.counts[i])
	}
}

// general counts the small words of everybody.
type general struct {
	counts [trait.WordClasses]uint64
	all    uint64
}

func (g *general) learn(words string) {
	for i := range len(words) {
		g.counts[words[i]]++
	}
	g.all += uint64(len(words))
}

// share is how often words at large are of the class.
func (g *general) share(class byte) float64 {
	return (float64(g.counts[class]) + 1) / (float64(g.all) + trait.WordClasses)
}

// against is how much better the words fit anybody than the sender: log10, summed over
// the words, by the root of their number, because neighbours depend on each other.
func (g *general) against(x *mixture, words string) float64 {
	if len(words) == 0 || x.all == 0 {
		return 0
	}
	sum := 0.0
	for i := range len(words) {
		class := words[i]
		anybody := g.share(class)
		usual := (float64(x.counts[class]) + priorWords*anybody) / (float64(x.all) + priorWords)
		sum += math.Log10(anybody / usual)
	}
	return sum / math.Sqrt(float64(len(words)))
}
