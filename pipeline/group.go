package pipeline

import (
	"slices"

	hashing "dwell/detect/fold"
	"dwell/event"
)

// groupSize is how many connections are held back at most, 28 MB of them.
const groupSize = 1 << 17

// groupBatch is how many connections are handed on at a time, few enough to stay in
// the cache from one detector to the next.
const groupBatch = 512

// grouping holds connections back and hands them on pair by pair. Every detector
// of connections keeps a state per pair, and to find one among tens of thousands
// is to wait for memory: with the connections of a pair in a row the wait is
// paid once for all of them. The law that order and grouping never matter to a
// detector is what allows it.
type grouping struct {
	held    []event.Connection
	buckets []uint16 // of each that is held
	order   []uint32
	starts  []uint32 // of the buckets in order
	batch   event.Batch
	warmed  int
}

// add takes connections in and reports whether it is time to hand them on.
func (g *grouping) add(cs []event.Connection) (full bool) {
	for i := range cs {
		g.buckets = append(g.buckets, bucket(&cs[i].Endpoints))
	}
	if len(g.held) >= groupSize/32 {
		g.held = slices.Grow(g.held, groupSize+len(cs)-len(g.held)) // all at once, for it will be much
	}
	g.held = append(g.held, cs...)
	return len(g.held) >= groupSize
}

// bucket is the same for all connections of a pair, and for few others.
func bucket(e *event.Endpoints) uint16 {
	return uint16(hashing.AddrOf(e.Dst).Hash(hashing.AddrOf(e.Src).Hash(uint64(e.DstPort))) >> 48)
}

// flush hands on what is held, bucket by bucket and within one in the order in
// which it came.
func (g *grouping) flush(observe func(*event.Batch)) {
	g.sort()
	for next := range slices.Chunk(g.order, groupBatch) {
		g.warm(next)
		for _, at := range next {
			g.batch.Connections = append(g.batch.Connections, g.held[at])
		}
		observe(&g.batch)
		g.batch.Reset()
	}
	clear(g.held) // lets go of the strings
	g.held, g.buckets = g.held[:0], g.buckets[:0]
}

// warm reads a little of all that comes next. These reads do not wait for one
// another, as those of copying and observing would, so the processor fetches
// many connections at a time. The sum only keeps the compiler from leaving them
// out.
func (g *grouping) warm(next []uint32) {
	sum := 0
	for _, at := range next {
		c := &g.held[at] // its fields lie on four cache lines
		sum += int(c.Time.Nanos) + int(c.DstPort) + int(c.Duration) + len(c.State)
	}
	for _, at := range next {
		if id := g.held[at].UID; id != "" {
			sum += int(id[0])
		}
	}
	g.warmed = sum
}

// sort fills order: a counting sort by bucket.
func (g *grouping) sort() {
	if len(g.held) == 0 {
		g.order = g.order[:0]
		return
	}
	if g.starts == nil {
		g.starts = make([]uint32, 1<<16+1)
	}
	clear(g.starts)
	for _, b := range g.buckets {
		g.starts[int(b)+1]++
	}
	for b := range len(g.starts) - 1 {
		g.starts[b+1] += g.starts[b]
	}
	if cap(g.order) < len(g.held) {
		g.order = make([]uint32, len(g.held))
	}
	g.order = g.order[:len(g.held)]
	for at, b := range g.buckets {
		g.order[g.starts[b]] = uint32(at)
		g.starts[b]++
	}
}
