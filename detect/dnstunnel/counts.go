package dnstunnel

import (
	"cmp"
	"slices"

	"dwell/event"
)

// counts are what one sensor saw of the lookups of a domain. Two sensors on the way see
// the same ones, two in different places different ones, and nothing tells which: so
// those of the sensor that saw most are a number that no sensor made too large.
type counts struct {
	Sensor           uint32
	Asked, Answered  int64 // records that hold a question, an answer
	Text, Name, Rare int64 // questions by type
	Found, Missing   int64 // answers by code
	Carried          int64 // bytes that the answers can hold
}

// sensorsKept is how many sensors are told apart, for each domain those with the lowest
// numbers: who is left out or has to go never comes back.
const sensorsKept = 8

func countsOf(l *event.DNSLookup, a *ask) counts {
	c := counts{Sensor: a.sensor}
	if l.Part != event.LookupAnswer {
		c.Asked = 1
		switch typeOf(l.Type) {
		case typeText:
			c.Text = 1
		case typeName:
			c.Name = 1
		case typeRare:
			c.Rare = 1
		}
	}
	if l.Part != event.LookupQuestion || l.Code != "" {
		switch codeOf(l.Code) {
		case codeFound:
			c.Found = 1
		case codeMissing:
			c.Missing = 1
		}
		if l.Code != "" || len(l.Answers) > 0 {
			c.Answered = 1
		}
		c.Carried = a.bytes
	}
	return c
}

func (c *counts) add(o *counts) {
	c.Asked += o.Asked
	c.Answered += o.Answered
	c.Text += o.Text
	c.Name += o.Name
	c.Rare += o.Rare
	c.Found += o.Found
	c.Missing += o.Missing
	c.Carried += o.Carried
}

// lookups is their number: questions and answers may stand in records of their own.
func (c *counts) lookups() int64 { return max(c.Asked, c.Answered) }

// bySensor are the counts of each sensor, sorted by its number.
type bySensor []counts

func (s *bySensor) add(c *counts) {
	all := *s
	i, found := slices.BinarySearchFunc(all, c.Sensor, func(a counts, sensor uint32) int { return cmp.Compare(a.Sensor, sensor) })
	switch {
	case found:
		all[i].add(c)
		return
	case i == sensorsKept:
		return
	case len(all) == sensorsKept:
		all = all[:sensorsKept-1] // it may not grow beyond
	}
	*s = slices.Insert(all, i, *c)
}

func (s *bySensor) merge(o bySensor) {
	for i := range o {
		s.add(&o[i])
	}
}

// most returns the counts of the sensor that saw the most, the first among equals.
func (s bySensor) most() counts {
	var best counts
	for i, c := range s {
		if i == 0 || cmp.Or(cmp.Compare(c.lookups(), best.lookups()), cmp.Compare(c.Asked+c.Answered, best.Asked+best.Answered)) > 0 {
			best = c
		}
	}
	return best
}

// lookups adds up over all sensors.
func (s bySensor) lookups() (n int64) {
	for i := range s {
		n += s[i].lookups()
	}
	return n
}
