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
	if inline(text) && literal(lower) {
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
	if contains(lower, builders) && (contains(lower, decoders) || literal(lower)) {
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

// literal reports whether the text has one long run of encoded data.
func literal(text string) bool {
	const long = 2000
	run := 0
	for i := range len(text) {
		if c := text[i]; letter(c) || c == '+' || c == '/' || c == '=' || c == '%' {
			if run++; run >= long {
				return true
			}
		} else {
			run = 0
		}
	}
	return false
}
