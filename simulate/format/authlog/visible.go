package authlog

// appendVisible writes a text as sshd logs it (strnvis with VIS_CSTYLE, VIS_NL, VIS_TAB and VIS_OCTAL): graphic ASCII
// and blanks as they are, a backslash doubled, the control characters of C by their letter, all else as three octal
// digits. A Korean name is therefore a row of numbers.
func appendVisible(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			dst = append(dst, `\\`...)
		case c >= ' ' && c < 0x7f:
			dst = append(dst, c)
		case c >= '\a' && c <= '\r':
			dst = append(dst, '\\', "abtnvfr"[c-'\a'])
		default:
			dst = append(dst, '\\', '0'+c>>6, '0'+c>>3&7, '0'+c&7)
		}
	}
	return dst
}
