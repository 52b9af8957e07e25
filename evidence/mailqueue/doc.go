// Package mailqueue joins the lines that a mail server writes about one mail. Postfix and
// Exim tell who handed it in, what its Message-ID is and where it went in lines of their
// own, held together by the id of the mail in the server's queue.
//
// The reception becomes one event when the server says that it is done with the mail, so
// that it has all the recipients; each delivery becomes one at its own line. Lines must
// come in the order of the log. How many mails are open at a time is bounded: beyond it
// the oldest is told of as far as it is known.
//
// Log is what the parser of each server keeps while it goes through the lines.
//
// The package knows no format: it must import neither readers nor detectors.
package mailqueue
