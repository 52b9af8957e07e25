package active

import (
	"bytes"
	"strconv"
	"strings"

	"dwell/detect/attachment/compound"
	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/inside"
)

// The bounds of one RTF document.
const (
	maxObjects = 32
	maxObject  = 4 << 20 // bytes of one decoded object
	// maxObjectText is how much text is read for all objects.
	maxObjectText = 16 << 20
)

// rtf looks for objects and links. Names of control words are written in many ways to
// hide them, but not these, which the program itself must read.
func rtf(data []byte) *inside.Report {
	r := &inside.Report{}
	lower := inside.Lower(data)
	for _, word := range []string{`\objdata`, `\objautlink`, `\objupdate`, `\objocx`, `\objhtml`} {
		if bytes.Contains(lower, []byte(word)) {
			r.Mark(inside.RTFObject)
		}
	}
	if bytes.Contains(lower, []byte(`\objautlink`)) || bytes.Contains(lower, []byte(`\objupdate`)) {
		r.Mark(inside.SelfOpening)
	}
	left := maxObjectText
	for at := range inside.Places(lower, `\objdata`, maxObjects) {
		text := data[at+len(`\objdata`):]
		content, read := hexData(text[:min(len(text), left)])
		left -= read
		object(content, r)
	}
	const longest = 1000
	for at := range inside.Places(lower, `\*\template`, 1) {
		text := data[at+len(`\*\template`) : min(len(data), at+longest)]
		if target := unescape(text); remote(target) {
			r.Mark(inside.Template)
			r.Note("when it opens it fetches %s", target)
		}
	}
	return r
}

// unescape reads a text of RTF up to the end of its group: a doubled backslash, bytes in
// hexadecimal, characters by number.
func unescape(text []byte) string {
	var out strings.Builder
	for i := 0; i < len(text) && text[i] != '}'; i++ {
		if text[i] != '\\' || i+1 >= len(text) {
			out.WriteByte(text[i])
			continue
		}
		switch rest := text[i+1:]; {
		case rest[0] == '\\':
			out.WriteByte('\\')
			i++
		case rest[0] == '\'' && len(rest) >= 3:
			out.WriteByte(unhex(rest[1])<<4 | unhex(rest[2]))
			i += 3
		case rest[0] == 'u' && len(rest) > 1 && (rest[1] == '-' || rest[1] >= '0' && rest[1] <= '9'):
			n, _ := strconv.Atoi(strings.TrimSpace(string(rest[1 : controlWord(text[i:])-1])))
			out.WriteRune(rune(uint16(n))) //nolint:gosec // the number is one of 16 bits with a sign
			i += controlWord(text[i:])     // and the character that stands in for it
		default:
			i += controlWord(text[i:]) - 1
		}
	}
	return strings.TrimSpace(out.String())
}

// hexData decodes hexadecimal digits up to the end of their group. Blanks, groups and
// control words between them, which readers skip, are skipped. It says how much of the
// text it read.
func hexData(text []byte) (content []byte, read int) {
	out := make([]byte, 0, 256)
	high, depth := -1, 0
	for i := 0; i < len(text) && len(out) < maxObject; i++ {
		c := text[i]
		switch {
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth < 0 {
				return out, i
			}
		case c == '\\':
			i += controlWord(text[i:]) - 1
		case hexadecimal(c) && depth == 0:
			if v := int(unhex(c)); high < 0 {
				high = v
			} else {
				out = append(out, byte(high<<4|v))
				high = -1
			}
		}
	}
	return out, len(text)
}

// controlWord gives the length of a control word with its number and the blank that
// ends it.
func controlWord(text []byte) int {
	const symbol = 2 // "\*"
	n := 1
	for n < len(text) && text[n]|0x20 >= 'a' && text[n]|0x20 <= 'z' {
		n++
	}
	if n == 1 {
		return min(symbol, len(text))
	}
	for n < len(text) && (text[n] == '-' || text[n] >= '0' && text[n] <= '9') {
		n++
	}
	if n < len(text) && text[n] == ' ' {
		n++
	}
	return n
}

func hexadecimal(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }

// object judges an OLE 1 object (MS-OLEDS 2.2): version, kind, name of the class,
// topic, item, and the data.
func object(data []byte, r *inside.Report) {
	const header, linked = 8, 1
	kind := inside.Number(data, 4, 4)
	rest := data[min(len(data), header):]
	var texts [3]string
	for i := range texts {
		n := inside.Number(rest, 0, 4)
		if uint64(len(rest)) < 4+n {
			break
		}
		texts[i] = strings.TrimRight(string(rest[4:4+n]), "\x00")
		rest = rest[4+n:]
	}
	class := strings.ToLower(texts[0])
	if strings.HasPrefix(class, "equation") || bytes.Contains(bytes.ToLower(data[:min(len(data), 512)]), []byte("equation.")) || bytes.Contains(data, equationClass) {
		r.Mark(inside.Equation)
		r.Mark(inside.Overflow) // in RTF nobody but an attacker writes one
		r.Note("it has an object of the old equation editor, which attacks take over")
	}
	if kind == linked && remote(texts[1]) {
		r.Mark(inside.Template)
		r.Note("when it opens it fetches %s", texts[1])
	}
	content := rest[min(4, len(rest)):]
	if f, ok := compound.Package(content); ok {
		r.Mark(inside.Embedded)
		r.Carry(f.Name, f.Data)
		return
	}
	// An object whose header is damaged on purpose is still found by what it holds.
	if i := bytes.Index(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")); i >= 0 {
		r.Carry("", data[i:])
	} else if filetype.Identify(content).Opens() {
		r.Carry("", content)
	}
}

// equationClass is the identifier of the equation editor in the order of its bytes.
var equationClass = []byte("\x02\xce\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46")
