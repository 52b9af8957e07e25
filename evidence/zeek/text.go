package zeek

import (
	"unicode/utf8"

	"dwell/evidence/escape"
)

// Text in events is valid UTF-8 without control characters. Zeek writes bytes
// that are no text as \xNN and a backslash as \\ (ODesc escaping of its ASCII
// writer); what makes text is decoded, the rest keeps that form, and raw bytes
// that are no text are given it. So the encodings agree: JSON has \u0016 where
// the table has \x16, and both become the four characters \x16.

// unit reads one of Zeek's escapes, see escape.Decode.
func unit(src []byte) (c byte, n int) {
	if len(src) >= 2 && src[1] == '\\' {
		return '\\', 2
	}
	if len(src) >= 4 && src[1] == 'x' {
		if v, ok := escape.Byte(src[2], src[3]); ok {
			return v, 4
		}
	}
	return '\\', 1
}

// hasZeekEscapes reports whether every backslash of a JSON string, decoded,
// belongs to one of Zeek's escapes. Converters from the table to JSON leave them
// in; Zeek itself writes them in JSON only for bytes that are no text.
func hasZeekEscapes(b []byte) bool {
	found := false
	for i := 0; i < len(b); {
		if b[i] != '\\' {
			i++
			continue
		}
		_, n := unit(b[i:])
		if n == 1 {
			return false
		}
		found = true
		i += n
	}
	return found
}

// appendJSON appends the string whose inside, as written in JSON, is src. Broken
// escapes stay as they are.
func appendJSON(dst, src []byte) []byte {
	for i := 0; i < len(src); {
		c := src[i]
		if c != '\\' || i+1 == len(src) {
			dst = append(dst, c)
			i++
			continue
		}
		switch c = src[i+1]; c {
		case 'b':
			dst = append(dst, '\b')
		case 'f':
			dst = append(dst, '\f')
		case 'n':
			dst = append(dst, '\n')
		case 'r':
			dst = append(dst, '\r')
		case 't':
			dst = append(dst, '\t')
		case 'u':
			r, size := jsonRune(src[i:])
			dst = utf8.AppendRune(dst, r)
			i += size
			continue
		default: // the quote, both slashes, and what should not be escaped
			dst = append(dst, c)
		}
		i += 2
	}
	return dst
}

// jsonRune reads \u and four hexadecimal digits, or two of them that make one character, at the start of
// src. It returns how many bytes it took.
func jsonRune(src []byte) (rune, int) {
	high, ok := hex4(src)
	if !ok {
		return 'u', 2
	}
	if high >= 0xD800 && high < 0xDC00 {
		if low, ok := hex4(src[6:]); ok && low >= 0xDC00 && low < 0xE000 {
			return (high-0xD800)<<10 + (low - 0xDC00) + 0x10000, 12
		}
	}
	return high, 6
}

func hex4(src []byte) (rune, bool) {
	if len(src) < 6 || src[0] != '\\' || src[1] != 'u' {
		return 0, false
	}
	a, ok1 := escape.Byte(src[2], src[3])
	b, ok2 := escape.Byte(src[4], src[5])
	return rune(a)<<8 | rune(b), ok1 && ok2
}
