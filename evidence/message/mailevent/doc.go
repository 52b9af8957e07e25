// Package mailevent fills event.Mail from what readers of all kinds of mail have in
// the end: the fields of a header and the leaves of a tree of parts. It holds what a
// mail read from an EML, an Outlook message or a mail store must have in common:
// which of several fields counts, which time a mail has, which of its parts a person
// sees.
//
// It must not know how a mail is stored, nor judge what it says.
package mailevent
