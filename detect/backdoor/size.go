package backdoor

import (
	"math"
	"math/bits"
)

// sizeUnit makes sizes integers on a logarithmic scale: 256 steps per doubling.
const sizeUnit = 256

// sizeOf returns sizeUnit times the logarithm of 1 + bytes, base 2, rounded. It is asked
// for with every connection, and taken from tables in a fraction of the time of math.Log2.
func sizeOf(bytes int64) int64 {
	x := uint64(bytes) + 1
	doublings := bits.Len64(x) - 1
	part := x << (63 - doublings) // from 1 to 2, in 2^63
	step := int(stepsBefore[part>>55&(sizeUnit-1)])
	for step < sizeUnit && part >= steps[step] {
		step++
	}
	return int64(sizeUnit*doublings + step)
}

// steps are where the rounded logarithm from 1 to 2 rises by one, in 2^63.
var steps = func() (at [sizeUnit]uint64) {
	for i := range at {
		at[i] = uint64(math.Exp2((float64(i)+0.5)/sizeUnit) * (1 << 63))
	}
	return at
}()

// stepsBefore are the steps before each of as many even parts from 1 to 2.
var stepsBefore = func() (before [sizeUnit]uint16) {
	step := 0
	for i := range before {
		for step < sizeUnit && steps[step] < uint64(sizeUnit+i)<<55 {
			step++
		}
		before[i] = uint16(step)
	}
	return before
}()
