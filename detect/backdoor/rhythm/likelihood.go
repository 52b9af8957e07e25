package rhythm

import "math"

// Where the time on test is in doubt, two explanations of the waits are compared by their
// likelihood: a timer with jitter, of whose calls some are lost, and a person. No test
// tells one from the other better than the ratio of the two (Neyman and Pearson, "On the
// problem of the most efficient tests of statistical hypotheses", Philosophical
// Transactions A 231, 1933). The time on test knows no timer, only that waits are not
// memoryless, so the ratio finds what that overlooks, and what that calls regular by
// mistake is nearly always a person's.
//
// Sleeps are spread evenly around the period and each call is lost with some
// probability, so a wait is the sum of a geometric number of sleeps (thinning of a renewal
// process: Cox, "Renewal Theory", 1962). A person's waits are log-normal with a sigma of 1
// or more, or fall off from the start as exponential and Weibull ones do. The period of
// the one and the scale of the other are integrated out with the same weight for every
// power of it, so the ratio does not depend on the unit of time (invariant tests: Lehmann
// and Romano, "Testing Statistical Hypotheses", 2005, chapter 6). Its p-value is looked up
// in a table (likelihood_table.go) that was simulated.

const (
	// leastCompared and mostCompared are the numbers of waits that are compared: fewer say
	// too little, of more the time on test is seldom in doubt.
	leastCompared, mostCompared = 16, 128
	// leastMiddle is the median in ticks from which their rounding is no part of waits.
	leastMiddle = 10 * ticksPerSecond
	// smallWindow is how many times the window of a burst must go into the median wait: the
	// timer of the comparison knows no dead time.
	smallWindow = 4
	// clearly is the least ratio that counts, ten to one: with many waits even what fits
	// neither explanation well is significantly unlike a person's.
	clearly = 2.3
)

// sigmas are those of a person's log-normal waits, shapes those of Weibull ones.
var (
	sigmas = [...]float64{1, 1.2, 1.5, 2, 2.5, 3, 4}
	shapes = [...]float64{0.5, 0.7, 1}
)

// comparable reports whether sorted waits may be a timer's or a person's as they are.
func (b burst) comparable(idle []uint32, segments [][]uint32) bool {
	n := len(idle)
	if n < leastCompared || n > mostCompared || len(segments) > 1 { // samples hold no long waits
		return false
	}
	middle := idle[n/2]
	return middle >= leastMiddle && middle >= smallWindow*b.window
}

// personChance is the p-value of the ratio of sorted waits: how probable one as great is
// for a person.
func personChance(waits []uint32) float64 {
	ratio := likelihoodRatio(waits)
	if ratio < clearly {
		return 1
	}
	return ratioTail(len(waits), ratio)
}

// likelihoodRatio is the logarithm of the likelihood of waits as a timer's over that as a
// person's.
func likelihoodRatio(waits []uint32) float64 {
	var memory [mostCompared]float64
	logs := memory[:len(waits)]
	for i, w := range waits {
		logs[i] = math.Log(float64(max(w, 1)))
	}
	return asTimer(logs) - asPerson(logs)
}

// asTimer is the logarithm of the likelihood of waits, given as logarithms, over all
// periods and kinds of timer.
func asTimer(logs []float64) float64 {
	var memory [mostCompared]int
	classes := memory[:len(logs)]
	for i, l := range logs {
		classes[i] = int(math.Round(l / logStep))
	}
	timer := timerLikelihoods()
	middle := classes[len(classes)/2]
	var all logSum
	for period := middle + shortestPeriod; period <= middle+longestPeriod; period++ {
		sums := timer.weight
		for _, c := range classes {
			row := timer.of(c - period)
			for k := range sums {
				sums[k] += row[k]
			}
		}
		for _, s := range sums {
			all.add(s)
		}
	}
	return all.total() + math.Log(logStep)
}

// asPerson is the logarithm of the likelihood of waits, given as logarithms, as those of
// the person they fit best.
func asPerson(logs []float64) float64 {
	n, mean, squares := float64(len(logs)), 0.0, 0.0
	for _, l := range logs {
		mean += l / n
	}
	for _, l := range logs {
		squares += (l - mean) * (l - mean)
	}
	best := math.Inf(-1)
	for _, s := range sigmas {
		best = max(best, -(n-1)*math.Log(s*math.Sqrt(2*math.Pi))-squares/(2*s*s)-math.Log(n)/2)
	}
	factorial, _ := math.Lgamma(n)
	for _, shape := range shapes {
		sum := 0.0
		for _, l := range logs {
			sum += math.Exp(shape * (l - mean))
		}
		best = max(best, factorial+(n-1)*math.Log(shape)-n*math.Log(sum))
	}
	return best
}

// logSum adds up numbers given as logarithms. The zero logSum is nothing.
type logSum struct{ top, sum float64 } // sum times e^top

func (s *logSum) add(l float64) {
	if s.sum == 0 || l > s.top {
		s.sum *= math.Exp(s.top - l)
		s.top = l
	}
	s.sum += math.Exp(l - s.top)
}

func (s *logSum) total() float64 { return s.top + math.Log(s.sum) }
