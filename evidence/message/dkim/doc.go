// Package dkim reads DKIM-Signature fields and computes the hash of a body anew, which
// takes no key and no network: a field that was copied from another mail, or a body that
// was changed behind the signer, shows by it. Whether the signature itself is true is
// not asked: keys are gone from the DNS by the time that evidence is read.
//
// Sources: RFC 6376 (3.4.3 and 3.4.4 for the forms of a body, 3.5 for the tags), RFC 8463
// (Ed25519), RFC 8301 (SHA-1 is history, which evidence is too).
//
// Lines of a mailbox may end as they please; they are hashed with CR LF. A body of any
// size is hashed in one pass, without a copy of it. Tags and signatures are bounded. The
// package imports nothing of dwell.
package dkim
