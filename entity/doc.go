// Package entity knows who is who: which addresses are inside, which mail domains
// belong to the company, what a host is called, in which time zone people work.
// All of it is inferred from the evidence in the same single pass that feeds the
// detectors (Observer), stated as Inferences with their reasons, and can be
// overridden by the user (Overrides).
//
// Inside networks follow from four things: what the sensor was told, who stands on
// its own link, which private addresses behave like somebody else's (private.go),
// and which public networks are needed so that every connection has an inside end
// (cover.go).
//
// It must not know detectors or log formats; of what lies to its right it imports
// only the leaf package detect/fold, which knows neither.
package entity
