package fold

import (
	"strings"
	"unicode/utf8"
)

// Shorten copies a text, so that the batch it came with can go, and cuts it between
// characters where it is longer than most bytes: its author may be an attacker.
func Shorten(s string, most int) string { return strings.Clone(prefix(s, most)) }

// Smallest keeps the smaller of two texts of which "" is none, copied and shortened
// as Shorten does.
func Smallest(into *string, s string, most int) {
	// Shortened first: what is compared must be what is kept, or order would matter.
	if s = prefix(s, most); s != "" && (*into == "" || s < *into) {
		*into = strings.Clone(s)
	}
}

// Largest keeps the larger of two texts, copied and shortened as Shorten does.
func Largest(into *string, s string, most int) {
	if s = prefix(s, most); s > *into {
		*into = strings.Clone(s)
	}
}

func prefix(s string, most int) string {
	if len(s) <= most {
		return s
	}
	end := most
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}
