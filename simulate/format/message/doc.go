// Package message composes mail as real programs compose it: RFC 5322 and MIME in
// the header, identifiers, character sets, encodings, nesting and quotations of
// Outlook, Thunderbird, Apple Mail, Gmail, the Korean portals and others. It is the
// last step of a simulated mail: plain structs in, bytes out. It holds no clock and
// nothing random; identifiers are spelled from numbers that come in.
//
// What comes out is inert. An attachment is whatever bytes the caller gives, and
// package inert has such as are nothing but the first bytes of a format and a line
// of text.
//
// # Sources
//
// The shapes are facts taken from real mails: of public mailing lists of 1999 to
// 2019 and of honeypots of 2022 to 2024, with which the tests compare every table
// where there are such mails (realmail_test.go prints with how many), and for Korean
// portals, newer versions and attachments from single mails that others
// published. The formats are RFC 5322, 2045 to 2047, 2231, 3676, 5321, 1557, 8601,
// 6376 and 9562, [MS-OXOMSG] for Thread-Index, and the mailbox formats as package
// mailbox says. No text of any mail was copied.
//
// # Parts
//
//   - this package: Message, Client, Append; a file for each family of programs
//   - trace: Route, what relays wrote on the way
//   - wire: character sets and encodings
//   - spell: identifiers from numbers
//   - inert: attachments
//   - mailbox: mbox
//
// Nothing here imports another package of dwell.
package message
