package wire_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dwell/evidence/message/charset"
	"dwell/evidence/message/header"
	"dwell/evidence/message/transfer"
	"dwell/simulate/format/message/wire"
)

var sets = []wire.Charset{wire.Unset, wire.UTF8, wire.EUCKR, wire.KSC5601, wire.ISO2022KR}

// hostile draws text of what mail breaks on.
func hostile(t *rapid.T, label string) string {
	piece := rapid.SampledFrom([]string{"a", " ", "  ", "가", "힣", "뷁", "é", "\U0001F600", "=", "=?", "?=", "_", "\"", "\\", ";", "<", ">", ",", "\t", "\r\n", "\n", "\r", "\x00", "\x0e", "\x1b",
		"From ", ".", "%", "'", "*", "word", "긴 한국어 문장입니다 ", strings.Repeat("x", 90), strings.Repeat("나", 60), "\xff", "\xea\xb0"})
	return strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, label), "")
}

// Known answers, from RFC 2047 section 8 and RFC 1557.
func TestKnownAnswers(t *testing.T) {
	style := wire.WordStyle{Charset: wire.EUCKR, Fold: "\r\n "}
	if got := string(wire.Words(nil, 0, "김민수", &style)); got != "=?euc-kr?B?sei5zrz2?=" {
		t.Error(got)
	}
	style = wire.WordStyle{Charset: wire.UTF8, Fold: "\r\n ", Upper: true}
	if got := string(wire.Words(nil, 0, "Keld Jørn Simonsen of Café", &style)); got != "=?UTF-8?Q?Keld_J=C3=B8rn_Simonsen_of_Caf=C3=A9?=" {
		t.Error(got)
	}
	coded, ok := wire.ISO2022KR.Encode("회원 x")
	if !ok || string(coded) != "\x1b$)C\r\n\x0eH8?x\x0f x" {
		t.Errorf("%q", coded)
	}
	if _, ok := wire.ISO2022KR.Encode("뷁"); ok {
		t.Error("a syllable that KS C 5601 lacks")
	}
	if _, ok := wire.KSC5601.Encode("뷁"); !ok {
		t.Error("a syllable that code page 949 has")
	}
	extended := wire.ParamStyle{Kind: wire.ParamExtended, Before: " ", Extended: "UTF-8"}
	if got := string(wire.Param(nil, "filename", "5월.hwp", &extended)); got != "; filename*=UTF-8''5%EC%9B%94.hwp" {
		t.Error(got)
	}
	if got := string(wire.Quoted(nil, []byte("a=b \r\n.\r\nFrom x\r\n한"))); got != "a=3Db=20\r\n=2E\r\n=46rom x\r\n=ED=95=9C" {
		t.Errorf("%q", got)
	}
}

// What is read back is what was written, and no line is too long or breaks out.
func TestWordsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := hostile(t, "text")
		style := wire.WordStyle{Charset: rapid.SampledFrom(sets).Draw(t, "set"), Fold: rapid.SampledFrom([]string{"\r\n ", "\r\n\t"}).Draw(t, "fold"),
			Upper: rapid.Bool().Draw(t, "upper"), OnlyB: rapid.Bool().Draw(t, "b")}
		raw := wire.Words([]byte("Subject: "), len("Subject: "), text, &style)
		lines := strings.Split(string(raw), "\r\n")
		for i, line := range lines {
			if len(line) > 78 || strings.ContainsAny(line, "\r\n\x00") || i > 0 && line[0] != ' ' && line[0] != '\t' || !wire.ASCII(line) {
				t.Fatalf("line %d: %q", i, line)
			}
		}
		var p header.Parser
		p.Parse(append(raw, "\r\n\r\n"...))
		got, defect := header.Text(p.Fields[0].Value, false)
		if want := strings.ToValidUTF8(text, "\uFFFD"); got != want || defect != "" {
			t.Fatalf("%q (%s), want %q, from %q", got, defect, want, raw)
		}
	})
}

func TestParamsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := hostile(t, "name")
		if name == "" {
			return
		}
		style := wire.ParamStyle{Kind: rapid.SampledFrom([]wire.ParamKind{wire.ParamWords, wire.ParamExtended}).Draw(t, "kind"),
			Before: rapid.SampledFrom([]string{" ", "\r\n ", "\r\n\t"}).Draw(t, "before"), Bare: rapid.Bool().Draw(t, "bare"), Extended: "UTF-8",
			Words: wire.WordStyle{Charset: rapid.SampledFrom(sets).Draw(t, "set"), Fold: "\r\n "}}
		raw := wire.Param([]byte("Content-Disposition: attachment"), "filename", name, &style)
		if bytes.ContainsAny(raw, "\x00\x0e\x1b") || !wire.ASCII(raw) {
			t.Fatalf("%q", raw)
		}
		var p header.Parser
		p.Parse(append(raw, "; size=1\r\n\r\n"...))
		if len(p.Fields) != 1 {
			t.Fatalf("%d lines in %q", len(p.Fields), raw)
		}
		_, params := header.Params(p.Fields[0].Value, false)
		if got, want := header.Get(params, "filename"), strings.ToValidUTF8(name, "\uFFFD"); got != want || header.Get(params, "size") != "1" {
			t.Fatalf("%q, want %q, from %q", got, want, raw)
		}
	})
}

func TestTransferComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := wire.Canonical(nil, hostile(t, "text"))
		quoted := wire.Quoted(nil, text)
		for line := range strings.SplitSeq(string(quoted), "\r\n") {
			if len(line) > 76 || strings.HasPrefix(line, ".") || strings.HasPrefix(line, "From ") || strings.HasSuffix(line, " ") {
				t.Fatalf("line %q of %q", line, quoted)
			}
		}
		if got, defect := transfer.DecodeQuotedPrintable(nil, quoted); !bytes.Equal(got, text) || defect != "" {
			t.Fatalf("%q (%s), want %q", got, defect, text)
		}
		coded := wire.Base64(nil, text)
		if got, defect := transfer.DecodeBase64(nil, coded); !bytes.Equal(got, text) || defect != "" {
			t.Fatalf("%q (%s), want %q", got, defect, text)
		}
	})
}

func TestCharsetsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := rapid.SampledFrom(sets).Draw(t, "set")
		text := strings.ToValidUTF8(hostile(t, "text"), "")
		coded, ok := set.Encode(text)
		if !ok {
			return // the program takes UTF-8
		}
		got := charset.Decode(set.Label(), coded, false).String
		if set == wire.ISO2022KR {
			got = strings.TrimPrefix(got, "\r\n")
			if !wire.ASCII(coded) {
				t.Fatalf("more than seven bits: %q", coded)
			}
		}
		if got != text {
			t.Fatalf("%v: %q, want %q", set, got, text)
		}
	})
}

// Wrapping changes blanks to line ends and nothing else, and flowed text joins
// again as RFC 3676 says.
func TestWrapAndFlow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := wire.Newlines(hostile(t, "text"))
		wrapped := wire.Wrap(text, 40)
		if strings.ReplaceAll(wrapped, "\n", " ") != strings.ReplaceAll(text, "\n", " ") {
			t.Fatalf("%q became %q", text, wrapped)
		}
		flowed := wire.Flow(text, 40)
		var joined strings.Builder
		for line := range strings.SplitSeq(flowed, "\n") {
			if strings.HasPrefix(line, ">") { // quoted text is left alone
				return
			}
			soft := strings.HasSuffix(line, " ") && line != "-- "
			joined.WriteString(strings.TrimPrefix(line, " "))
			if !soft {
				joined.WriteByte('\n')
			}
		}
		var want strings.Builder
		for line := range strings.SplitSeq(text, "\n") {
			if line != "-- " {
				line = strings.TrimRight(line, " ")
			}
			want.WriteString(line + "\n")
		}
		if joined.String() != want.String() {
			t.Fatalf("%q joins to %q, want %q", flowed, joined.String(), want.String())
		}
	})
}

func TestFoldAndClean(t *testing.T) {
	got := string(wire.Fold([]byte("Subject: "), strings.Repeat("word ", 30)+"end", 78))
	for line := range strings.SplitSeq(got, "\r\n") {
		if len(line) > 78 {
			t.Errorf("line of %d", len(line))
		}
	}
	if strings.ReplaceAll(got, "\r\n", "") != "Subject: "+strings.Repeat("word ", 30)+"end" {
		t.Errorf("%q", got)
	}
	if got := wire.Clean("a\r\nBcc: b\x00한"); got != "aBcc: b" || !utf8.ValidString(got) {
		t.Errorf("%q", got)
	}
}

func TestPlain(t *testing.T) {
	for text, want := range map[string]bool{
		"":                                      true,
		"a\tb\r\n":                              true,
		strings.Repeat("x", 998):                true,
		strings.Repeat("x", 999):                false,
		"a\rb":                                  false,
		"a\nb":                                  false,
		"a\x00":                                 false,
		strings.Repeat("x", 998) + "\r\n" + "y": true,
	} {
		if got := wire.Plain([]byte(text), wire.UTF8); got != want {
			t.Errorf("%.20q (%d): %v", text, len(text), got)
		}
	}
}
