// Package note reads what extortioners leave outside of mail: the plain text or
// HTML note on an encrypted machine, and the transcript of a negotiation as JSON
// ({"chat_id", "messages": [{"party", "content", "timestamp"}]}, the form of the
// public Ransomchats collection). Both become event.Mail, marked by their Medium,
// so that the detectors of extortion see every word of it.
//
// A note has no magic number, so Detect asks for much and still says no more than
// Possible: any reader that knows the file better gets it. The package must not
// import detectors, nor judge whether a demand is real.
package note
