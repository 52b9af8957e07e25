package hangul

import (
	"bytes"
	"regexp"

	"dwell/detect/attachment/inside"
)

// Operators that run text as a program, and those that reach files.
var (
	executes = regexp.MustCompile(`(?i)(?:^|[^a-z])(?:exec|cvx|token)(?:[^a-z]|$)`)
	files    = regexp.MustCompile(`(?i)(?:^|[^a-z])(?:writestring|writehexstring|deletefile|renamefile|filenameforall)(?:[^a-z]|$)|\((?:w|w\+|a)\)\s*file`)
	runnable = regexp.MustCompile(`(?i)\.(?:exe|dll|bat|cmd|vbs|js|ps1|lnk|scr)\b|%temp%|appdata|startup|시작프로그램`)
)

// postScript says what PostScript does beyond drawing, "" for nothing or no PostScript.
// Pictures hold long hexadecimal data as well, but behind the operator that draws it,
// not as a literal that is run.
func postScript(data []byte) string {
	if bytes.HasPrefix(data, []byte{0xc5, 0xd0, 0xd3, 0xc6}) { // with a preview in front
		data = inside.Slice(data, inside.Number(data, 4, 4), inside.Number(data, 8, 4))
	}
	if !bytes.HasPrefix(data, []byte("%!")) {
		return ""
	}
	switch {
	case hexLiteral(data) && executes.Match(data):
		return "runs a long hidden text as a program"
	case files.Match(data) && runnable.Match(data):
		return "writes a file that can be run"
	}
	return ""
}

// hexLiteral reports whether the text has a literal <...> of many hexadecimal digits.
func hexLiteral(text []byte) bool {
	const long = 500
	run, open := 0, false
	for _, c := range text {
		switch {
		case c == '<':
			run, open = 0, true
		case c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'f':
			if run++; open && run >= long {
				return true
			}
		case c == '\n' || c == '\r' || c == ' ' || c == '\t':
		default:
			open = false
		}
	}
	return false
}
