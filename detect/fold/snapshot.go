package fold

import (
	"encoding/gob"
	"fmt"
	"io"
)

// header stands before every snapshot.
type header struct {
	Detector string
	Version  int
}

// Save writes a detector's state with its name and the version of its layout.
// The state's fields must be exported.
func Save(w io.Writer, detector string, version int, state any) error {
	enc := gob.NewEncoder(w)
	if err := enc.Encode(header{detector, version}); err != nil {
		return fmt.Errorf("save state of %s: %w", detector, err)
	}
	if err := enc.Encode(state); err != nil {
		return fmt.Errorf("save state of %s: %w", detector, err)
	}
	return nil
}

// Load reads what Save wrote into state, a pointer, and refuses the state of
// another detector or version.
func Load(r io.Reader, detector string, version int, state any) error {
	dec := gob.NewDecoder(r)
	var h header
	if err := dec.Decode(&h); err != nil {
		return fmt.Errorf("load state of %s: %w", detector, err)
	}
	if h.Detector != detector || h.Version != version {
		return fmt.Errorf("load state of %s version %d: the snapshot is of %s version %d",
			detector, version, h.Detector, h.Version)
	}
	if err := dec.Decode(state); err != nil {
		return fmt.Errorf("load state of %s: %w", detector, err)
	}
	return nil
}
