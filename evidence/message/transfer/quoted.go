package transfer

import "bytes"

// DecodeQuotedPrintable appends the bytes that src encodes to dst. An escape that
// is none is kept as it stands; blanks at the end of a line are dropped.
func DecodeQuotedPrintable(dst, src []byte) (out []byte, defect string) {
	for len(src) > 0 {
		end := bytes.IndexByte(src, '\n')
		line, rest := src, []byte(nil)
		if end >= 0 {
			line, rest = src[:end], src[end+1:]
		}
		text := bytes.TrimRight(line, " \t\r")
		soft := len(text) > 0 && text[len(text)-1] == '='
		if soft {
			text = text[:len(text)-1]
		}
		var bad bool
		dst, bad = quotedLine(dst, text)
		if bad {
			defect = DefectQuoted
		}
		if end >= 0 && !soft {
			if len(line) > 0 && line[len(line)-1] == '\r' {
				dst = append(dst, '\r')
			}
			dst = append(dst, '\n')
		}
		src = rest
	}
	return dst, defect
}

func quotedLine(dst, line []byte) (out []byte, bad bool) {
	for {
		i := bytes.IndexByte(line, '=')
		if i < 0 {
			return append(dst, line...), bad
		}
		dst = append(dst, line[:i]...)
		if b, ok := hexByte(line[i:]); ok {
			dst = append(dst, b)
			line = line[i+3:]
			continue
		}
		bad = true
		dst = append(dst, '=')
		line = line[i+1:]
	}
}

// DecodeQ appends the text of an encoded word in Q encoding (RFC 2047 section 4.2).
func DecodeQ(dst, src []byte) []byte {
	for i := 0; i < len(src); i++ {
		if src[i] == '_' {
			dst = append(dst, ' ')
			continue
		}
		if src[i] == '=' {
			if b, ok := hexByte(src[i:]); ok {
				dst = append(dst, b)
				i += 2
				continue
			}
		}
		dst = append(dst, src[i])
	}
	return dst
}

// hexByte reads "=XX".
func hexByte(b []byte) (byte, bool) {
	if len(b) < 3 {
		return 0, false
	}
	high, low := Hex(b[1]), Hex(b[2])
	if high < 0 || low < 0 {
		return 0, false
	}
	return byte(high<<4 | low), true
}

// Hex returns the value of a hexadecimal digit, -1 for any other byte.
func Hex(b byte) int {
	switch {
	case b >= '0' && b <= '9':
		return int(b - '0')
	case b >= 'A' && b <= 'F':
		return int(b-'A') + 10
	case b >= 'a' && b <= 'f':
		return int(b-'a') + 10
	}
	return -1
}
