package sensor

import (
	"dwell/simulate/fact"
)

// Notes are texts that somebody found on machines and handed in.
type Notes struct{ folder *Folder }

// NewNotes returns the notes.
func NewNotes(s Setting) *Notes { return &Notes{s.Folder} }

// Observe takes a day in.
func (n *Notes) Observe(d *fact.Day) error {
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
func (n *Notes) Close() error { return nil }
