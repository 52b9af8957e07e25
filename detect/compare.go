package detect

import (
	"dwell/finding"
)

// Comparer is a detector that judges as another product does, so that its users can
// compare. It claims nothing: Findings returns none.
type Comparer interface {
	Detector
	// Compare says what the other product would; it obeys the laws of Findings.
	Compare(v View) Comparison
}

// Comparison is what another product would say of the same evidence.
type Comparison struct {
	Product string     // lower case, "rita": the name of the table
	Columns []string   // of the table of everything that was judged
	Rows    [][]string // worst first
	// Measures are those of each relation; findings of the kinds about it get them
	// beside their own.
	Kinds    []finding.Kind
	Measures map[Relation]map[string]any
}

// Relation names two ends as the entities of a finding do.
type Relation struct {
	Source      string // "" when the judgement is about the destination, whoever calls it
	Destination string
}
