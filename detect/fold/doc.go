// Package fold holds the pieces of detector state that obey the merge law, so
// that detectors need not prove it again: bounded maps, evidence references,
// extremes and their versioned encoding. It knows nothing of any question.
package fold
