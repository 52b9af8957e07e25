package zeek

import (
	"fmt"

	"dwell/event"
	"dwell/evidence"
)

// census counts what became of the records of one block, and what was peculiar.
type census struct {
	records  int
	skipped  map[string]int
	notes    map[string]bool
	damaged  map[string]fieldSet // columns of each stream with values that cannot be read
	relative bool
	assumed  bool
}

// maxNames bounds the names of streams and columns that a block can bring up.
const maxNames = 1000

func (c *census) skip(name string) {
	if c.skipped == nil {
		c.skipped = map[string]int{}
	}
	if _, known := c.skipped[name]; !known && len(c.skipped) >= maxNames {
		name = ""
	}
	c.skipped[name]++
}

func (c *census) note(s string) {
	if c.notes == nil {
		c.notes = map[string]bool{}
	}
	if len(c.notes) < maxNames {
		c.notes[s] = true
	}
}

func (c *census) unknownColumn(stream, name string) {
	c.note(unknownColumnNote(stream, name))
}

func unknownColumnNote(stream, name string) string {
	if name = cleanName([]byte(name)); name == "" {
		return stream + ": a column whose name is no name was ignored"
	}
	return fmt.Sprintf("%s: the unknown column %s was ignored", stream, name)
}

func (c *census) unreadable(stream string, damaged fieldSet) {
	if c.damaged == nil {
		c.damaged = map[string]fieldSet{}
	}
	sum := c.damaged[stream]
	for i := range sum {
		sum[i] |= damaged[i]
	}
	c.damaged[stream] = sum
}

func (c *census) time(t event.Time) {
	c.relative = c.relative || t.Nanos < relativeBefore
	c.assumed = c.assumed || t.Zone == event.ZoneAssumed
}

// report gives the counts and notes to the worker.
func (c *census) report(w *evidence.Worker) {
	w.Read(c.records)
	for name, n := range c.skipped {
		if name == "" {
			w.Skip(n, "no events are made of records whose stream is not known")
			continue
		}
		w.Skip(n, "no events are made of stream "+name)
	}
	for note := range c.notes {
		w.Note(note)
	}
	for stream, damaged := range c.damaged {
		for f := fieldTS; f < fieldCount; f++ {
			if damaged.has(f) {
				w.Note(fmt.Sprintf("%s: values of %s that cannot be read count as unknown", stream, fieldNames[f]))
			}
		}
	}
	if c.relative {
		w.Note("times count from the start of a capture, not from 1970: the dates are not real")
	}
	if c.assumed {
		w.Note("times are written without a zone; UTC was assumed")
	}
}
