package windows

import "unicode/utf8"

// Windows escapes the characters that would end the text or the attribute and nothing else. Control characters that
// XML 1.0 forbids go out as they are: Event XML is not always XML. Winlogbeat and the OpenTelemetry collector had to
// learn it from Sysmon's file versions with U+0001 (elastic/beats pull request 11006, open-telemetry
// opentelemetry-collector-contrib issue 46435).

// replacement stands for bytes that are no UTF-8: Windows strings are UTF-16, so no output of it can hold them.
const replacement = "\uFFFD"

// appendText writes element content up to the first NUL.
func appendText(dst []byte, s string) []byte { return appendEscaped(dst, s, false) }

// appendAttribute writes a blank and name='value', or nothing when the value is empty.
func appendAttribute(dst []byte, name, value string) []byte {
	if value == "" {
		return dst
	}
	dst = append(dst, ' ')
	dst = append(dst, name...)
	dst = append(dst, "='"...)
	dst = appendEscaped(dst, value, true)
	return append(dst, '\'')
}

func appendEscaped(dst []byte, s string, attribute bool) []byte {
	done := 0
	for i := 0; i < len(s); {
		escape, size := "", 1
		switch c := s[i]; {
		case c == 0:
			return append(dst, s[done:i]...)
		case c == '&':
			escape = "&amp;"
		case c == '<':
			escape = "&lt;"
		case c == '>':
			escape = "&gt;"
		case c == '\'' && attribute:
			escape = "&apos;"
		case c >= utf8.RuneSelf:
			var r rune
			if r, size = utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError && size == 1 {
				escape = replacement
			}
		}
		if escape != "" {
			dst = append(dst, s[done:i]...)
			dst = append(dst, escape...)
			done = i + size
		}
		i += size
	}
	return append(dst, s[done:]...)
}
