package sensor

import (
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/fact"
)

// Sensor writes one kind of evidence.
type Sensor interface {
	// Observe takes a day in.
	Observe(d *fact.Day) error
	// Close writes what is left.
	Close() error
}

// Setting is what sensors have in common: where they write, what they draw, and what
// is wrong with them.
type Setting struct {
	Folder  *Folder
	Numbers chance.Source // of ids
	Timing  chance.Source // of how long programs take, which no renaming changes
	Skew    time.Duration // of the sensor's clock
	Outages []Outage
}

// Silent reports whether the sensor writes nothing at an instant.
func (s *Setting) Silent(at time.Time) bool {
	for _, o := range s.Outages {
		if !at.Before(o.From) && at.Before(o.To) {
			return true
		}
	}
	return false
}

// Clock is what the sensor's clock shows.
func (s *Setting) Clock(at time.Time) time.Time { return at.Add(s.Skew) }
