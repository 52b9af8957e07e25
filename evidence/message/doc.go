// Package message has no code of its own. The packages below it read the parts
// that Internet messages share with other formats: header fields with their
// addresses and dates (header), character sets (charset), transfer encodings
// (transfer) and the text that a
// person sees (visible). Readers use them; they know no reader.
package message
