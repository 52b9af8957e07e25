package rhythm

import (
	"math"
	"sync"
)

// timer is one kind of timer that waits are compared with.
type timer struct {
	jitter float64 // half of the range of its sleeps, in periods
	lost   float64 // share of its calls
	away   float64 // share of its waits in which it was switched off
	weight float64 // among all timers
}

// timers are those that waits are compared with; a sleep between (1-j) and 1 times the
// period is one of both ways, with less jitter. The more jitter a timer has and the more
// it loses, the more it is like a person: those of much jitter have little weight, and
// none that loses calls, so that the rest keep their power.
var timers = [...]timer{
	{0.25, 0.2, 0, 5}, {0.5, 0, 0, 5}, {0.5, 0.15, 0, 5}, {0.5, 0.35, 0, 10},
	{0.7, 0, 0, 2}, {0.9, 0, 0, 2},
	{0.5, 0.15, 0.2, 0.5},
}

const (
	// logStep is the width of the classes of waits and of periods, 5 %.
	logStep = 0.05
	// shortestWait and longestWait are the classes of waits in periods that are told
	// apart, from 3 % to 20.
	shortestWait, longestWait = -70, 60
	// shortestPeriod and longestPeriod are the classes of the periods that are tried, in
	// median waits: from 0.4 to 1.4. Where a third of the calls is lost it is 0.8.
	shortestPeriod, longestPeriod = -18, 7
	// stray is the share of waits that are none of a timer's, astray the standard
	// deviation of their logarithm.
	stray, astray = 0.005, 2.0
	// pause is the width, as a logarithm, of the range of interruptions, which begins
	// with the nearest: of a timer of 20 minutes it ends with a night.
	pause = 4.0
	// rare is the share of waits with so many sleeps that they need not be counted.
	rare = 1e-9
)

// likelihoods are what a wait of each class says for each timer: the logarithms of the
// density of the wait's logarithm, and of the weight of the timer.
type likelihoods struct {
	density [longestWait - shortestWait + 1][len(timers)]float64
	weight  [len(timers)]float64
}

// timerLikelihoods takes a few milliseconds to make.
var timerLikelihoods = sync.OnceValue(func() *likelihoods {
	all, l := 0.0, new(likelihoods)
	for _, t := range timers {
		all += t.weight
	}
	for k, t := range timers {
		l.weight[k] = math.Log(t.weight / all)
		for i := range l.density {
			l.density[i][k] = math.Log(t.density(float64(i+shortestWait) * logStep))
		}
	}
	return l
})

// of returns the row of a wait of so many classes more than the period. What lies beyond
// the classes counts as the outermost.
func (l *likelihoods) of(class int) *[len(timers)]float64 {
	return &l.density[min(max(class, shortestWait), longestWait)-shortestWait]
}

// density is the mean density of the logarithm of a wait, in periods, in the class around x.
func (t timer) density(x float64) float64 {
	sleeping := (t.upTo(math.Exp(x+logStep/2)) - t.upTo(math.Exp(x-logStep/2))) / logStep
	anything := math.Exp(-x*x/(2*astray*astray)) / (astray * math.Sqrt(2*math.Pi))
	switchedOff := 0.0
	if begins := math.Log(nearest); x >= begins && x < begins+pause {
		switchedOff = 1 / pause
	}
	return (1-stray-t.away)*sleeping + t.away*switchedOff + stray*anything
}

// upTo is the probability that the sleeps from one call that is seen to the next take at
// most x periods.
func (t timer) upTo(x float64) float64 {
	p, share := 0.0, 1-t.lost
	for sleeps := 1; share > rare; sleeps++ {
		p += share * evenSum(sleeps, (x-float64(sleeps)*(1-t.jitter))/(2*t.jitter))
		share *= t.lost
	}
	return p
}

// manyTerms is the number of terms from which their sum is as good as normal.
const manyTerms = 10

// evenSum is the probability that n variables spread evenly from 0 to 1 add up to at most
// x (J. O. Irwin and P. Hall, both Biometrika 19, 1927).
func evenSum(n int, x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= float64(n):
		return 1
	case n > manyTerms:
		return math.Erfc((float64(n)/2-x)*math.Sqrt(6/float64(n))) / 2
	}
	sum, term := 0.0, 1/math.Gamma(float64(n+1))
	for i := 0; float64(i) < x; i++ {
		sum += term * math.Pow(x-float64(i), float64(n))
		term *= -float64(n-i) / float64(i+1)
	}
	return sum
}
