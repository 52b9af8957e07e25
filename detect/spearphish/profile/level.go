package profile

import (
	"math"
	"slices"
)

// side is one of the two groups of kinds that count apart.
type side uint8

const (
	writing side = iota // composition and behaviour
	way                 // transport
	sides
)

const (
	levels    = 16   // mails
	levelUnit = 0.25 // log10
)

// level remembers how surprising the last mails of a sender were.
type level struct {
	last [levels]int8 // in units of levelUnit
	n    uint32       // mails ever
}

func (l *level) add(sum float64) {
	l.last[l.n%levels] = int8(max(math.MinInt8, min(math.MaxInt8, math.Round(sum/levelUnit))))
	l.n++
}

// usual returns the middle of the last sums; what is usual for senders at large when
// there are none.
func (l *level) usual(s side) float64 {
	n := min(l.n, levels)
	if n == 0 {
		return sideUnknown[s]
	}
	sorted := l.last
	slices.Sort(sorted[:n])
	return float64(sorted[n/2]) * levelUnit
}
