package wallet

import (
	"html"
	"slices"
	"strings"

	"dwell/detect/lookalike"
)

// The bounds of one search.
const (
	maxFound  = 64
	maxPieces = 24 // of an address that was written in pieces
	maxGap    = 40 // bytes between two pieces
)

// Find returns the addresses of a text, each once, in order of appearance: those
// that stand in it as words, and those written with look-alike or invisible
// characters. With context (the text speaks of cryptocurrency) it also puts
// together addresses that were cut into pieces, and takes Ethereum addresses
// without a checksum.
func Find(text string, context bool) []Address {
	f := finder{context: context}
	f.words(text)
	if plain := Plain(text); plain != text {
		f.words(plain)
		text = plain
	}
	if context {
		f.pieces(text)
	}
	return f.found
}

// Plain undoes what hides words from a search but not from a reader: characters
// written as numeric references, look-alikes, invisible characters.
func Plain(text string) string {
	if strings.Contains(text, "&#") {
		text = html.UnescapeString(text)
	}
	return lookalike.Text(text)
}

type finder struct {
	context bool
	found   []Address
}

func (f *finder) add(a Address) {
	same := func(o Address) bool { return o.Currency == a.Currency && o.Text == a.Text }
	if (a.Checked || f.context) && len(f.found) < maxFound && !slices.ContainsFunc(f.found, same) {
		f.found = append(f.found, a)
	}
}

// wordByte reports whether c can be part of an address; all others end one.
func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z'
}

// words judges every word of the text.
func (f *finder) words(text string) {
	for i := 0; i < len(text); i++ {
		if !wordByte(text[i]) {
			continue
		}
		start := i
		for i < len(text) && wordByte(text[i]) {
			i++
		}
		if size := i - start; size >= minLength && size <= maxLength {
			if a, ok := Parse(text[start:i]); ok {
				f.add(a)
			}
		}
	}
}

// filler reports whether a word is one that writers put between pieces, to be
// taken out.
func filler(word string) bool {
	switch strings.ToLower(word) {
	case "remove", "delete", "without", "no", "space", "spaces", "and", "the", "this", "dash", "dashes", "join", "two", "parts", "part", "of", "address", "it":
		return true
	}
	return false
}

// pieces puts neighbouring words together where they could begin an address. The
// checksum keeps chance words out: one in four thousand million passes it.
func (f *finder) pieces(text string) {
	for i := 0; i < len(text); i++ {
		if !wordByte(text[i]) {
			continue
		}
		start := i
		for i < len(text) && wordByte(text[i]) {
			i++
		}
		if begins(text[start:i]) {
			f.join(text, start, i)
		}
	}
}

// join tries the word at start and those behind it as the pieces of one address.
func (f *finder) join(text string, start, end int) {
	var buffer [maxLength]byte
	joined := append(buffer[:0], text[start:min(end, start+maxLength)]...)
	figures := strings.ContainsAny(text[start:end], "23456789")
	for range maxPieces {
		next := end
		for next < len(text) && next-end <= maxGap && text[next] < 0x80 && !wordByte(text[next]) {
			next++
		}
		if next == len(text) || !wordByte(text[next]) {
			return
		}
		start, end = next, next
		for end < len(text) && end-start <= maxLength && wordByte(text[end]) {
			end++
		}
		word := text[start:end]
		if filler(word) {
			continue
		}
		if len(joined)+len(word) > maxLength {
			return
		}
		joined = append(joined, word...)
		figures = figures || strings.ContainsAny(word, "23456789")
		if figures && len(joined) >= minLength {
			if a, ok := Parse(string(joined)); ok && a.Checked {
				f.add(a)
				return
			}
		}
	}
}

// begins reports whether an address can begin with this word.
func begins(word string) bool {
	switch word[0] {
	case '1', '3', '4', '8', '7', '9':
		return true
	case 'L', 'M', 'X', 'D', 'A', 't', 'T', 'r', 'q', 'p':
		// A capital or a letter alone begins many words; an address soon has a figure.
		return len(word) == 1 || strings.ContainsAny(word, "123456789")
	case '0':
		return len(word) < 2 || word[1] == 'x'
	case 'b', 'B':
		return len(word) < 3 || strings.EqualFold(word[:3], "bc1") || strings.EqualFold(word, cashPrefix)
	case 'l':
		return len(word) < 4 || strings.HasPrefix(word, "ltc1")
	}
	return false
}
