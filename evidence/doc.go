// Package evidence walks folders, opens archives and compressed files safely,
// identifies every file by its content, hashes it while it is read, gives every
// record its Ref and counts what could not be read. A reader for one format
// lives in a package below it and answers only two questions: is this yours, and
// which events are in it.
//
// The package must not know what a record means.
package evidence
