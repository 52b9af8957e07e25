package rhythm

import (
	"math"
	"math/rand/v2"
	"slices"
)

const day = 86400.0

// client simulates the times of one kind of client over some days, in seconds.
type client func(r *rand.Rand, days float64) []float64

// renewal waits anew after every call.
func renewal(wait func(r *rand.Rand) float64) client {
	return func(r *rand.Rand, days float64) []float64 {
		var at []float64
		for t := wait(r) * r.Float64(); t < days*day; t += wait(r) {
			at = append(at, t)
		}
		return at
	}
}

// sleeping is an implant that sleeps between (1-jitter) and 1 times its period.
func sleeping(period, jitter float64) client {
	return renewal(func(r *rand.Rand) float64 { return period * (1 - jitter*r.Float64()) })
}

// around sleeps between (1-jitter) and (1+jitter) times its period.
func around(period, jitter float64) client {
	return renewal(func(r *rand.Rand) float64 { return period * (1 + jitter*(2*r.Float64()-1)) })
}

// gaussian sleeps normally spread, with a standard deviation of jitter periods.
func gaussian(period, jitter float64) client {
	return renewal(func(r *rand.Rand) float64 { return period * max(0.05, 1+jitter*r.NormFloat64()) })
}

// scheduled calls once per cycle, at a set second of it give or take the noise.
func scheduled(cycle, at, noise float64) client {
	return func(r *rand.Rand, days float64) []float64 {
		var all []float64
		for t := at; t < days*day; t += cycle {
			all = append(all, t+noise*(2*r.Float64()-1))
		}
		return all
	}
}

// memoryless is the null model.
func memoryless(mean float64) client {
	return renewal(func(r *rand.Rand) float64 { return mean * r.ExpFloat64() })
}

// logNormal waits as people do.
func logNormal(median, sigma float64) client {
	return renewal(func(r *rand.Rand) float64 { return median * math.Exp(sigma*r.NormFloat64()) })
}

// pareto waits with a power law after a least wait; shifted, the least wait is nothing.
func pareto(least, alpha float64, shifted bool) client {
	return renewal(func(r *rand.Rand) float64 {
		w := least * math.Pow(1-r.Float64(), -1/alpha)
		if shifted {
			return w - least
		}
		return w
	})
}

// weibull with a shape below one calls in bursts.
func weibull(scale, shape float64) client {
	return renewal(func(r *rand.Rand) float64 { return scale * math.Pow(r.ExpFloat64(), 1/shape) })
}

// browsing is a person: visits at random, a handful of pages per visit with
// log-normal reading times, a dozen requests per page.
func browsing(visitsPerDay, pages, reading float64) client {
	return func(r *rand.Rand, days float64) []float64 {
		var at []float64
		for t := r.ExpFloat64() * day / visitsPerDay; t < days*day; t += r.ExpFloat64() * day / visitsPerDay {
			for n := 1 + int(r.ExpFloat64()*pages); n > 0 && t < days*day; n-- {
				for k := 1 + r.IntN(12); k > 0; k-- {
					at = append(at, t+r.ExpFloat64()*2)
				}
				t += math.Exp(math.Log(reading) + 1.1*r.NormFloat64())
			}
		}
		return at
	}
}

// modulated switches between two rates of calling, each for a random time
// (Markov-modulated Poisson).
func modulated(busy, idle, stay float64) client {
	return func(r *rand.Rand, days float64) []float64 {
		var at []float64
		mean, other := busy, idle
		for t := 0.0; t < days*day; mean, other = other, mean {
			until := t + r.ExpFloat64()*stay
			for t += r.ExpFloat64() * mean; t < until; t += r.ExpFloat64() * mean {
				at = append(at, t)
			}
			t = until
		}
		return within(at, days)
	}
}

// diurnal is memoryless with a rate that follows the sun.
func diurnal(mean float64) client {
	return thinned(memoryless(mean/2), func(r *rand.Rand, t float64) bool {
		return r.Float64() < 0.5+0.5*math.Cos(2*math.Pi*(t/day-0.6))
	})
}

