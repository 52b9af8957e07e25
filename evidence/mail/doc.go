// Package mail reads mailboxes: single messages (EML, the files of a Maildir,
// Apple's EMLX) and mbox in its four variants, Gmail Takeout included.
//
// The parts of the work have packages of their own below evidence/message: header (RFC
// 5322, 2047, 2231, 5321), mime (RFC 2045, 2046), transfer, charset, visible, nested and,
// for the event, mailevent. This package cuts mailboxes into mails. There is no general
// MIME library in it: those that exist lose parts of damaged mails, and damaged mail is
// what attackers send.
//
// Every mail of a file is either read, if need be with a list of its defects, or
// counted as damaged with a reason. It must not import detectors, nor judge what a
// mail says.
package mail
