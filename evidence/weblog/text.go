package weblog

import "dwell/evidence/escape"

// Text in events is valid UTF-8 without control characters. nginx writes what is no
// printable ASCII as \xHH, Apache httpd too or as \n, \", \\ and the like; JSON has
// escapes of its own. What makes text is decoded; every other byte gets the form
// \xhh, so that the same request reads the same whatever the format.

// escapes says how the writer of a text escaped.
type escapes bool

const (
	escaped escapes = true  // \xHH and the escapes of C
	raw     escapes = false // not at all, or already decoded
)

// decode returns the text that b stands for. The result is b itself or lies in the
// parser's scratch, where it lasts until the next call.
func (p *parser) decode(b []byte, how escapes) []byte {
	if escape.IsPlain(b) {
		return b
	}
	var unescape escape.Decode
	if how == escaped {
		unescape = unit
	}
	p.text = escape.AppendText(p.text[:0], b, unescape)
	return p.text
}

// unit reads the escape that src begins with, as escape.Decode has it.
func unit(src []byte) (c byte, n int) {
	if len(src) < 2 {
		return '\\', 1
	}
	switch src[1] {
	case '"', '\\':
		return src[1], 2
	case 'x':
		if len(src) >= 4 {
			if v, ok := escape.Byte(src[2], src[3]); ok {
				return v, 4
			}
		}
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'v':
		return '\v', 2
	}
	return '\\', 1
}
