package rtf

import (
	"strings"
	"unicode/utf8"

	"dwell/evidence/message/charset"
)

// western is the code page of fonts that state none of their own.
const western = 1252

// pages are the code pages of the charsets that fonts state.
var pages = map[int]int{
	0: western, 2: western, 77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
	177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 437,
}

// fontPage notes the code page of the font at hand in the table of fonts.
func (r *reader) fontPage(name string, number int) {
	if r.state.to != toFonts || len(r.fonts) >= maxFonts {
		return
	}
	page := number
	if name == "fcharset" {
		page = pages[number]
	}
	if page > 0 {
		r.fonts[r.state.font] = page
	}
}

// codePage is the one that bytes are in here: that of the font, but within pieces of
// HTML that of the document.
func (r *reader) codePage() int {
	if r.state.to == toTag {
		return r.ansi
	}
	if page, ok := r.fonts[r.state.font]; ok {
		return page
	}
	return r.ansi
}

// flush decodes the bytes that wait.
func (r *reader) flush() {
	if len(r.bytes) == 0 {
		return
	}
	r.write(decode(r.bytes, r.page, r.ansi))
	r.bytes = r.bytes[:0]
}

// decode reads bytes of a font. Programs of East Asia write text of their own charset
// in fonts said to be western; it is taken for theirs when all of it is.
func decode(data []byte, page, ansi int) string {
	if page == western && ansi != western && ansi != 0 && !charset.ASCII(data) {
		if s := charset.Decode(charset.CodePage(ansi), data, false); s.Defect == "" && !strings.ContainsRune(s.String, utf8.RuneError) {
			return s.String
		}
	}
	if page == 0 {
		page = western
	}
	return charset.Decode(charset.CodePage(page), data, false).String
}
