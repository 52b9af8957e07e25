package hangul

import (
	"regexp"
	"strings"

	"dwell/detect/attachment/inside"
)

// What the script of a document that nobody wrote a script for consists of: comments,
// two variables and procedures without a body.
var (
	comments  = regexp.MustCompile(`(?s)//[^\r\n]*|/\*.*?\*/`)
	blanks    = regexp.MustCompile(`\s+`)
	variables = regexp.MustCompile(`var(?:Documents?|HwpDocuments?)=[A-Za-z_.]+;?`)
	empty     = regexp.MustCompile(`function[A-Za-z0-9_]+\([^)]*\)\{\}`)
)

// script judges a script by what is left when all that Hangul writes by itself is
// taken away.
func script(source string, r *inside.Report) {
	const longest = 256 << 10
	rest := comments.ReplaceAllString(source[:min(len(source), longest)], "")
	code := strings.TrimSpace(rest)
	rest = blanks.ReplaceAllString(rest, "")
	rest = variables.ReplaceAllString(rest, "")
	rest = empty.ReplaceAllString(rest, "")
	if rest == "" || strings.ContainsRune(rest, '\uFFFD') {
		return
	}
	const shown = 120
	r.Mark(inside.HangulScript)
	r.Note("its script has %d characters, among them %.*s", len(code), shown, rest)
}
