package longconn

import (
	"math/bits"
	"time"

	"dwell/detect/fold"
	"dwell/event"
)

// durations counts closed connections by length: bucket i holds those of 2^(i-1)
// to 2^i milliseconds.
type durations struct {
	Counts [42]int64 // the last holds everything from 35 years
}

func bucket(d time.Duration) int {
	return min(bits.Len64(uint64(max(0, d.Milliseconds()))), len(durations{}.Counts)-1)
}

func (v *durations) add(d time.Duration) { v.Counts[bucket(d)]++ }

func (v *durations) merge(o *durations) {
	for i, n := range o.Counts {
		v.Counts[i] += n
	}
}

// atLeast returns how many connections fall into the bucket of d or a later one,
// and how many there are.
func (v *durations) atLeast(d time.Duration) (longer, all int64) {
	from := bucket(d)
	for i, n := range v.Counts {
		all += n
		if i >= from {
			longer += n
		}
	}
	return longer, all
}

// service tells the kinds of connections apart that are compared with each other:
// the recognised protocol, else transport and port.
func service(c *event.Connection) uint64 {
	if c.Service != "" {
		return fold.HashString(c.Service)
	}
	return portService(c.Transport, c.DstPort)
}

func portService(t event.Transport, port uint16) uint64 {
	return fold.Mix(uint64(t)+1, uint64(port))
}
