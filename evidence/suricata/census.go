package suricata

import (
	"fmt"

	"dwell/event"
	"dwell/evidence"
)

// census counts what became of the records of one block, and what was peculiar.
type census struct {
	records int
	skipped map[string]int
	damaged map[string]fieldSet // values of each type of event that cannot be read
	assumed bool
}

// maxReasons bounds the reasons that a block can bring up.
const maxReasons = 200

func (c *census) skip(why string) {
	if c.skipped == nil {
		c.skipped = map[string]int{}
	}
	if _, known := c.skipped[why]; !known && len(c.skipped) >= maxReasons {
		why = unknownType
	}
	c.skipped[why]++
}

func (c *census) unreadable(kind string, damaged fieldSet) {
	if c.damaged == nil {
		c.damaged = map[string]fieldSet{}
	}
	sum := c.damaged[kind]
	for i := range sum {
		sum[i] |= damaged[i]
	}
	c.damaged[kind] = sum
}

func (c *census) time(t event.Time) {
	c.assumed = c.assumed || t.Zone == event.ZoneAssumed
}

// report gives the counts and notes to the worker.
func (c *census) report(w *evidence.Worker) {
	w.Read(c.records)
	for why, n := range c.skipped {
		w.Skip(n, why)
	}
	for kind, damaged := range c.damaged {
		for f := range fieldCount {
			if damaged.has(f) {
				w.Note(fmt.Sprintf("%s: values of %s that cannot be read count as unknown", kind, f))
			}
		}
	}
	if c.assumed {
		w.Note("times are written without a zone; UTC was assumed")
	}
}
