// Package finding is what a detector claims: one kind of thing happened, between
// these entities, in this interval, with this weight of evidence, because of
// these records.
//
// A finding cannot be built without the records it rests on (New refuses), and
// its severity follows from its score in one place (severity.go). Scores are
// weights of evidence: log10 of how many times likelier the records are if an
// intrusion took place than if ordinary work did (I. J. Good, "Probability and
// the Weighing of Evidence", 1950), given as named parts that add up.
//
// The package knows events and nothing of detectors, incidents or rendering.
package finding
