package delimited

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// Encoding is how characters are written as bytes.
type Encoding uint8

// The encodings.
const (
	UTF8 Encoding = iota
	UTF16LE
	UTF16BE
)

// Form says how a table is written.
type Form struct {
	Encoding Encoding
	Mark     int  // bytes of the byte order mark
	Comma    byte // between fields
}

var (
	markUTF8 = []byte("\xef\xbb\xbf")
	markLE   = []byte("\xff\xfe")
	markBE   = []byte("\xfe\xff")
)

// FormOf judges the first bytes of a content.
func FormOf(head []byte) Form {
	f := Form{}
	switch {
	case bytes.HasPrefix(head, markUTF8):
		f.Mark = len(markUTF8)
	case bytes.HasPrefix(head, markLE):
		f = Form{Encoding: UTF16LE, Mark: len(markLE)}
	case bytes.HasPrefix(head, markBE):
		f = Form{Encoding: UTF16BE, Mark: len(markBE)}
	case len(head) > 3 && head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0:
		f.Encoding = UTF16LE
	case len(head) > 3 && head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0:
		f.Encoding = UTF16BE
	}
	f.Comma = comma(f.FirstLine(head))
	return f
}

// comma is the separator that a line has most of.
func comma(line []byte) byte {
	best, most := byte(','), bytes.Count(line, []byte{','})
	for _, c := range []byte{';', '\t'} {
		if n := bytes.Count(line, []byte{c}); n > most {
			best, most = c, n
		}
	}
	return best
}

// FirstLine returns the first line that says something, as UTF-8: Export-Csv writes a
// line that begins with "#TYPE" before the header.
func (f Form) FirstLine(head []byte) []byte {
	if len(head) < f.Mark {
		return nil
	}
	const longest = 16 << 10
	text := head[f.Mark:]
	for pos := 0; pos < len(text); {
		end := f.lineEnd(text, pos)
		line := bytes.TrimSpace(f.Text(nil, text[pos:min(end, pos+longest)]))
		if len(line) > 0 && !bytes.HasPrefix(line, []byte("#TYPE ")) {
			return line
		}
		pos = end
	}
	return nil
}

// unit is the number of bytes of which a text consists.
func (f Form) unit() int {
	if f.Encoding == UTF8 {
		return 1
	}
	return 2
}

// at returns the character at pos when it is ASCII, 0xff for any other.
func (f Form) at(data []byte, pos int) byte {
	if f.Encoding == UTF8 {
		return data[pos]
	}
	if pos+1 == len(data) { // half a character
		return 0xff
	}
	low, high := data[pos], data[pos+1]
	if f.Encoding == UTF16BE {
		low, high = high, low
	}
	if high != 0 {
		return 0xff
	}
	return low
}

// lineEnd returns where the line at pos ends, behind its line feed.
func (f Form) lineEnd(data []byte, pos int) int {
	if f.Encoding == UTF8 {
		if i := bytes.IndexByte(data[pos:], '\n'); i >= 0 {
			return pos + i + 1
		}
		return len(data)
	}
	for ; pos < len(data); pos += 2 {
		if f.at(data, pos) == '\n' {
			return min(pos+2, len(data))
		}
	}
	return len(data)
}

// Text appends raw as UTF-8; half a character at the end of UTF-16 is dropped.
func (f Form) Text(dst, raw []byte) []byte {
	if f.Encoding == UTF8 {
		return append(dst, raw...)
	}
	for i := 0; i+1 < len(raw); i += 2 {
		r := f.code(raw, i)
		if utf16.IsSurrogate(r) && i+3 < len(raw) {
			if full := utf16.DecodeRune(r, f.code(raw, i+2)); full != utf8.RuneError {
				r = full
				i += 2
			}
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

func (f Form) code(raw []byte, i int) rune {
	if f.Encoding == UTF16BE {
		return rune(raw[i])<<8 | rune(raw[i+1])
	}
	return rune(raw[i+1])<<8 | rune(raw[i])
}
