package detect

import (
	"io"

	"dwell/entity"
	"dwell/entity/members"
	"dwell/event"
	"dwell/finding"
)

// Detector answers one question from a stream of events. See the package comment
// for the laws that an implementation must obey.
type Detector interface {
	// Observe folds the events of the batch in; kinds it has no use for are ignored.
	Observe(b *event.Batch)
	// Merge folds the state of other in, a detector made by the same Spec with the
	// same Config. Other must not be used afterwards.
	Merge(other Detector)
	// Snapshot writes the state with a version, Restore reads it back into a fresh detector.
	Snapshot(w io.Writer) error
	Restore(r io.Reader) error
	// Findings says what the state shows, ranked by finding.Compare.
	Findings(v View) ([]finding.Finding, error)
}

// View is what a detector may know beyond its own state when it concludes.
type View struct {
	Estate *entity.Estate // who is who, inside and outside; inferred or configured
	Span   event.Span     // what the whole evidence covers
}

// Config holds the settings that detectors share.
type Config struct {
	// MaxKeys bounds the keys (pairs, senders, tables ...) that one detector keeps.
	// Beyond it a detector samples keys by hash; see its documentation.
	MaxKeys int
	// Members is the company's own member table, hashed; nil when none is given.
	Members *members.Table
}

// DefaultMaxKeys keeps a detector's state within about a gigabyte.
const DefaultMaxKeys = 2_000_000

// Spec describes a detector to the list of detectors.
type Spec struct {
	Name     string // folder name, "backdoor"
	Question string // one plain sentence
	New      func(Config) Detector
}
