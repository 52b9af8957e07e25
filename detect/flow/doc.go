// Package flow holds what detectors of connections keep alike: the key of a relation,
// who answers there, who vouches for the server's certificate, and the longest
// connections in their newest state. All of it obeys the merge law of package detect.
//
// What a detector adds up over connections and how it weighs any of this is its own.
// The package must not import a detector, a reader or package finding.
package flow
