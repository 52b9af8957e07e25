package charset

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
)

// decodeUTF7 reads UTF-7 (RFC 2152): "+...-" holds UTF-16 in base64 without
// padding, "+-" is a plus sign.
func decodeUTF7(data []byte) string {
	var out strings.Builder
	out.Grow(len(data))
	for i := 0; i < len(data); i++ {
		b := data[i]
		switch {
		case b >= 0x80:
			out.WriteRune('\uFFFD')
			continue
		case b != '+':
			out.WriteByte(b)
			continue
		}
		end := i + 1
		for end < len(data) && isBase64(data[end]) {
			end++
		}
		if end == i+1 { // "+-", or a plus sign that nobody encoded
			out.WriteByte('+')
		} else {
			out.WriteString(utf16Base64(data[i+1 : end]))
		}
		i = end - 1
		if end < len(data) && data[end] == '-' {
			i = end
		}
	}
	return out.String()
}

func utf16Base64(coded []byte) string {
	if len(coded)%4 == 1 {
		coded = coded[:len(coded)-1]
	}
	raw := make([]byte, base64.RawStdEncoding.DecodedLen(len(coded)))
	n, _ := base64.RawStdEncoding.Decode(raw, coded) // the alphabet was checked, nothing else can fail
	units := make([]uint16, n/2)
	for i := range units {
		units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
	}
	return string(utf16.Decode(units))
}

func isBase64(b byte) bool {
	return b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '+' || b == '/'
}
