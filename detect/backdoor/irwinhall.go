package backdoor

import "math"

// exactTerms is the largest number of uniforms for which the alternating sum of
// the Irwin-Hall distribution keeps its digits in a float64; beyond it the
// saddle point is accurate to a few per cent everywhere.
const exactTerms = 20

// smallestP is the smallest p-value reported; below it floats lose meaning.
const smallestP = 1e-300

// sumOfUniforms returns the probability that m independent uniforms on [0,1] add
// up to at least s (Irwin 1927, Hall 1927; the tail for many uniforms after
// Lugannani and Rice, "Saddle point approximation for the distribution of the sum
// of independent random variables", 1980).
func sumOfUniforms(m int, s float64) float64 {
	t := float64(m) - s // by symmetry: the lower tail at t
	switch {
	case t <= 0:
		return smallestP
	case t >= float64(m):
		return 1
	case m <= exactTerms:
		return math.Min(1, math.Max(smallestP, irwinHall(m, t)))
	case t >= float64(m)/2:
		return math.Min(1, 1-saddle(m, t-float64(m)/2))
	}
	return saddle(m, float64(m)/2-t)
}

// irwinHall is the distribution function of the sum of m uniforms.
func irwinHall(m int, t float64) float64 {
	sum, choose := 0.0, 1.0
	for k := 0; float64(k) < t; k++ {
		term := choose
		for i := 1; i <= m; i++ {
			term *= (t - float64(k)) / float64(i)
		}
		if k%2 == 1 {
			term = -term
		}
		sum += term
		choose *= float64(m-k) / float64(k+1)
	}
	return sum
}

// saddle is the probability that m uniforms on [-1/2,1/2] add up to at least s,
// for s from 0 to m/2.
func saddle(m int, s float64) float64 {
	mean := s / float64(m)
	// The expansion is singular at 0. Up to two standard deviations the normal law
	// is as accurate, and most clients are there.
	if z := s / math.Sqrt(float64(m)/12); z < 2 {
		return 0.5 * math.Erfc(z/math.Sqrt2)
	}
	theta := tilt(mean)
	half := theta / 2
	logM := half + math.Log1p(-math.Exp(-theta)) - math.Log(theta) // log(sinh(half)/half)
	r := math.Sqrt(2 * float64(m) * (theta*mean - logM))
	sinh := math.Sinh(math.Min(half, 300))
	u := theta * math.Sqrt(float64(m)*(1/(theta*theta)-1/(4*sinh*sinh)))
	density := math.Exp(-r*r/2) / math.Sqrt(2*math.Pi)
	p := 0.5*math.Erfc(r/math.Sqrt2) + density*(1/u-1/r)
	return math.Min(1, math.Max(smallestP, p))
}

// tilt solves coth(theta/2)/2 - 1/theta = mean for theta by bisection.
func tilt(mean float64) float64 {
	lo, hi := 1e-6, 1e9
	for range 120 {
		mid := math.Sqrt(lo * hi)
		if 0.5/math.Tanh(mid/2)-1/mid < mean {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}
