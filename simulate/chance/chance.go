// Package chance gives every part of a simulation a random source of its own, so
// that a change of one part leaves all others as they are, and parts can be made
// in any order. The same seed and labels give the same numbers on every machine.
package chance

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"time"
)

// Source is a deterministic source of random numbers with the distributions that
// behaviour needs.
type Source struct{ *rand.Rand }

// New returns the source of the part with the given labels.
func New(seed uint64, labels ...string) Source {
	h := sha256.New()
	var word [8]byte
	binary.LittleEndian.PutUint64(word[:], seed)
	h.Write(word[:])
	for _, l := range labels {
		h.Write([]byte(l))
		h.Write([]byte{0})
	}
	sum := h.Sum(nil)
	return Source{rand.New(rand.NewPCG(binary.LittleEndian.Uint64(sum), binary.LittleEndian.Uint64(sum[8:])))}
}

// Chance reports true with probability p.
func (s Source) Chance(p float64) bool { return s.Float64() < p }

// Between returns an even duration from low to high.
func (s Source) Between(low, high time.Duration) time.Duration {
	if high <= low {
		return low
	}
	return low + time.Duration(s.Int64N(int64(high-low)))
}

// Exponential returns an exponential duration with the given mean.
func (s Source) Exponential(mean time.Duration) time.Duration {
	return time.Duration(s.ExpFloat64() * float64(mean))
}

// Bytes returns a log-normal number of bytes with the given median; spread is the
// standard deviation in doublings.
func (s Source) Bytes(median int64, spread float64) int64 {
	return max(1, int64(float64(median)*math.Exp2(spread*s.NormFloat64())))
}

// Around returns n more or less a share of it.
func (s Source) Around(n int64, share float64) int64 {
	return int64(float64(n) * (1 + share*(2*s.Float64()-1)))
}

// Poisson returns a number of events where mean of them are expected (Knuth, "The
// Art of Computer Programming", volume 2, section 3.4.1; the normal law for many).
func (s Source) Poisson(mean float64) int {
	if mean <= 0 {
		return 0
	}
	if mean > 50 {
		return max(0, int(math.Round(mean+math.Sqrt(mean)*s.NormFloat64())))
	}
	limit, product, n := math.Exp(-mean), s.Float64(), 0
	for product > limit {
		product *= s.Float64()
		n++
	}
	return n
}

// Pick returns one of the choices.
func Pick[T any](s Source, choices []T) T { return choices[s.IntN(len(choices))] }

// Weighted returns the index of one of the weights, each as likely as it is heavy.
func (s Source) Weighted(weights []float64) int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	at := s.Float64() * sum
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return len(weights) - 1
}
