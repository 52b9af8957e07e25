package wire

import "strings"

// ParamKind is how a parameter says what ASCII can't.
type ParamKind uint8

// The ways: encoded words within the quotes, which RFC 2047 forbids and most
// programs do, or the extended parameters of RFC 2231.
const (
	ParamWords ParamKind = iota
	ParamExtended
)

// ParamStyle is how a program writes the parameters of Content-Type and
// Content-Disposition.
type ParamStyle struct {
	Kind     ParamKind
	Before   string    // between the semicolon and the name: a blank or a fold
	Bare     bool      // no quotes about a value that needs none
	Words    WordStyle // for ParamWords
	Extended string    // label of the character set for ParamExtended, "UTF-8"
}

// Param appends a parameter with the semicolon before it.
func Param(dst []byte, name, value string, style *ParamStyle) []byte {
	value = strings.ToValidUTF8(value, "\uFFFD")
	switch {
	case Safe(value) && style.Bare && token(value):
		dst = before(dst, name, style)
		return append(dst, value...)
	case Safe(value):
		dst = append(before(dst, name, style), '"')
		for i := range len(value) {
			if value[i] == '"' || value[i] == '\\' {
				dst = append(dst, '\\')
			}
			dst = append(dst, value[i])
		}
		return append(dst, '"')
	case style.Kind == ParamExtended:
		return extended(dst, name, value, style)
	}
	dst = append(before(dst, name, style), '"')
	column := len(name) + len(`="`) + len(strings.TrimLeft(style.Before, "\r\n"))
	return append(Words(dst, column, value, &style.Words), '"')
}

func before(dst []byte, name string, style *ParamStyle) []byte {
	dst = append(append(dst, ';'), style.Before...)
	return append(append(dst, name...), '=')
}

// extended appends a parameter as RFC 2231 has it, in pieces when it is long.
func extended(dst []byte, name, value string, style *ParamStyle) []byte {
	const longest = 76
	open := style.Extended + "''"
	if n := len(name) + len(" *=;") + len(open) + percentLen(value); n <= longest {
		dst = before(dst, name+"*", style)
		return percent(append(dst, open...), value)
	}
	fold := style.Before
	if !strings.HasPrefix(fold, "\r\n") {
		fold = "\r\n" + fold
	}
	for piece := 0; len(value) > 0; piece++ {
		if piece > 0 || strings.HasPrefix(style.Before, "\r\n") {
			dst = append(append(dst, ';'), fold...)
		} else {
			dst = append(append(dst, ';'), style.Before...)
		}
		dst = append(append(dst, name...), '*')
		dst = decimal(dst, piece)
		dst = append(dst, '*', '=')
		if piece == 0 {
			dst = append(dst, open...)
		}
		n := percentFit(value, longest-len(name)-len(" *00*=;")-len(open))
		dst = percent(dst, value[:n])
		value = value[n:]
	}
	return dst
}

// decimal appends n, which is not negative.
func decimal(dst []byte, n int) []byte {
	if n >= 10 {
		dst = decimal(dst, n/10)
	}
	return append(dst, byte('0'+n%10))
}

func percent(dst []byte, value string) []byte {
	for i := range len(value) {
		if c := value[i]; attribute(c) {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', hexUpper[c>>4], hexUpper[c&15])
		}
	}
	return dst
}

func percentLen(value string) int {
	n := 0
	for i := range len(value) {
		n++
		if !attribute(value[i]) {
			n += 2
		}
	}
	return n
}

// percentFit returns how many bytes of value, in whole characters, fit in room; at
// least one character.
func percentFit(value string, room int) int {
	end := 0
	for at, r := range value {
		next := at + len(string(r))
		if end > 0 && percentLen(value[:next]) > room {
			break
		}
		end = next
	}
	return end
}

// attribute reports whether c stands for itself in an extended parameter (RFC 2231,
// section 7).
func attribute(c byte) bool {
	return c > ' ' && c < 0x7f && strings.IndexByte(`*'%()<>@,;:\"/[]?=`, c) < 0
}

// token reports whether value needs no quotes (RFC 2045, section 5.1).
func token(value string) bool {
	for i := range len(value) {
		if c := value[i]; c <= ' ' || c > '~' || strings.IndexByte(`()<>@,;:\"/[]?=`, c) >= 0 {
			return false
		}
	}
	return value != ""
}
