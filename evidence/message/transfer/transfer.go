// Package transfer undoes the content transfer encodings of mail: base64 and
// quoted-printable (RFC 2045), the Q encoding of header words (RFC 2047) and
// uuencode (POSIX). Every decoder takes damaged input, keeps what can be read and
// says that something was wrong. None gives out more than twice the bytes it got.
//
// It knows nothing of mails.
package transfer

import "bytes"

// Encoding is a content transfer encoding.
type Encoding uint8

// The encodings. Identity stands for 7bit, 8bit and binary.
const (
	Identity Encoding = iota
	Base64
	QuotedPrintable
	UU
)

// Named returns the encoding of a Content-Transfer-Encoding value, in any of the
// spellings met; ok is false when the name is unknown and Identity is assumed.
func Named(value []byte) (e Encoding, ok bool) {
	if cut := bytes.IndexAny(value, "; \t("); cut >= 0 {
		value = value[:cut]
	}
	const longest = 32
	if len(value) > longest {
		return Identity, false
	}
	switch string(bytes.ToLower(bytes.Trim(value, `"'`))) {
	case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "none", "7bits", "8bits":
		return Identity, true
	case "base64", "base-64", "base_64", "b64", "b", "x-base64":
		return Base64, true
	case "quoted-printable", "quoted_printable", "quotedprintable", "qp", "q", "quoted-printible":
		return QuotedPrintable, true
	case "x-uuencode", "uuencode", "x-uu", "uue", "x-uue":
		return UU, true
	}
	return Identity, false
}
