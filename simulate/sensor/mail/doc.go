// Package mail is the mailboxes of some people, as mbox files (RFC 4155): a letter as
// the sender's program wrote it, with what the servers on its way put before it
// (RFC 5321, RFC 5322, RFC 8601).
//
// It owns who gets what and which way it took. How a letter looks is
// simulate/format/message. It must not import other sensors.
package mail
