package rhythm

import (
	"math/bits"
	"slices"
)

// sorter sorts waits. To sort is most of the work of judging, and waits of one client
// lie within a few powers of two of each other: so they are dealt to classes, eight to
// a doubling, and only put in order within them.
type sorter struct {
	memory []uint32
	class  []uint16
	starts [classes + 1]uint16 // of each class
}

const (
	classBits = 3
	classes   = 33 << classBits
	// crowded is how many values a class may hold to be put in order by insertion.
	crowded = 24
)

// class is monotone in w.
func class(w uint32) int {
	doublings := bits.Len32(w)
	return doublings<<classBits | int(w<<(32-doublings)>>(31-classBits)&(1<<classBits-1))
}

func (s *sorter) sort(values []uint32) {
	if len(values) <= crowded {
		insertionSort(values)
		return
	}
	low, high := classes, 0
	s.class = s.class[:0]
	for _, v := range values {
		c := class(v)
		s.class = append(s.class, uint16(c))
		s.starts[c+1]++
		low, high = min(low, c), max(high, c)
	}
	most := uint16(0)
	for c := low; c <= high; c++ {
		most = max(most, s.starts[c+1])
		s.starts[c+1] += s.starts[c]
	}
	s.memory = append(s.memory[:0], values...)
	for i, c := range s.class {
		values[s.starts[c]] = s.memory[i]
		s.starts[c]++
	}
	clear(s.starts[low : high+2])
	if most > crowded {
		slices.Sort(values)
	} else {
		insertionSort(values)
	}
}

func insertionSort(values []uint32) {
	for i := 1; i < len(values); i++ {
		v, at := values[i], i
		for ; at > 0 && values[at-1] > v; at-- {
			values[at] = values[at-1]
		}
		values[at] = v
	}
}
