package hangul

import (
	"bytes"

	"dwell/detect/attachment/inside"
)

// Operators that run text as a program, those that write files, and what a file that
// can be run is called. PostScript tells capital letters from small ones.
var (
	executes = []string{"exec", "cvx", "token"}
	writes   = []string{"writestring", "writehexstring", "(w) file", "(w)file", "(a) file", "(w+) file"}
	removes  = []string{"deletefile", "renamefile", "filenameforall"}
	runnable = []string{".exe", ".dll", ".bat", ".cmd", ".vbs", ".js", ".ps1", ".lnk", ".scr", "%temp%", "appdata", "startup", "시작프로그램"}
)

// maxPostScript is how much of a drawing is read: those that attack are far smaller.
const maxPostScript = 1 << 20

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
	data = data[:min(len(data), maxPostScript)]
	switch {
	case hexLiteral(data) && operator(data, executes):
		return "runs a long hidden text as a program"
	case operator(data, writes) && names(inside.Lower(data), runnable):
		return "writes a file that can be run"
	case operator(data, removes):
		return "reaches for other files"
	}
	return ""
}

// operator reports whether one of the words stands on its own.
func operator(data []byte, words []string) bool {
	for _, w := range words {
		for at := range inside.Places(data, w, len(data)) {
			end := at + len(w)
			if (at == 0 || !letter(data[at-1])) && (end == len(data) || !letter(data[end])) {
				return true
			}
		}
	}
	return false
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func names(data []byte, parts []string) bool {
	for _, p := range parts {
		if bytes.Contains(data, []byte(p)) {
			return true
		}
	}
	return false
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