// mailReader begins work around nine, looks at the mail at once and then whenever
// there is a break, and leaves around six.
func mailReader(between float64) client {
	return func(r *rand.Rand, days float64) []float64 {
		var at []float64
		for d := 0.0; d < days; d++ {
			if int(d)%7 >= 5 {
				continue
			}
			end := d*day + 18*3600 + 1800*r.NormFloat64()
			for t := d*day + 9*3600 + 600*r.NormFloat64(); t < end; t += between * math.Exp(r.NormFloat64()) {
				at = append(at, t)
			}
		}
		return at
	}
}

// retrying is memoryless; now and then a call fails and is tried again after a
// second, then twice as long, and so on.
func retrying(mean float64) client {
	return func(r *rand.Rand, days float64) []float64 {
		var at []float64
		for _, t := range memoryless(mean)(r, days) {
			at = append(at, t)
			if r.IntN(4) == 0 {
				for pause := 1.0; r.IntN(6) > 0 && pause < 1000; pause *= 2 {
					t += pause
					at = append(at, t)
				}
			}
		}
		return at
	}
}

// thinned keeps the calls that keep says.
func thinned(c client, keep func(r *rand.Rand, t float64) bool) client {
	return func(r *rand.Rand, days float64) []float64 {
		return slices.DeleteFunc(c(r, days), func(t float64) bool { return !keep(r, t) })
	}
}

// missing loses a share of the calls.
func missing(c client, share float64) client {
	return thinned(c, func(r *rand.Rand, _ float64) bool { return r.Float64() >= share })
}

// officeHours keeps what falls between 9 and 18 o'clock on five days of seven.
func officeHours(c client) client {
	return thinned(c, func(_ *rand.Rand, t float64) bool {
		hour := math.Mod(t, day) / 3600
		return hour >= 9 && hour < 18 && int(t/day)%7 < 5
	})
}

// laptop is opened and closed a few times a day, for an hour or three.
func laptop(c client) client {
	return func(r *rand.Rand, days float64) []float64 {
		var on [][2]float64
		for t := r.ExpFloat64() * 4 * 3600; t < days*day; {
			end := t + (1+2*r.Float64())*3600
			on = append(on, [2]float64{t, end})
			t = end + (0.5+6*r.ExpFloat64())*3600
		}
		return slices.DeleteFunc(c(r, days), func(t float64) bool {
			return !slices.ContainsFunc(on, func(s [2]float64) bool { return t >= s[0] && t < s[1] })
		})
	}
}

// repeated makes every call a burst of several within seconds.
func repeated(c client, seconds float64) client {
	return func(r *rand.Rand, days float64) []float64 {
		var at []float64
		for _, t := range c(r, days) {
			for n := 1 + r.IntN(4); n > 0; n-- {
				at = append(at, t+r.Float64()*seconds)
			}
		}
		return at
	}
}

// answered follows every call with another after a fixed pause.
func answered(c client, pause float64) client {
	return func(r *rand.Rand, days float64) []float64 {
		var at []float64
		for _, t := range c(r, days) {
			at = append(at, t, t+pause)
		}
		return at
	}
}

// spells calls at a fast period for a while, again and again after a long one.
func spells(slow, length, fast float64) client {
	return func(r *rand.Rand, days float64) []float64 {
		var at []float64
		for t := slow * r.Float64(); t < days*day; t += slow {
			for s := 0.0; s < length; s += fast * (0.9 + 0.1*r.Float64()) {
				at = append(at, t+s)
			}
		}
		return at
	}
}

// together is several clients with one destination.
func together(all ...client) client {
	return func(r *rand.Rand, days float64) []float64 {
		var at []float64
		for _, c := range all {
			at = append(at, c(r, days)...)
		}
		return at
	}
}

// first keeps so many calls.
func first(c client, calls int) client {
	return func(r *rand.Rand, days float64) []float64 {
		at := c(r, days)
		slices.Sort(at)
		return at[:min(calls, len(at))]
	}
}

func within(at []float64, days float64) []float64 {
	return slices.DeleteFunc(at, func(t float64) bool { return t < 0 || t >= days*day })
}

// times is the set of what a client did, from a Thursday midnight on.
func times(at []float64) *Times {
	var c Times
	for _, t := range at {
		c.addTick(uint32(ticksPerSecond * (4000*day + t)))
	}
	return &c
}

func judge(t *Times, slice uint32) (Verdict, bool) { return new(Judge).Times(t, slice) }
