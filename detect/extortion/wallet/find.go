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

// add keeps an address that stood in the text as raw.
func (f *finder) add(a Address, raw string) {
	if (a.Checked || f.context) && len(f.found) < maxFound && !slices.ContainsFunc(f.found, a.Same) {
		if raw != a.Text {
			a.Raw = strings.Clone(raw)
		}
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
				f.add(a, text[start:i])
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

// maxPlain is how many pieces in front may lack a figure, as plain words do; single
// letters do not count.
const maxPlain = 2

// join tries the word at start and those behind it as the pieces of one address.
func (f *finder) join(text string, start, end int) {
	var buffer [maxLength]byte
	first, plain := start, 0
	figures := figured(text[start:end])
	joined := buffer[:0]
	if !strings.EqualFold(text[start:end], cashPrefix) { // the prefix may be left out
		joined = append(joined, text[start:min(end, start+maxLength)]...)
	}
	for range maxPieces {
		start, end = nextWord(text, end)
		if start < 0 {
			return
		}
		word := text[start:end]
		if filler(word) {
			continue
		}
		if figures = figures || figured(word); !figures && len(word) > 1 && len(joined) > 0 {
			plain++
		}
		if plain > maxPlain-1 || len(joined)+len(word) > maxLength {
			return
		}
		joined = append(joined, word...)
		if figures && len(joined) >= minLength {
			if a, ok := Parse(string(joined)); ok && a.Checked {
				f.add(a, text[first:end])
				return
			}
		}
	}
}

// nextWord returns the word behind a gap of a few marks; start is -1 when there is
// none.
func nextWord(text string, end int) (start, stop int) {
	next := end
	for next < len(text) && next-end <= maxGap && text[next] < 0x80 && !wordByte(text[next]) {
		next++
	}
	if next == len(text) || !wordByte(text[next]) {
		return -1, 0
	}
	stop = next
	for stop < len(text) && stop-next <= maxLength && wordByte(text[stop]) {
		stop++
	}
	return next, stop
}

// figured reports whether a word has a figure, as most pieces of addresses do.
func figured(word string) bool { return strings.ContainsAny(word, "123456789") }

// begins reports whether an address can begin with this word.
func begins(word string) bool {
	switch word[0] {
	case '1', '3', '4', '8', '7', '9':
		return true
	case 'L', 'M', 'X', 'D', 'A', 't', 'T', 'r', 'q', 'p', 'Q', 'P':
		return true
	case '0':
		return len(word) < 2 || word[1] == 'x'
	case 'b', 'B':
		return len(word) < 3 || strings.EqualFold(word[:3], "bc1") || strings.EqualFold(word, cashPrefix)
	case 'l':
		return len(word) < 4 || strings.HasPrefix(word, "ltc1")
	}
	return false
}
