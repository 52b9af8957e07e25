package active

import (
	"bytes"
	"strings"

	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/inside"
)

// What builds a file out of text, and what decodes the text.
var (
	builders = []string{"createobjecturl", "mssaveoropenblob", "mssaveblob", "new blob(", "new file(", "data:application/", ".download=", ".download =", " download=", "showsavefilepicker", "document.write(atob", "document.write(unescape"}
	decoders = []string{"atob(", "fromcharcode", "base64", "uint8array", "unescape(", "charcodeat", "textdecoder"}
	forms    = []string{`type="password"`, "type='password'", "type=password"}
)

// page looks into HTML and SVG.
func page(kind filetype.Kind, data []byte) *inside.Report {
	r := &inside.Report{}
	text := inside.Lower(ascii(data))
	lower := string(text)
	script := contains(lower, []string{"<script", "javascript:", "onload=", "onerror=", "onbegin=", "onmouseover="})
	builds, encoded := contains(lower, builders), 0
	if builds || inline(text) || strings.Contains(lower, "atob(") {
		encoded = literal(lower)
	}
	if encoded >= decodedData && inline(text) {
		r.Mark(inside.Smuggling)
	}
	if contains(lower, forms) {
		r.Mark(inside.Credentials)
	}
	if !script {
		return r
	}
	if kind == filetype.SVG {
		r.Mark(inside.SVGScript)
	}
	if encoded >= anyData || builds && encoded >= decodedData && contains(lower, decoders) {
		r.Mark(inside.Smuggling)
	}
	return r
}

// inline reports whether a link holds a file itself, which needs no script:
// href="data:application/zip;base64,...".
func inline(text []byte) bool {
	const most, longest = 64, 100
	for at := range inside.Places(text, "data:application/", most) {
		kind, _, found := bytes.Cut(text[at:min(len(text), at+longest)], []byte(","))
		if found && bytes.HasSuffix(kind, []byte(";base64")) {
			return true
		}
	}
	return false
}

func contains(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// The characters of encoded data in a page that make a file: that of a small archive
// where something decodes it, more where nothing is seen that does. Runs shorter than
// shortRun are words and names.
const (
	shortRun     = 60
	decodedData  = 800
	anyData      = 2000
	shortNumbers = 200
)

// literal gives how many characters of the text are encoded data: long runs of the
// letters of base64 and hexadecimal, in one piece or many, and lists of numbers.
// Pictures and fonts that the page shows itself do not count.
func literal(text string) int {
	total, from, numbers := 0, 0, 0
	for i := range len(text) {
		c := text[i]
		if !letter(c) && c != '+' && c != '/' && c != '=' && c != '%' {
			total += runOf(text, from, i)
			from = i + 1
		}
		switch {
		case c >= '0' && c <= '9' || c == ',' || c == 'x' || c >= 'a' && c <= 'f': // "80,75" or "0x50,0x4b"
			numbers++
		case c == ' ' || c == '\n' || c == '\r':
		default:
			if numbers >= shortNumbers {
				total += numbers
			}
			numbers = 0
		}
	}
	total += runOf(text, from, len(text))
	if numbers >= shortNumbers {
		total += numbers
	}
	return total
}

// runOf is what a run of encoded data counts.
func runOf(text string, from, to int) int {
	const near = 40 // bytes of "data:image/png;charset=utf-8;base64,"
	if to-from < shortRun {
		return 0
	}
	if before := text[max(0, from-near):from]; strings.Contains(before, "data:image/") || strings.Contains(before, "data:font/") {
		return 0
	}
	return to - from
}
