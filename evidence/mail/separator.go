package mail

import (
	"bytes"

	"dwell/evidence/message/header"
)

// gitDate is the date of every separator that git format-patch writes; such lines
// stand in the bodies of mails about patches.
const gitDate = " Mon Sep 17 00:00:00 2001"

// maxSeparator is longer than any separator line.
const maxSeparator = 1000

// separatorLine returns the line at pos without its end.
func separatorLine(data []byte, pos int) (line []byte, next int) {
	window := data[pos:min(len(data), pos+maxSeparator)]
	end, n := header.Line(window, 0)
	return window[:end], pos + n
}

// fromLine reports whether the line at pos is "From address date".
func fromLine(data []byte, pos int) bool {
	if !bytes.HasPrefix(data[pos:], []byte("From ")) {
		return false
	}
	line, _ := separatorLine(data, pos)
	return dated(line[len("From "):])
}

// dated reports whether the words after "From " hold a time of day and end in, or
// near, a year: "a@example.com Thu Jul 28 16:38:00 2016 +0900".
func dated(rest []byte) bool {
	const farthest = 400
	rest = rest[:min(len(rest), farthest)]
	for i := 2; i+2 < len(rest); i++ {
		if rest[i] == ':' && digit(rest[i-1]) && digit(rest[i+1]) && digit(rest[i+2]) {
			_, ok := header.Date(dateOf(rest))
			return ok
		}
	}
	return false
}

// dateOf cuts the sender off a separator: the first word, unless the date starts
// with it, and a remark behind the date ("remote from host") is harmless.
func dateOf(rest []byte) []byte {
	rest = bytes.TrimLeft(rest, " ")
	if cut := bytes.IndexByte(rest, ' '); cut > 0 {
		if date := rest[cut:]; len(date) > 0 {
			return date
		}
	}
	return rest
}

// fieldAt reports whether a header line stands at pos, or a second separator as
// some relays write it, or a fold.
func fieldAt(data []byte, pos int) bool {
	if pos >= len(data) {
		return false
	}
	line, _ := separatorLine(data, pos)
	return header.Colon(line) > 0 || bytes.HasPrefix(line, []byte(">From "))
}

func digit(c byte) bool { return c >= '0' && c <= '9' }
