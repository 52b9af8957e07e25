package rhythm

import (
	"slices"

	"dwell/event"
)

// ticksPerSecond is the resolution of times: a quarter of a second tells the
// retries of a fast poller apart, and 32 bits of it last 34 years. They begin
// anew in January 2004 and January 2038; a wait over one of these is wrong.
const ticksPerSecond = 4

// keepTimes bounds the ticks by which one pair is judged: all of them up to this
// many, and beyond it at most as many on each level of sampling. A test needs two
// dozen. A level is let grow by spareTimes before it is sampled more sharply, so that
// this is seldom done.
const (
	keepTimes  = 256
	spareTimes = keepTimes / 8
	mostTimes  = keepTimes + spareTimes + 1 // in one set, ever
)

// Times is the set of distinct ticks in which a pair had contact. Beyond
// keepTimes of them it keeps whole windows of time on several levels: those with
// the lowest hashes, as many as fit. A window that once was too many stays too
// many when more is seen, so what is judged depends only on the set of ticks,
// never on their order.
type Times struct {
	All    Ticks // while Levels is nil
	Levels *[len(levelBits)]sample
}

// Add adds one contact; no time changes nothing.
func (c *Times) Add(t event.Time) {
	if !t.IsZero() && t.Nanos >= 0 {
		c.addTick(uint32(t.Nanos / (1_000_000_000 / ticksPerSecond)))
	}
}

func (c *Times) addTick(at uint32) {
	if c.Levels != nil {
		for i := range c.Levels {
			c.Levels[i].add(i, at)
		}
		return
	}
	c.All.add(at)
	if c.All.number() > keepTimes {
		c.split()
	}
}

// Clone returns a copy that shares nothing.
func (c *Times) Clone() Times {
	copied := Times{All: slices.Clone(c.All)}
	if c.Levels != nil {
		levels := *c.Levels
		for i := range levels {
			levels[i].At = slices.Clone(levels[i].At)
		}
		copied.Levels = &levels
	}
	return copied
}

func (c *Times) split() {
	if c.Levels == nil {
		var memory [mostTimes]uint32
		c.divide(c.All.unpack(memory[:0]))
	}
}

// divide begins to sample, with these ticks.
func (c *Times) divide(all []uint32) {
	c.All, c.Levels = nil, new([len(levelBits)]sample)
	for i := range c.Levels {
		var memory [2 * mostTimes]uint32
		c.Levels[i].settle(i, append(memory[:0], all...))
	}
}

// Merge adds the times of o, which must not be used afterwards.
func (c *Times) Merge(o *Times) {
	if c.Levels == nil && o.Levels == nil {
		c.mergeAll(o.All)
		return
	}
	c.split()
	o.split()
	for i := range c.Levels {
		c.Levels[i].merge(i, &o.Levels[i])
	}
}

func (c *Times) mergeAll(o Ticks) {
	switch {
	case len(o) == 0:
	case len(c.All) == 0:
		c.All = o
	default:
		var memory [2 * mostTimes]uint32
		if all := union(memory[:0], c.All, o); len(all) > keepTimes {
			c.divide(all)
		} else {
			c.All = pack(all)
		}
	}
}

// Enough reports whether there may be enough calls to judge.
func (c *Times) Enough() bool { return c.Levels != nil || c.All.number() > minWaits }
