package words

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Index holds phrases, each with a number of its owner's. It is read-only once filled
// and may be used by several goroutines.
type Index struct {
	first  [filterSize / 64]uint64 // which hashes of first words there are
	latin  map[uint32][]phrase     // by hash of the first word
	begun  []phrase                // one word that may go on
	inside map[rune][]phrase       // beyond Latin, by the first letter: they may begin anywhere
	count  uint16
}

type phrase struct {
	text string
	hit  Hit
	open bool // its last word may go on
}

// Hit is a phrase that was found.
type Hit struct {
	ID     uint16 // of the owner's
	Serial uint16 // of the phrase, each its own
	At     int    // where it begins
}

// filterSize is how many bits tell quickly that no phrase begins with a word: some
// thousand words set one in thirty of them.
const filterSize = 1 << 15

// NewIndex returns an index without phrases.
func NewIndex() *Index {
	return &Index{latin: make(map[uint32][]phrase), inside: make(map[rune][]phrase)}
}

// Add puts a phrase in. A "*" at its end lets the last word go on.
func (x *Index) Add(text string, id uint16) {
	text, open := strings.CutSuffix(text, "*")
	normal, foreign := Normal(nil, text)
	x.count++
	p := phrase{text: strings.TrimSpace(string(normal)), hit: Hit{ID: id, Serial: x.count}, open: open}
	switch {
	case p.text == "":
	case foreign:
		first, _ := utf8.DecodeRuneInString(p.text)
		x.inside[first] = append(x.inside[first], p)
	default:
		word, _, more := strings.Cut(p.text, " ")
		if open && !more {
			x.begun = append(x.begun, p)
			return
		}
		h := hash([]byte(word))
		x.first[h%filterSize/64] |= 1 << (h % 64)
		x.latin[h] = append(x.latin[h], p)
	}
}

// Find calls found for every phrase in a text made by Normal.
func (x *Index) Find(normal []byte, foreign bool, found func(Hit)) {
	for at := 0; at < len(normal); {
		h := uint32(offset)
		end := at
		for end < len(normal) && normal[end] != ' ' {
			h = (h ^ uint32(normal[end])) * prime
			end++
		}
		if x.first[h%filterSize/64]>>(h%64)&1 != 0 {
			for _, p := range x.latin[h] {
				if p.stands(normal[at:]) {
					p.hit.At = at
					found(p.hit)
				}
			}
		}
		at = end + 1
	}
	for _, p := range x.begun {
		if i := bytes.Index(normal, []byte(p.text)); i == 0 || i > 0 && normal[i-1] == ' ' {
			p.hit.At = i
			found(p.hit)
		}
	}
	if foreign {
		x.findInside(normal, found)
	}
}

// findInside finds the phrases that may begin anywhere.
func (x *Index) findInside(normal []byte, found func(Hit)) {
	for at := 0; at < len(normal); {
		if normal[at] < utf8.RuneSelf {
			at++
			continue
		}
		r, size := utf8.DecodeRune(normal[at:])
		for _, p := range x.inside[r] {
			if bytes.HasPrefix(normal[at:], []byte(p.text)) {
				p.hit.At = at
				found(p.hit)
			}
		}
		at += size
	}
}

// stands reports whether the phrase stands at the head of rest as whole words.
func (p *phrase) stands(rest []byte) bool {
	n := len(p.text)
	return len(rest) >= n && string(rest[:n]) == p.text && (p.open || len(rest) == n || rest[n] == ' ')
}

// The parameters of FNV-1a (Fowler, Noll, Vo).
const (
	offset = 2166136261
	prime  = 16777619
)

func hash(word []byte) uint32 {
	h := uint32(offset)
	for _, c := range word {
		h = (h ^ uint32(c)) * prime
	}
	return h
}
