package escape_test

import (
	"testing"
	"unicode/utf8"

	"dwell/evidence/escape"
)

func TestIsPlainLooksAtEveryByteInEveryPlace(t *testing.T) {
	for c := range 256 {
		want := c >= ' ' && c <= '~' && c != '\\'
		for length := 1; length <= 17; length++ {
			for at := range length {
				b := make([]byte, length)
				for i := range b {
					b[i] = "a ~[]Z"[i%6]
				}
				b[at] = byte(c)
				if escape.IsPlain(b) != want {
					t.Fatalf("%q: plain %v, want %v", b, !want, want)
				}
			}
		}
	}
}

// hex reads \xHH and nothing else.
func hex(src []byte) (byte, int) {
	if len(src) >= 4 && src[1] == 'x' {
		if c, ok := escape.Byte(src[2], src[3]); ok {
			return c, 4
		}
	}
	return '\\', 1
}

func TestAppendText(t *testing.T) {
	for _, c := range []struct{ raw, without, with string }{
		{"", "", ""},
		{"plain", "plain", "plain"},
		{"한국어", "한국어", "한국어"},
		{"a\x00b\x7f\t", `a\x00b\x7f\x09`, `a\x00b\x7f\x09`},
		{"\xed\x95", `\xed\x95`, `\xed\x95`},               // half of a character
		{"\xff\xfe!", `\xff\xfe!`, `\xff\xfe!`},            // no text
		{`\xed\x95\x9c`, `\xed\x95\x9c`, "한"},              // a character written in escapes
		{"\xed" + `\x95` + "\x9c", "\\xed\\x95\\x9c", "한"}, // in both ways
		{`\xed\x95`, `\xed\x95`, `\xed\x95`},               // half of one
		{`\x41\x0a`, `\x41\x0a`, `A\x0a`},                  // a control character stays escaped
		{`\x4`, `\x4`, `\x4`},                              // no escape
		{`\`, `\`, `\`},                                    // nor this
		{"\uFFFD", "\uFFFD", "\uFFFD"},                     // the replacement is a character, too
	} {
		if got := string(escape.AppendText(nil, []byte(c.raw), nil)); got != c.without {
			t.Errorf("%q: %q, want %q", c.raw, got, c.without)
		}
		if got := string(escape.AppendText(nil, []byte(c.raw), hex)); got != c.with {
			t.Errorf("%q with escapes: %q, want %q", c.raw, got, c.with)
		}
	}
}

func FuzzAppendText(f *testing.F) {
	f.Add([]byte("a\xed\x95\x9c\x00"))
	f.Add([]byte(`\xed\x95` + "\x9c\\"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, decode := range []escape.Decode{nil, hex} {
			text := escape.AppendText([]byte("> "), b, decode)
			if !utf8.Valid(text) || string(text[:2]) != "> " {
				t.Errorf("%q became %q", b, text)
			}
			for _, c := range text {
				if c < ' ' || c == 0x7f {
					t.Errorf("%q became %q, with a control character", b, text)
				}
			}
			if escape.IsPlain(b) && string(text[2:]) != string(b) {
				t.Errorf("%q is plain and became %q", b, text)
			}
		}
	})
}
