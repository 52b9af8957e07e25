// Package program reads the facts of a Windows program that say where it comes from
// and what it hides: compile time, libraries it asks for, signature, packing,
// languages of its resources, version, path of its debug symbols. No instruction is
// looked at, nothing is run.
//
// Sources: Microsoft, "PE Format"; the description of the undocumented Rich header by
// D. Pistelli (2008); Mandiant, "Tracking Malware with Import Hashing" (2014).
// Programs are hostile: every count is bounded and every offset checked.
// The package imports inside only.
package program
