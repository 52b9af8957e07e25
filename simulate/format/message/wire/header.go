package wire

import "bytes"

// Column returns how many characters the last line of dst has.
func Column(dst []byte) int { return len(dst) - 1 - bytes.LastIndexByte(dst, '\n') }

// Fold appends the words of an ASCII text, which must be Safe, and breaks the line
// at a blank before the word that would pass the width. The break is a CR LF and
// the blank itself.
func Fold(dst []byte, text string, width int) []byte {
	return FoldWith(dst, text, width, "\r\n ")
}

// FoldWith is Fold with another break: some programs write a tab for the blank.
func FoldWith(dst []byte, text string, width int, fold string) []byte {
	column := Column(dst)
	for first := true; ; first = false {
		end := 0
		for end < len(text) && text[end] != ' ' {
			end++
		}
		switch {
		case first:
		case column+1+end > width:
			dst = append(dst, fold...)
			column = 1
		default:
			dst = append(dst, ' ')
			column++
		}
		dst = append(dst, text[:end]...)
		column += end
		if end >= len(text) {
			return dst
		}
		text = text[end+1:]
	}
}

// Clean returns a value that comes from a configuration, such as the name of a
// host, without what would break a header line: control characters, and bytes
// beyond ASCII.
func Clean(value string) string {
	for i := range len(value) {
		if value[i] < ' ' || value[i] > '~' {
			return cleaned(value)
		}
	}
	return value
}

func cleaned(value string) string {
	out := make([]byte, 0, len(value))
	for i := range len(value) {
		if value[i] >= ' ' && value[i] <= '~' {
			out = append(out, value[i])
		}
	}
	return string(out)
}
