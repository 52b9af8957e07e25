package rtf

import (
	"unicode/utf16"

	"dwell/evidence/escape"
)

// control reads what follows a backslash.
func (r *reader) control(data []byte) {
	if r.pos >= len(data) {
		return
	}
	c := data[r.pos]
	if c|0x20 >= 'a' && c|0x20 <= 'z' {
		r.word(data)
		return
	}
	r.pos++
	switch c {
	case '\'':
		r.hex(data)
	case '*':
		r.star = true
	case '\\', '{', '}':
		r.text([]byte{c})
	case '~':
		r.symbol('\u00a0')
	case '_':
		r.symbol('\u2011')
	case '\r', '\n':
		r.symbol('\n')
	}
}

// symbol adds a character that a control word stands for.
func (r *reader) symbol(c rune) {
	if r.skip > 0 {
		r.skip--
		return
	}
	r.rune(c)
}

// hex reads the two digits of an escaped byte.
func (r *reader) hex(data []byte) {
	if r.pos+1 >= len(data) {
		r.pos = len(data)
		return
	}
	c, ok := escape.Byte(data[r.pos], data[r.pos+1])
	if !ok {
		return
	}
	r.pos += 2
	r.text([]byte{c})
}

// word reads a control word with its number and the blank that ends it.
func (r *reader) word(data []byte) {
	const longest = 32 // letters; the specification's limit
	start := r.pos
	for r.pos < len(data) && r.pos-start < longest && data[r.pos]|0x20 >= 'a' && data[r.pos]|0x20 <= 'z' {
		r.pos++
	}
	name := string(data[start:r.pos])
	number, has := r.number(data)
	if r.pos < len(data) && data[r.pos] == ' ' {
		r.pos++
	}
	if name == "bin" {
		r.pos = min(len(data), r.pos+max(number, 0))
		return
	}
	star := r.star
	r.star = false
	if star && r.starred(name) || r.plain(name) {
		return
	}
	r.format(name, number, has)
}

func (r *reader) number(data []byte) (n int, has bool) {
	negative := false
	if r.pos+1 < len(data) && data[r.pos] == '-' && data[r.pos+1] >= '0' && data[r.pos+1] <= '9' {
		negative = true
		r.pos++
	}
	const most = 1 << 30
	for r.pos < len(data) && data[r.pos] >= '0' && data[r.pos] <= '9' {
		n, has = min(n*10+int(data[r.pos]-'0'), most), true
		r.pos++
	}
	if negative {
		n = -n
	}
	return n, has
}

// starred begins the destination of a group that older programs pass over; all but
// a few are passed over here too.
func (r *reader) starred(name string) bool {
	switch name {
	case "htmltag":
		if r.state.to != toNothing {
			r.flush()
			r.state.to = toTag
		}
	case "fldinst":
		r.enter(toField)
	default:
		r.enter(toNothing)
	}
	return true
}

// plain begins a destination that has no star, and reports whether name is one.
func (r *reader) plain(name string) bool {
	switch name {
	case "fonttbl":
		r.enter(toFonts)
	case "fldinst":
		r.enter(toField)
	case "colortbl", "stylesheet", "info", "pict", "object", "objdata", "header", "headerl", "headerr", "headerf",
		"footer", "footerl", "footerr", "footerf", "listtable", "listoverridetable", "rsidtbl", "filetbl", "revtbl", "nonshppict",
		"xe", "tc", "bkmkstart", "bkmkend", "mhtmltag":
		r.enter(toNothing)
	case "pntext":
		if r.kind == HTML { // the mark of a list, which the HTML has of its own
			r.enter(toNothing)
		}
	default:
		return false
	}
	return true
}

// enter changes what the text of the group is for, unless it is for nothing already.
func (r *reader) enter(to destination) {
	if r.state.to == toNothing {
		return
	}
	r.flush()
	r.state.to = to
}

// format acts on the control words that matter to text.
func (r *reader) format(name string, number int, has bool) {
	switch name {
	case "fromhtml":
		if r.out.Len() == 0 {
			r.kind = HTML
		}
	case "fromtext":
		if r.out.Len() == 0 {
			r.kind = Text
		}
	case "htmlrtf":
		quiet := !has || number != 0
		if quiet && !r.state.quiet {
			r.flush()
		}
		r.state.quiet = quiet && r.kind == HTML
	case "ansicpg":
		r.ansi = number
	case "deff":
		r.defaultFont, r.state.font = number, number
	case "f":
		r.state.font = number
	case "plain":
		r.state.font = r.defaultFont
	case "fcharset", "cpg":
		r.fontPage(name, number)
	case "uc":
		r.state.skip = max(number, 0)
	case "u":
		r.unicode(number)
	default:
		r.spacing(name)
	}
}

// spacing adds the characters that control words stand for.
func (r *reader) spacing(name string) {
	switch name {
	case "par", "line", "sect", "page", "row", "nestrow":
		r.symbol('\n')
	case "tab", "cell", "nestcell":
		r.symbol('\t')
	case "lquote":
		r.symbol('\u2018')
	case "rquote":
		r.symbol('\u2019')
	case "ldblquote":
		r.symbol('\u201c')
	case "rdblquote":
		r.symbol('\u201d')
	case "bullet":
		r.symbol('\u2022')
	case "endash":
		r.symbol('\u2013')
	case "emdash":
		r.symbol('\u2014')
	case "emspace", "enspace", "qmspace":
		r.symbol(' ')
	}
}

// unicode adds a character of Unicode, or holds the first half of a pair.
func (r *reader) unicode(number int) {
	if number < 0 {
		number += 1 << 16
	}
	c := rune(number)
	if r.high != 0 {
		c = utf16.DecodeRune(r.high, c)
		r.high = 0
	} else if c >= 0xD800 && c < 0xDC00 {
		r.high = c
		r.skip = r.state.skip
		return
	}
	r.rune(c)
	r.skip = r.state.skip
}
