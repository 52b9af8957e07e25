// Package wire writes text as mail carries it: character sets with their labels,
// the transfer encodings base64 and quoted-printable (RFC 2045), encoded words in
// header fields (RFC 2047), parameters with characters beyond ASCII (RFC 2231 and
// what programs do instead), flowed text (RFC 3676) and ISO-2022-KR (RFC 1557).
//
// Every function appends to a slice and keeps no state. Whatever the text holds,
// what is appended is ASCII without a bare CR or LF, except where 8bit is asked
// for: a value can't break out of its header line. The package knows no mail
// program; its styles say what to do.
package wire
