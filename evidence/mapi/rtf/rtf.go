package rtf

import (
	"bytes"
	"strings"
)

// Kind says what the RTF was made from.
type Kind uint8

// The kinds.
const (
	Native Kind = iota // RTF of its own: Content is its text
	Text               // plain text in RTF
	HTML               // HTML in RTF: Content is the HTML
)

// Document is what RTF holds.
type Document struct {
	Kind    Kind
	Content string   // UTF-8
	Links   []string // targets of hyperlinks, of native RTF only
	Cut     bool     // the content is longer than the limit
}

// The limits of one document.
const (
	maxGroups = 2000 // open at a time; deeper ones share the state of the last
	maxFonts  = 5000
	maxLinks  = 2000
	maxLink   = 8 << 10
)

// Is reports whether data begins like RTF.
func Is(data []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n\x00"), []byte(`{\rtf`))
}

// Parse reads RTF; at most about limit bytes of content are given.
func Parse(data []byte, limit int) Document {
	r := reader{limit: limit, fonts: make(map[int]int)}
	r.state.skip = 1 // bytes that stand in for a Unicode character, unless \uc says otherwise
	for r.pos = 0; r.pos < len(data) && !r.full(); {
		r.token(data)
	}
	r.flush()
	return Document{Kind: r.kind, Content: r.out.String(), Links: r.links, Cut: r.full() && r.pos < len(data)}
}

// destination is what the text of a group is for.
type destination uint8

const (
	toBody    destination = iota
	toNothing             // nothing that a person reads
	toTag                 // a piece of the HTML that was wrapped
	toFonts               // the table of fonts
	toField               // the instruction of a field: HYPERLINK "..."
)

// state is what a group begins and its end takes back.
type state struct {
	to    destination
	quiet bool // within \htmlrtf: for programs that show the RTF
	font  int
	skip  int // characters to pass over behind \u
}

// reader is the pass over one document.
type reader struct {
	state state
	stack []state
	deep  int // groups open beyond the stack

	kind        Kind
	ansi        int // code page of the document
	defaultFont int
	fonts       map[int]int // code page of each font

	pos   int
	skip  int    // characters left to pass over
	star  bool   // \* was read
	bytes []byte // not decoded yet, all of one code page
	page  int    // of bytes
	high  rune   // first half of a surrogate pair
	out   strings.Builder
	limit int
	field strings.Builder
	links []string
}

func (r *reader) full() bool { return r.out.Len() >= r.limit }

// token reads one brace, control word or run of text.
func (r *reader) token(data []byte) {
	switch c := data[r.pos]; c {
	case '{':
		r.pos++
		r.open()
	case '}':
		r.pos++
		r.close()
	case '\\':
		r.pos++
		r.control(data)
	case '\r', '\n', 0:
		r.pos++
	default:
		end := bytes.IndexAny(data[r.pos:], "{}\\\r\n\x00")
		if end < 0 {
			end = len(data) - r.pos
		}
		r.text(data[r.pos : r.pos+end])
		r.pos += end
	}
}

func (r *reader) open() {
	r.star, r.skip = false, 0
	if len(r.stack) >= maxGroups {
		r.deep++
		return
	}
	r.stack = append(r.stack, r.state)
}

func (r *reader) close() {
	r.star, r.skip = false, 0
	if r.deep > 0 {
		r.deep--
		return
	}
	if len(r.stack) == 0 {
		return
	}
	before := r.state
	outer := r.stack[len(r.stack)-1]
	if before.to != outer.to {
		r.flush()
	}
	if before.to == toField && outer.to != toField {
		r.endField()
	}
	r.state = outer
	r.stack = r.stack[:len(r.stack)-1]
}

// text takes literal bytes.
func (r *reader) text(b []byte) {
	n := min(r.skip, len(b))
	r.skip -= n
	r.literal(b[n:])
}

// literal adds bytes in the code page of the current font.
func (r *reader) literal(b []byte) {
	if len(b) == 0 || !r.shown() {
		return
	}
	if page := r.codePage(); page != r.page {
		r.flush()
		r.page = page
	}
	r.bytes = append(r.bytes, b...)
	const enough = 64 << 10 // the end of the document must not wait for everything to be decoded
	if len(r.bytes) > enough && b[len(b)-1] < 0x80 {
		r.flush()
	}
}

// shown reports whether the text at hand belongs to the result.
func (r *reader) shown() bool {
	switch r.state.to {
	case toBody:
		return !r.state.quiet
	case toTag, toField:
		return true
	}
	return false
}

// rune adds a character that no code page is needed for.
func (r *reader) rune(c rune) {
	if !r.shown() {
		return
	}
	r.flush()
	r.write(string(c))
}

// write adds decoded text to where it belongs.
func (r *reader) write(s string) {
	if r.state.to != toField {
		r.out.WriteString(s)
		return
	}
	if r.field.Len() < maxLink {
		r.field.WriteString(s)
	}
}

// endField takes the target out of a field instruction.
func (r *reader) endField() {
	instruction := strings.TrimSpace(r.field.String())
	r.field.Reset()
	rest, isLink := strings.CutPrefix(instruction, "HYPERLINK")
	if !isLink || len(r.links) >= maxLinks || r.kind == HTML {
		return
	}
	rest = strings.TrimSpace(rest)
	if strings.HasPrefix(rest, `\l`) { // a place in the same document
		return
	}
	until := " "
	if quoted, ok := strings.CutPrefix(rest, `"`); ok {
		rest, until = quoted, `"`
	}
	if target, _, _ := strings.Cut(rest, until); target != "" {
		r.links = append(r.links, target)
	}
}
