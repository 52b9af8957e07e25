package notes

import (
	"dwell/simulate/fact"
	"dwell/simulate/sensor"
)

// Sensor is the texts that somebody found.
type Sensor struct{ folder *sensor.Folder }

// New returns what hands them in.
func New(s sensor.Setting) *Sensor { return &Sensor{s.Folder} }

// Observe takes a day in.
func (n *Sensor) Observe(d *fact.Day) error {
	for i := range d.Notes {
		t := &d.Notes[i]
		f, err := n.folder.Create("notes/" + t.Host + "/" + t.Name)
		if err != nil {
			return err
		}
		f.Record(t.Label, t.Time, []byte(t.Text))
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// Close has nothing left to write.
func (n *Sensor) Close() error { return nil }
