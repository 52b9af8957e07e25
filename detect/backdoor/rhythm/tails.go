package rhythm

import "math"

// smallestP is the smallest p-value reported; below it floats lose meaning.
const smallestP = 1e-300

// gammaBelow is the probability that the sum of k exponential variables of mean 1 is
// at most x: that a Poisson process of rate 1 has k points or more by then. It is not
// more than 1 from the mean on, where nobody asks for it.
func gammaBelow(k int, x float64) float64 {
	if x >= float64(k) {
		return 1
	}
	if x <= 0 {
		return smallestP
	}
	term := poisson(k, x)
	sum := term
	for i := k + 1; term > sum*1e-12; i++ {
		term *= x / float64(i)
		sum += term
	}
	return clip(sum)
}

// gammaAbove is the probability that the sum is at least x, 1 up to the mean.
func gammaAbove(k int, x float64) float64 {
	if x <= float64(k) {
		return 1
	}
	term := poisson(k-1, x)
	sum := term
	for i := k - 1; i > 0 && term > sum*1e-12; i-- {
		term *= float64(i) / x
		sum += term
	}
	return clip(sum)
}

func poisson(k int, mean float64) float64 {
	factorial, _ := math.Lgamma(float64(k + 1))
	return math.Exp(float64(k)*math.Log(mean) - mean - factorial)
}

// binomialTail is the probability of k or more of n, each with probability p.
func binomialTail(n, k int, p float64) float64 {
	switch {
	case k <= 0 || p >= 1:
		return 1
	case p <= 0:
		return smallestP
	}
	all, _ := math.Lgamma(float64(n + 1))
	in, _ := math.Lgamma(float64(k + 1))
	out, _ := math.Lgamma(float64(n - k + 1))
	term := math.Exp(all - in - out + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
	sum := term
	for i := k; i < n; i++ {
		term *= float64(n-i) / float64(i+1) * p / (1 - p)
		sum += term
	}
	return clip(sum)
}

func clip(p float64) float64 { return math.Min(1, math.Max(smallestP, p)) }

// logs adds up the negative logarithms of numbers of (0,1], taking few logarithms.
type logs struct{ sum, product float64 }

func newLogs() logs { return logs{product: 1} }

func (l *logs) add(u float64) {
	if u < 1e-100 {
		u = 1e-100
	}
	if l.product *= u; l.product < 1e-200 {
		l.sum -= math.Log(l.product)
		l.product = 1
	}
}

func (l *logs) total() float64 { return l.sum - math.Log(l.product) }
