package wire

import (
	"strings"
	"unicode/utf8"
)

// Canonical appends text with CR LF at the end of every line, whatever its line
// ends were: LF, CR LF or CR.
func Canonical[T string | []byte](dst []byte, text T) []byte {
	start := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c != '\n' && c != '\r' {
			continue
		}
		dst = append(append(dst, text[start:i]...), '\r', '\n')
		if c == '\r' && i+1 < len(text) && text[i+1] == '\n' {
			i++
		}
		start = i + 1
	}
	return append(dst, text[start:]...)
}

// Newlines returns text with a line feed as the only line end.
func Newlines(text string) string {
	if strings.IndexByte(text, '\r') < 0 {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// Wrap breaks lines longer than width columns at blanks, as programs do that send
// what they show. Quoted lines and words longer than the width stay whole. The
// line ends are line feeds.
func Wrap(text string, width int) string { return wrap(text, width, false) }

// Flow breaks lines as RFC 3676 has it: a line that goes on ends with a blank, and
// a line that begins with a blank, ">" or "From " gets one more blank before it,
// unless it is quoted text, which begins with ">" for good. The line ends are line
// feeds.
func Flow(text string, width int) string { return wrap(text, width, true) }

func wrap(text string, width int, flow bool) string {
	if !needsWrap(text, width, flow) {
		return text
	}
	out := make([]byte, 0, len(text)+len(text)/16+8)
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			out = append(out, '\n')
		}
		if strings.HasPrefix(line, ">") || line == "-- " {
			out = append(out, line...)
			continue
		}
		if flow {
			line = strings.TrimRight(line, " ")
		}
		out = wrapLine(out, line, width, flow)
	}
	return string(out)
}

// needsWrap reports whether a line is longer than the width or, for flowed text,
// has a blank at its start or end.
func needsWrap(text string, width int, flow bool) bool {
	for line := range strings.SplitSeq(text, "\n") {
		if len(line) > width || flow && line != "" && (line[0] == ' ' || line[len(line)-1] == ' ' || strings.HasPrefix(line, "From ")) {
			return true
		}
	}
	return false
}

func wrapLine(out []byte, line string, width int, flow bool) []byte {
	for {
		if flow && (strings.HasPrefix(line, " ") || strings.HasPrefix(line, "From ") || strings.HasPrefix(line, ">")) {
			out = append(out, ' ')
		}
		cut := breakAt(line, width)
		if cut < 0 {
			return append(out, line...)
		}
		out = append(out, line[:cut]...)
		if flow {
			out = append(out, ' ')
		}
		out = append(out, '\n')
		line = line[cut+1:]
	}
}

// breakAt returns the place of the blank at which the line is broken, -1 when it
// fits or has no such blank. A character beyond ASCII fills two columns.
func breakAt(line string, width int) int {
	column, blank := 0, -1
	for i, r := range line {
		if r == ' ' && i > 0 && line[i-1] != ' ' && i+1 < len(line) && line[i+1] != ' ' {
			if column > width && blank >= 0 {
				return blank
			}
			blank = i
		}
		column++
		if r >= utf8.RuneSelf {
			column++
		}
		if column > width && blank >= 0 {
			return blank
		}
	}
	return -1
}
