package fold_test

import (
	"testing"

	"pgregory.net/rapid"

	"dwell/detect/fold"
)

func TestShortenCutsBetweenCharacters(t *testing.T) {
	for _, c := range []struct {
		in, want string
		most     int
	}{
		{"회사", "회사", 6}, {"회사", "회", 5}, {"회사", "회", 3}, {"회사", "", 2},
		{"", "", 3}, {"abc", "ab", 2}, {"\x80\x80\x80", "", 2},
	} {
		if got := fold.Shorten(c.in, c.most); got != c.want {
			t.Errorf("Shorten(%q, %d) = %q, want %q", c.in, c.most, got, c.want)
		}
	}
}

// Texts that begin alike and end within a character at the bound are the hard ones.
func TestSmallestTextDoesNotDependOnOrder(t *testing.T) {
	const most = 5
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOf(rapid.SampledFrom([]string{"", "aaa회", "aaab", "aaabbb", "aab", "회회", "회a", "\x80\x80\x80\x80\x80\x80"})).Draw(t, "texts")
		want := ""
		for _, s := range texts {
			if s = fold.Shorten(s, most); s != "" && (want == "" || s < want) {
				want = s
			}
		}
		parts := [2]string{}
		for _, s := range rapid.Permutation(texts).Draw(t, "order") {
			fold.Smallest(&parts[rapid.IntRange(0, 1).Draw(t, "part")], s, most)
		}
		fold.Smallest(&parts[0], parts[1], most)
		if parts[0] != want || len(want) > most {
			t.Fatalf("%q, want %q", parts[0], want)
		}
	})
}
