// Package message has no code of its own. The packages below it read what readers of
// mail share, however a mail is stored: header fields with their addresses and dates
// (header), the tree of parts (mime), character sets (charset), transfer encodings
// (transfer), the text that a person sees (visible), mails within mails (nested, with
// tnef and smime), and the event that all of it becomes (mailevent). They know no reader.
package message
