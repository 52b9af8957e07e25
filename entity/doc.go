// Package entity knows who is who: which addresses are inside, which mail domains
// belong to the company, what a host is called, in which time zone people work.
// All of it is inferred from the evidence in the same single pass that feeds the
// detectors (Observer), stated as Inferences with their reasons, and can be
// overridden by the user (Overrides).
//
// It must not know detectors or log formats.
package entity
