package rtf

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const plenty = 1 << 20

func TestHTML(t *testing.T) {
	got := Parse([]byte(`{\rtf1\ansi\ansicpg949\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fmodern\fcharset129 Gulim;}}
{\colortbl\red0\green0\blue0;}
\uc1\pard\plain\deftab360 \f0\fs24
{\*\htmltag19 <html>}{\*\htmltag34 <head>}{\*\htmltag1 <title>\'c8\'b8\'c0\'c7</title>}{\*\htmltag41 </head>}
{\*\htmltag50 <body>}\htmlrtf \lang1042 shown by RTF only\htmlrtf0 {\*\htmltag64 <p>}
\f1 \'bb\'e7\'c1\'f8\f0 {\*\htmltag84 &amp;}\htmlrtf &\htmlrtf0 more\htmlrtf {\b\htmlrtf0 {\*\htmltag84 <b>}bold\htmlrtf }\htmlrtf0 {\*\htmltag92 </b>}\htmlrtf\par\htmlrtf0
{\*\mhtmltag84 <a href="rewritten">}{\*\htmltag84 <a href="https://example.com/a?b=\{1\}">}link{\*\htmltag92 </a>}\par
{\*\htmltag72 </p>}{\*\htmltag58 </body>}{\*\htmltag27 </html>}}`), plenty)
	want := Document{Kind: HTML, Content: `<html><head><title>회의</title></head><body><p>사진&amp;more<b>bold</b><a href="https://example.com/a?b={1}">link</a>` + "\n</p></body></html>"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
}

func TestText(t *testing.T) {
	got := Parse([]byte(`{\rtf1\ansi\ansicpg1252\fromtext \deff0{\fonttbl{\f0\fswiss Arial;}}\uc1\pard\plain\f0 first line\par second\tab \{\\\}\par caf\'e9 \u8364? \u-10179?\u-8704?}`), plenty)
	want := Document{Kind: Text, Content: "first line\nsecond\t{\\}\ncafé € 😀"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
}

func TestNative(t *testing.T) {
	got := Parse([]byte(`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 Calibri;}}{\*\generator Riched20;}{\info{\author someone}}
\pard Look {\field{\*\fldinst{HYPERLINK "https://example.com/x"}}{\fldrslt{\ul here}}}.{\pict\wmetafile8 010203}\par
{\field{\*\fldinst HYPERLINK \\l "inside"}{\fldrslt there}} a\'93b\'94 \ldblquote q\rdblquote {\object\objemb{\*\objdata 0105}{\result shown}}{\bin}
\trowd one\cell two\cell\row}`), plenty)
	want := Document{Kind: Native, Content: "Look here.\nthere a“b” “q”one\ttwo\t\n", Links: []string{"https://example.com/x"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
}

// A Korean character may come in two escapes, as an escape and a letter, or in a font
// that claims to be western.
func TestKorean(t *testing.T) {
	for name, c := range map[string][2]string{
		"escapes":          {`{\rtf1\ansicpg949{\fonttbl{\f0\fcharset129 Batang;}}\f0 \'b0\'a1}`, "가"},
		"letter behind":    {`{\rtf1\ansicpg949{\fonttbl{\f0\fcharset129 Batang;}}\f0 \'81A}`, "갂"},
		"raw bytes":        {"{\\rtf1\\ansicpg949{\\fonttbl{\\f0\\fcharset129 Batang;}}\\f0 \xb0\xa1}", "가"},
		"western font":     {`{\rtf1\ansicpg949{\fonttbl{\f0\fcharset0 Arial;}}\f0 \'b0\'a1}`, "가"},
		"Johab":            {`{\rtf1\ansicpg949{\fonttbl{\f0\fcharset130 Old;}}\f0 \'88\'61}`, "가"},
		"font of document": {`{\rtf1\ansicpg949\deff1{\fonttbl{\f1\fcharset129 Batang;}}\b \plain \'b0\'a1}`, "가"},
		"unicode":          {`{\rtf1\uc2 \u-21504\'b0\'a1.}`, "가."},
	} {
		if got := Parse([]byte(c[0]), plenty); got.Content != c[1] {
			t.Errorf("%s: %q, want %q", name, got.Content, c[1])
		}
	}
}

func TestLimit(t *testing.T) {
	got := Parse([]byte(`{\rtf1 `+strings.Repeat("text ", 100_000)+"}"), 1000)
	if !got.Cut || len(got.Content) < 1000 {
		t.Fatalf("%d bytes, %v", len(got.Content), got.Cut)
	}
}

// Planted RTF costs no more than its size.
func TestHostile(t *testing.T) {
	const n = 1 << 20
	for name, s := range map[string]string{
		"groups":       strings.Repeat("{", n),
		"ends":         strings.Repeat("}", n),
		"backslashes":  strings.Repeat(`\`, n),
		"fonts":        `{\fonttbl` + strings.Repeat(`{\f1\fcharset129 a;}`, n/20),
		"binary":       `{\bin99999999 x`,
		"negative":     `{\bin-5 x\u-99999999 `,
		"stars":        strings.Repeat(`{\*\x`, n/5),
		"fields":       strings.Repeat(`{\*\fldinst HYPERLINK "a`, n/20),
		"font changes": `{\fonttbl{\f1\fcharset129 a;}}` + strings.Repeat(`\f1\'b0\f0\'a1`, n/14),
		"high halves":  strings.Repeat(`\u-10179`, n/8),
		"digits":       `\u` + strings.Repeat("9", n),
	} {
		start := time.Now()
		Parse([]byte(s), plenty)
		const generous = 10 * time.Second // each takes well under a second
		if took := time.Since(start); took > generous {
			t.Errorf("%s: %v", name, took)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{\rtf1\ansi\fromhtml1{\fonttbl{\f0\fcharset129 a;}}{\*\htmltag <p>}\htmlrtf x\htmlrtf0 \'b0\'a1\u-21504?}`))
	f.Add([]byte(`{\rtf1{\field{\*\fldinst HYPERLINK "a"}{\fldrslt b}}\bin2 xx}`))
	f.Fuzz(func(t *testing.T, data []byte) { Parse(data, plenty) })
}

func BenchmarkParse(b *testing.B) {
	data := []byte(`{\rtf1\ansi\ansicpg949\fromhtml1 ` + strings.Repeat(`{\*\htmltag64 <p style="margin:0">}\htmlrtf \b\htmlrtf0 text of a mail \'b0\'a1\par `, 1000) + "}")
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		Parse(data, plenty)
	}
}
