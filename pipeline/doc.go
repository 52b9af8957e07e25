// Package pipeline is the one place where readers meet detectors. It walks the
// evidence, reads it on several goroutines, each of which folds the events into
// detectors and an entity observer of its own, merges these at the end, and draws
// the conclusions in their one order: findings, incidents, answers, case.
//
// Because detectors obey the merge law (package detect), the number of
// goroutines and the order in which they finish leave no trace in the case.
//
// It must not know rendering.
package pipeline
