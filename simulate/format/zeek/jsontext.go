package zeek

// appendJSONText appends a text with its quotes, in the two steps of Zeek:
// json_escape_utf8 makes it text, RapidJSON makes it JSON.
func appendJSONText(dst []byte, s string) []byte {
	dst = append(dst, '"')
	if isSimple(s) {
		return append(append(dst, s...), '"')
	}
	broken := isBroken(s)
	for i := range len(s) {
		c := s[i]
		switch short := shortEscape(c); {
		case short != 0:
			dst = append(dst, '\\', short)
		case broken && (c < ' ' || c > '~'):
			// RapidJSON doubles the backslash that json_escape_utf8 wrote.
			dst = appendHex(append(dst, '\\'), c)
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}

// isSimple reports whether s is ASCII that JSON writes as it is.
func isSimple(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// isBroken reports whether anything in s is no text to Zeek. Then every byte of it
// that is not ASCII is shown as \xNN, also those of whole characters.
func isBroken(s string) bool {
	for _, char := range s {
		if char < ' ' && shortEscape(byte(char)) != 0 {
			continue
		}
		if refused(char) {
			return true
		}
	}
	return false
}

// refused says which characters json_escape_utf8 takes for no text: control
// characters, the private use area, and the specials, to which utf8.RuneError
// belongs, by which Go names bytes that are no UTF-8.
func refused(char rune) bool {
	return char < ' ' || char >= 0x7f && char < 0xa0 ||
		char >= 0xe000 && char <= 0xf8ff || char >= 0xfff0 && char <= 0xffff
}

// shortEscape returns the letter that JSON writes behind a backslash for c, or 0.
func shortEscape(c byte) byte {
	switch c {
	case '"', '\\':
		return c
	case '\b':
		return 'b'
	case '\f':
		return 'f'
	case '\n':
		return 'n'
	case '\r':
		return 'r'
	case '\t':
		return 't'
	}
	return 0
}
