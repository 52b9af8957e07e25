package impact

import "math"

// Unbounded is the High of a Count that the evidence does not bound.
const Unbounded = -1

// add is a sum that stops at the largest number: counts in logs may be planted.
func add(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// unknown is the count of which nothing tells.
func unknown(rule string) Count { return Count{High: Unbounded, Rule: rule} }

// plus is the count of two things that exclude each other.
func (c Count) plus(o Count) Count {
	c.Estimate, c.Low = add(c.Estimate, o.Estimate), add(c.Low, o.Low)
	c.High = addHigh(c.High, o.High)
	c.Exact = c.Exact && o.Exact
	c.Known = c.Known || o.Known
	return c
}

func addHigh(a, b int64) int64 {
	if a == Unbounded || b == Unbounded {
		return Unbounded
	}
	return add(a, b)
}

// open removes the upper bound: there is evidence missing that could hold more.
func (c Count) open() Count {
	c.High, c.Exact = Unbounded, false
	return c
}

// settled brings the three numbers into their order, whatever the records say.
func (c Count) settled() Count {
	c.Low = max(c.Low, 0)
	c.Estimate = max(c.Estimate, c.Low)
	if c.High != Unbounded {
		c.High = max(c.High, c.Estimate)
	}
	c.Exact = c.Exact && c.Known && c.Low == c.High
	return c
}
