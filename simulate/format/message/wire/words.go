package wire

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// WordStyle is how a program writes encoded words (RFC 2047).
type WordStyle struct {
	Charset Charset
	Upper   bool   // the label is in upper case
	Fold    string // between words: CR LF and a blank or tab
	Longest int    // characters of a word; 0 means 75, as the RFC has it
	OnlyB   bool   // never Q, also where that is shorter
}

// longestWord is the limit of RFC 2047, section 2.
const longestWord = 75

// header line lengths: RFC 2047 allows 76 for a line with an encoded word.
const wordLine = 76

// Safe reports whether text may stand in a header as it is: printable ASCII without
// what readers would change or take for an encoded word.
func Safe(text string) bool {
	if text == "" {
		return true
	}
	if text[0] == ' ' || text[len(text)-1] == ' ' || strings.Contains(text, "=?") || strings.Contains(text, "  ") {
		return false
	}
	run := 0
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
		if run++; text[i] == ' ' {
			run = 0
		}
		if run > MaxLine-wordLine {
			return false
		}
	}
	return true
}

// Words appends text as encoded words. Column is where the first one starts. A
// character of several bytes is never cut in two.
func Words(dst []byte, column int, text string, style *WordStyle) []byte {
	text = strings.ToValidUTF8(text, "\uFFFD")
	set := style.Charset
	coded, ok := set.encodeWord(text)
	if !ok {
		set, coded = UTF8, []byte(text)
	}
	label := set.Label()
	if style.Upper {
		label = strings.ToUpper(label)
	}
	if !style.OnlyB && quotedShorter(coded) && set != ISO2022KR {
		return split(dst, column, coded, set, style, "=?"+label+"?Q?", func(b []byte) int { return quotedLen(b) }, appendQ)
	}
	return split(dst, column, coded, set, style, "=?"+label+"?B?", base64Len(set), appendB(set))
}

// encodeWord is Encode, but the shifts of ISO-2022-KR are left to each word.
func (c Charset) encodeWord(text string) ([]byte, bool) {
	if c != ISO2022KR {
		return c.Encode(text)
	}
	if _, ok := c.Encode(text); !ok {
		return nil, false
	}
	return EUCKR.Encode(text)
}

// split appends coded as words of at most style.Longest characters.
func split(dst []byte, column int, coded []byte, set Charset, style *WordStyle, open string, length func([]byte) int, put func(dst, b []byte) []byte) []byte {
	longest := style.Longest
	if longest == 0 {
		longest = longestWord
	}
	room := min(longest, wordLine-column)
	if style.Longest > wordLine {
		room = style.Longest
	}
	for first := true; first || len(coded) > 0; first = false {
		if !first {
			dst = append(dst, style.Fold...)
			room = longest
		}
		n := fitting(coded, set, room-len(open)-len("?="), length)
		dst = append(dst, open...)
		dst = put(dst, coded[:n])
		dst = append(dst, "?="...)
		coded = coded[n:]
	}
	return dst
}

// fitting returns how many bytes of coded, in whole characters, fit in room; at
// least one character, so that there is an end.
func fitting(coded []byte, set Charset, room int, length func([]byte) int) int {
	n := 0
	for n < len(coded) {
		next := n + set.character(coded[n:])
		if n > 0 && length(coded[:next]) > room {
			break
		}
		n = next
	}
	return n
}

func base64Len(set Charset) func([]byte) int {
	return func(b []byte) int {
		if set == ISO2022KR {
			shifted, _ := shifts(nil, b)
			return base64.StdEncoding.EncodedLen(len(designation) + len(shifted))
		}
		return base64.StdEncoding.EncodedLen(len(b))
	}
}

func appendB(set Charset) func(dst, b []byte) []byte {
	return func(dst, b []byte) []byte {
		if set == ISO2022KR {
			b, _ = shifts([]byte(designation), b)
		}
		return base64.StdEncoding.AppendEncode(dst, b)
	}
}

// quotedShorter reports whether Q takes less room than B.
func quotedShorter(coded []byte) bool {
	return quotedLen(coded) < base64.StdEncoding.EncodedLen(len(coded))
}

func quotedLen(b []byte) int {
	n := 0
	for _, c := range b {
		n++
		if !bareQ(c) && c != ' ' {
			n += 2
		}
	}
	return n
}

func appendQ(dst, b []byte) []byte {
	for _, c := range b {
		switch {
		case c == ' ':
			dst = append(dst, '_')
		case bareQ(c):
			dst = append(dst, c)
		default:
			dst = append(dst, '=', hexUpper[c>>4], hexUpper[c&15])
		}
	}
	return dst
}

// bareQ reports whether c may stand for itself in a Q word wherever that is, in a
// display name too (RFC 2047, section 5).
func bareQ(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.IndexByte("!*+-/", c) >= 0 && c < utf8.RuneSelf
}
