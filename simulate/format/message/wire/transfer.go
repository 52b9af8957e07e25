package wire

import "encoding/base64"

// The longest lines: RFC 5322 allows 998 octets, the encodings 76.
const (
	MaxLine   = 998
	codedLine = 76
)

// Base64 appends data as base64 in lines of 76 characters, each with a CR LF.
func Base64(dst, data []byte) []byte {
	const step = codedLine / 4 * 3
	for len(data) > 0 {
		n := min(step, len(data))
		dst = base64.StdEncoding.AppendEncode(dst, data[:n])
		dst = append(dst, '\r', '\n')
		data = data[n:]
	}
	return dst
}

const hexUpper = "0123456789ABCDEF"

// Quoted appends text, whose lines end with CR LF, as quoted-printable. "From " and
// a lone dot at the start of a line are coded as well, so that no relay touches them.
func Quoted(dst, text []byte) []byte {
	column := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if bare(c) && column > 0 && column < codedLine-1 {
			dst = append(dst, c)
			column++
			continue
		}
		if c == '\r' && i+1 < len(text) && text[i+1] == '\n' {
			dst, column = append(dst, '\r', '\n'), 0
			i++
			continue
		}
		coded := !bare(c) && !(c == ' ' || c == '\t') || (c == ' ' || c == '\t') && endsLine(text[i+1:])
		width := 1
		if coded {
			width = 3
		}
		if column+width > codedLine-1 && !(column+width <= codedLine && endsLine(text[i+1:])) {
			dst, column = append(dst, '=', '\r', '\n'), 0
		}
		if column == 0 && !coded && (c == '.' || startsFrom(text[i:])) {
			coded, width = true, 3
		}
		if coded {
			dst = append(dst, '=', hexUpper[c>>4], hexUpper[c&15])
		} else {
			dst = append(dst, c)
		}
		column += width
	}
	return dst
}

// bare reports whether c stands for itself anywhere but at the start of a line.
func bare(c byte) bool { return c > ' ' && c <= '~' && c != '=' }

func startsFrom(text []byte) bool {
	return len(text) >= len("From ") && string(text[:len("From ")]) == "From "
}

func endsLine(rest []byte) bool {
	return len(rest) == 0 || len(rest) >= 2 && rest[0] == '\r' && rest[1] == '\n'
}

// Plain reports whether text in a character set, whose lines end with CR LF, may
// travel as it is: no line is longer than 998 octets and there are no control
// characters but tab and those of ISO-2022-KR.
func Plain(text []byte, set Charset) bool {
	start := 0
	for i, c := range text {
		switch {
		case c == '\n':
			if i == 0 || text[i-1] != '\r' {
				return false
			}
			start = i + 1
		case c == '\r':
			if i+1 >= len(text) || text[i+1] != '\n' {
				return false
			}
		case c < ' ' && c != '\t' && !(set == ISO2022KR && (c == 0x1b || c == shiftOut || c == shiftIn)) || c == 0x7f:
			return false
		}
		if i-start >= MaxLine && c != '\r' {
			return false
		}
	}
	return true
}
