package suricata

import (
	"unicode/utf8"

	"dwell/evidence/escape"
)

// Text in events is valid UTF-8 without control characters; bytes that are no text
// become \xNN, which is how Suricata itself writes those that it cannot put into JSON.

// isPlain reports whether the inside of a JSON string needs no decoding: printable
// ASCII, no backslash.
func isPlain(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c > '~' || c == '\\' {
			return false
		}
	}
	return true
}

// appendText appends decoded text in the form that events have it.
func appendText(dst, src []byte) []byte {
	for i := 0; i < len(src); {
		c := src[i]
		if c >= ' ' && c <= '~' {
			dst = append(dst, c)
			i++
			continue
		}
		r, size := utf8.DecodeRune(src[i:])
		if c < utf8.RuneSelf || r == utf8.RuneError && size <= 1 {
			dst = escape.Append(dst, c)
			i++
			continue
		}
		dst = append(dst, src[i:i+size]...)
		i += size
	}
	return dst
}

// maxName bounds names that come from the evidence into notes.
const maxName = 40

// cleanName makes a name from the evidence fit for a note: letters, digits and the
// few marks that names have. It returns "" for what is no name.
func cleanName(name string) string {
	if name == "" || len(name) > maxName {
		return ""
	}
	for i := range len(name) {
		c := name[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
		if !letter && c != '_' && c != '.' && c != '-' {
			return ""
		}
	}
	return name
}
