package auditd

const upperDigits = "0123456789ABCDEF"

// unsafe tells whether the kernel and libaudit write the value in hex: it holds a quote, a blank, a control
// character or a byte beyond ASCII (audit_string_contains_control).
func unsafe(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c == '"' || c < 0x21 || c > 0x7e {
			return true
		}
	}
	return false
}

// appendUntrusted writes a value that a user may choose: in quotes, or as upper-case hex digits without quotes.
func appendUntrusted(dst []byte, label, s string) []byte {
	dst = append(dst, label...)
	if unsafe(s) {
		return appendHexBytes(dst, s)
	}
	dst = append(dst, '"')
	dst = append(dst, s...)
	return append(dst, '"')
}

func appendHexBytes(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		dst = append(dst, upperDigits[s[i]>>4], upperDigits[s[i]&15])
	}
	return dst
}

// appendWord writes a value that libaudit neither quotes nor encodes, such as a host name; a question mark stands
// for an absent one. Bytes that would end the value or the line become question marks, which libaudit leaves to its
// callers.
func appendWord(dst []byte, label, s string) []byte {
	dst = append(dst, label...)
	if s == "" {
		return append(dst, '?')
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < 0x21 || c > 0x7e || c == '\'' || c == '"' {
			c = '?'
		}
		dst = append(dst, c)
	}
	return dst
}
