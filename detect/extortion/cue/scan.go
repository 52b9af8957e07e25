package cue

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dwell/detect/lookalike"
)

// Scanner finds cues. It is read-only and may be used by several goroutines.
type Scanner struct {
	automaton *automaton
	rules     []rule
}

// NewScanner builds the automaton of all phrases.
func NewScanner() *Scanner {
	var list []pattern
	for c, table := range phrases() {
		for _, line := range slices.DeleteFunc(strings.Split(table, "\n"), func(l string) bool { return l == "" }) {
			p := pattern{text: line, cue: Cue(c), open: line[len(line)-1] >= utf8.RuneSelf}
			if text, ok := strings.CutSuffix(line, "*"); ok {
				p.text, p.open = text, true
			}
			list = append(list, p)
		}
	}
	return &Scanner{newAutomaton(list), rules()}
}

// Find returns the cues of a text. Case, white space, quoting marks and look-alike
// letters do not matter. Buffer is reused for the text as it is searched.
func (s *Scanner) Find(text string, buffer *[]byte) Set {
	*buffer = normal((*buffer)[:0], text)
	var set Set
	helpers := near{rules: s.rules}
	data := *buffer
	s.automaton.run(data, func(end int, p *pattern) {
		if !bounded(data, end-len(p.text), end, p.open) {
			return
		}
		if p.cue < verb {
			set.add(p.cue)
			return
		}
		helpers.seen(p.cue, end, &set)
	})
	return set
}

// bounded reports whether a match stands on its own as words. Patterns of other
// scripts than Latin may begin anywhere.
func bounded(data []byte, start, end int, open bool) bool {
	if start > 0 && wordByte(data[start]) && wordByte(data[start-1]) {
		return false
	}
	return open || end == len(data) || !wordByte(data[end-1]) || !wordByte(data[end])
}

func wordByte(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

// maxText bounds the text that is searched: a demand is made at once.
const maxText = 64 << 10

// normal appends text in lower case with single blanks, without quoting marks.
func normal(out []byte, text string) []byte {
	if len(text) > maxText {
		text = text[:maxText]
	}
	if disguised(text) {
		text = lookalike.Text(text)
	}
	blank := true
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c |= 0x20
		case c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '>' || c == '*':
			if blank {
				continue
			}
			c = ' '
		case c == 0xe2 && strings.HasPrefix(text[i:], "\u2019"):
			c = '\''
			i += len("\u2019") - 1
		}
		out = append(out, c)
		blank = c == ' '
	}
	return out
}

// disguised reports whether a text has characters of the scripts that are mistaken
// for Latin, or invisible ones, among Latin letters.
func disguised(text string) bool {
	latin, other := false, false
	for i := 0; i < len(text) && !(latin && other); i++ {
		c := text[i]
		switch {
		case c < utf8.RuneSelf:
			latin = latin || c|0x20 >= 'a' && c|0x20 <= 'z'
		case c >= 0xcd && c <= 0xd6, c == 0xc2 && i+1 < len(text) && text[i+1] == 0xad:
			other = true // Greek, Cyrillic, Armenian; soft hyphen
		case c == 0xe1 && i+1 < len(text) && (text[i+1] == 0x8e || text[i+1] == 0x8f || text[i+1] >= 0xb4 && text[i+1] <= 0xb6):
			other = true // Cherokee, phonetic letters
		case c == 0xe2 && i+2 < len(text) && (text[i+1] == 0x80 && text[i+2] <= 0x8f || text[i+1] == 0x81):
			other = true // zero-width characters
		case c == 0xef && i+1 < len(text) && (text[i+1] >= 0xbb && text[i+1] <= 0xbd), c == 0xf0:
			other = true // full width, mathematical letters
		}
	}
	return latin && other
}
