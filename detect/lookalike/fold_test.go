package lookalike

import "testing"

func TestTextThatLooksTheSameFoldsTheSame(t *testing.T) {
	for in, want := range map[string]string{
		"plain text":                     "plain text",
		"\u0430\u0440\u0440l\u0435":      "apple",   // Cyrillic
		"ｂｉｔｃｏｉｎ":                        "bitcoin", // full width
		"bit\u00adco\u200bin":            "bitcoin", // soft hyphen, zero-width space
		"\U0001d41b\U0001d422\U0001d42d": "bit",     // mathematical bold
		"김민수":                            "김민수",
		"\u1100\u1175\u11b7":             "김", // decomposed
		"a\u00a0b":                       "a b",
	} {
		if got := Text(in); got != want {
			t.Errorf("Text(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAddressesThatLookTheSameFoldTheSame(t *testing.T) {
	for _, pair := range [][2]string{
		{"paypal", "paypa1"}, {"microsoft", "rnicrosoft"}, {"Example", "examp1e"},
		{"minji", "m\u0456nji"}, {"kim80", "kimBO"}, {"wave", "vvave"},
	} {
		if a, b := Address(pair[0]), Address(pair[1]); a != b {
			t.Errorf("%s folds to %s, %s to %s", pair[0], a, pair[1], b)
		}
	}
	if Address("minji") == Address("minsu") {
		t.Error("two names fold to one")
	}
}
