package charset

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
)

// One made-up sentence in every Korean charset. The bytes were written by another
// program's encoder, not by ours.
const sentence = "가나다 회원 정보 123"

var sentenceIn = map[string]string{
	"euc-kr":      "\xb0\xa1\xb3\xaa\xb4\xd9 \xc8\xb8\xbf\xf8 \xc1\xa4\xba\xb8 123",
	"johab":       "\x88\x61\x90\x61\x94\x61 \xd2\x41\xb6\xa5 \xb8\xf7\xa5\xa1 123",
	"iso-2022-kr": "\x1b$)C\x0e0!3*4Y\x0f \x0eH8?x\x0f \x0eA$:8\x0f 123",
	"utf-8":       sentence,
	"utf-7":       "+rACwmLLk- +1ozG0A- +yBW89A- 123",
}

func TestDecodeKnownAnswers(t *testing.T) {
	for label, data := range sentenceIn {
		t.Run(label, func(t *testing.T) {
			got := Decode(label, []byte(data), false)
			if got.String != sentence || got.Charset != label || got.Defect != "" {
				t.Fatalf("got %+q", got)
			}
		})
	}
}

// Every spelling of a label that Korean programs write must find its table.
func TestKoreanLabels(t *testing.T) {
	for want, labels := range map[string][]string{
		"euc-kr": {"EUC-KR", "cp949", "CP949", "ms949", "MS949", "uhc", "UHC", "ks_c_5601-1987", "KS_C_5601-1987",
			"ksc5601", "x-windows-949", "windows-949", "euckr", "\"euc-kr\"", " euc-kr ", "'ks_c_5601-1987'", "korean"},
		"iso-2022-kr": {"ISO-2022-KR", "csISO2022KR", "iso2022kr"},
		"johab":       {"Johab", "x-johab", "cp1361", "ms1361"},
	} {
		for _, label := range labels {
			if got := Decode(label, []byte(sentenceIn[want]), false); got.String != sentence || got.Charset != want {
				t.Errorf("%s: got %q as %s", label, got.String, got.Charset)
			}
			if !IsKorean(label) || !Known(label) {
				t.Errorf("%s is not taken for Korean", label)
			}
		}
	}
	for _, label := range []string{"", "utf-8", "iso-8859-1", "x-unknown", "default_charset", strings.Repeat("k", 1000)} {
		if IsKorean(label) {
			t.Errorf("%.20q is taken for Korean", label)
		}
	}
}

// cp949 holds syllables that the 1987 standard lacks; the labels do not tell them apart.
func TestUnifiedHangul(t *testing.T) {
	if got := Decode("ks_c_5601-1987", []byte("\x8c\x63\xb9\xe6\xb0\xa2\xc7\xcf"), false); got.String != "똠방각하" || got.Defect != "" {
		t.Fatalf("got %+q", got)
	}
}

func TestGuess(t *testing.T) {
	for name, c := range map[string]struct {
		label, data string
		korean      bool
		want, used  string
	}{
		"no label, valid UTF-8":          {"", sentence, false, sentence, "utf-8"},
		"no label, mail is Korean":       {"", "\xc8\xb8\xbf\xf8", true, "회원", "euc-kr"},
		"no label, long run of Hangul":   {"", sentenceIn["euc-kr"], false, sentence, "euc-kr"},
		"no label, western":              {"", "caf\xe9 na\xefve", false, "café naïve", "windows-1252"},
		"ascii label, UTF-8 bytes":       {"us-ascii", "café", false, "café", "utf-8"},
		"utf-8 label, EUC-KR bytes":      {"utf-8", sentenceIn["euc-kr"], true, sentence, "euc-kr"},
		"euc-kr label, UTF-8 bytes":      {"euc-kr", "회원 정보를 가지고 있다", false, "회원 정보를 가지고 있다", "utf-8"},
		"unknown label":                  {"x-made-up", sentence, false, sentence, "utf-8"},
		"utf-8 cut within a character":   {"utf-8", sentence + "\xea\xb0", false, sentence + "\uFFFD", "utf-8"},
		"label with control characters":  {"x\x00\x1b", "\xe9", false, "é", "windows-1252"},
		"long western text with accents": {"", "Gr\xfc\xdfe aus K\xf6ln, \xe4rgerlich f\xfcr M\xfcller", false, "Grüße aus Köln, ärgerlich für Müller", "windows-1252"},
	} {
		t.Run(name, func(t *testing.T) {
			got := Decode(c.label, []byte(c.data), c.korean)
			if got.String != c.want || got.Charset != c.used {
				t.Fatalf("got %q as %s, want %q as %s", got.String, got.Charset, c.want, c.used)
			}
			if got.Defect == "" {
				t.Fatal("a guess must be reported")
			}
		})
	}
}

// A label that is wrong is found out by the bytes. The sentences are our own.
func TestWrongLabels(t *testing.T) {
	const letter = "첨부한 가족 사진을 열어 보세요."
	eucKR := string([]byte("\xc3\xb7\xba\xce\xc7\xd1 \xb0\xa1\xc1\xb7 \xbb\xe7\xc1\xf8\xc0\xbb \xbf\xad\xbe\xee \xba\xb8\xbc\xbc\xbf\xe4."))
	const iso = "\x1b$)C\x0e0!3*4Y\x0f abc"
	for name, c := range map[string]struct{ label, data, want, used string }{
		"utf-8 is euc-kr":             {"utf-8", eucKR, letter, "euc-kr"},
		"us-ascii is euc-kr":          {"us-ascii", eucKR, letter, "euc-kr"},
		"iso-8859-1 is euc-kr":        {"iso-8859-1", eucKR, letter, "euc-kr"},
		"windows-1252 is euc-kr":      {"windows-1252", eucKR, letter, "euc-kr"},
		"johab is euc-kr":             {"johab", eucKR, letter, "euc-kr"},
		"us-ascii is utf-8":           {"us-ascii", letter, letter, "utf-8"},
		"euc-kr is utf-8":             {"euc-kr", letter, letter, "utf-8"},
		"cp949 is utf-8, two letters": {"cp949", "회의", "회의", "utf-8"},
		"iso-8859-1 is utf-8":         {"iso-8859-1", letter, letter, "utf-8"},
		"windows-1252 is utf-8":       {"windows-1252", "café", "café", "utf-8"},
		"big5 is utf-8":               {"big5", letter, letter, "utf-8"},
		"us-ascii is iso-2022-kr":     {"us-ascii", iso, "가나다 abc", "iso-2022-kr"},
		"euc-kr is iso-2022-kr":       {"euc-kr", iso, "가나다 abc", "iso-2022-kr"},
		"no label is iso-2022-kr":     {"", iso, "가나다 abc", "iso-2022-kr"},
		"utf-8 is iso-2022-jp":        {"utf-8", "\x1b$B$\"$$\x1b(B", "あい", "iso-2022-jp"},
	} {
		got := Decode(c.label, []byte(c.data), false)
		if got.String != c.want || got.Charset != c.used || got.Defect == "" {
			t.Errorf("%s: %q as %s, %q", name, got.String, got.Charset, got.Defect)
		}
	}
}

// A label that is right is not doubted.
func TestRightLabels(t *testing.T) {
	for name, c := range map[string]struct{ label, data, want string }{
		"one syllable that is valid UTF-8": {"euc-kr", "\xc8\xb8", "회"},
		"western accents in a row":         {"iso-8859-1", "\xc9\xe9\xe8\xea \xb0C", "Ééèê °C"},
		"Cyrillic":                         {"windows-1251", "\xcf\xf0\xe8\xe2\xe5\xf2", "Привет"},
		"Cyrillic capitals":                {"koi8-r", "\xf0\xf2\xe9\xf7\xe5\xf4", "ПРИВЕТ"},
		"Chinese":                          {"gb2312", "\xc4\xe3\xba\xc3", "你好"},
		"ASCII with an escape":             {"us-ascii", "a \x1b[31m b", "a \x1b[31m b"},
	} {
		if got := Decode(c.label, []byte(c.data), false); got.String != c.want || got.Defect != "" {
			t.Errorf("%s: %q as %s, %q", name, got.String, got.Charset, got.Defect)
		}
	}
}

func TestCodePage(t *testing.T) {
	for page, want := range map[int]string{949: "cp949", 51949: "euc-kr", 50225: "iso-2022-kr", 1361: "johab", 65001: "utf-8", 1252: "windows-1252", 28605: "iso-8859-15", 0: "", 99999: ""} {
		if got := CodePage(page); got != want || want != "" && !Known(got) {
			t.Errorf("%d: %q", page, got)
		}
	}
	for page, label := range codePages {
		if !Known(label) {
			t.Errorf("code page %d: no table for %s", page, label)
		}
	}
}

func TestISO2022KRDamage(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"no designator":            {"\x0e0!3*4Y\x0f x", "가나다 x"},
		"no shift in at line end":  {"\x1b$)C\x0e0!\nabc", "가\nabc"},
		"designator in the middle": {"ab \x1b$)C\x0e0!\x0f", "ab 가"},
		"half a character":         {"\x0e0!3\x0fx", "가\uFFFDx"},
		"shift across a line end":  {"\x1b$)C\x0e0!\n3*\x0f x", "가\n나 x"},
		"shift across two":         {"\x1b$)C\x0e0!\r\n3*\r\n4Y\x0f x", "가\r\n나\r\n다 x"},
		"every line shifts":        {"\x1b$)C\x0e0!\n\x0e3*\x0f x", "가\n나 x"},
		"designator torn apart":    {"\x1b$\r\n )C\x0e0!\x0f", "가"},
		"designator cut":           {"\x0e0!\x0f\x1b$)", "가"},
		"designator in each line":  {"\x1b$)C\x0e0!\x0f\n\x1b$)C\x0e3*\x0f", "가\n나"},
	} {
		if got := Decode("iso-2022-kr", []byte(c.data), false); got.String != c.want {
			t.Errorf("%s: got %q, want %q", name, got.String, c.want)
		}
	}
}

// Every syllable and every jamo survives the way into Johab and back.
func TestJohabEverySyllable(t *testing.T) {
	codeOf := func(table [32]int8, value int) int {
		for code, v := range table {
			if int(v) == value {
				return code
			}
		}
		t.Fatalf("no code for %d", value)
		return 0
	}
	for r := rune(0xAC00); r <= 0xD7A3; r++ {
		n := int(r - 0xAC00)
		final := n % finals
		if final == 0 {
			final = johabFill
		}
		code := 0x8000 | codeOf(johabInitial, n/finals/medials)<<10 | codeOf(johabMedial, n/finals%medials)<<5 | codeOf(johabFinal, final)
		if got := decodeJohab([]byte{byte(code >> 8), byte(code)}); got != string(r) {
			t.Fatalf("%x: got %q, want %q", code, got, r)
		}
	}
}

func TestJohabLettersSymbolsDamage(t *testing.T) {
	for data, want := range map[string]string{
		"\x88\x41":     "ㄱ",
		"\x84\x61":     "ㅏ",
		"\x84\x44":     "ㄳ",
		"\x84\x41":     "\u3000", // three fill codes
		"\xd9\x31":     "\u3000", // ideographic space
		"\xe0\x31":     "伽",      // first hanja
		"\xf9\xfe":     "詰",      // last hanja
		"\xd8\x31":     "\uFFFD1",
		"\x88":         "\uFFFD",
		"\x88\x61\xff": "가\uFFFD",
		"\x80\x80x":    "\uFFFDx",
	} {
		if got := decodeJohab([]byte(data)); got != want {
			t.Errorf("% x: got %q, want %q", data, got, want)
		}
	}
}

// Johab sold as euc-kr is a thing of old Korean programs.
func TestMislabelledJohab(t *testing.T) {
	got := Decode("euc-kr", []byte("\x88\x61\x90\x61\x94\x61 \xd2\x41\xb6\xa5"), false)
	if got.String != "가나다 회원" || got.Charset != "johab" {
		t.Fatalf("got %+q", got)
	}
}

// The Hangul rows of KS X 1001 come through ISO-2022-KR as they do through EUC-KR.
func TestISO2022KRAgreesWithEUCKR(t *testing.T) {
	for lead := byte(0xB0); lead <= 0xC8; lead++ {
		for trail := byte(0xA1); trail < 0xFF; trail++ {
			want, err := korean.EUCKR.NewDecoder().Bytes([]byte{lead, trail})
			if err != nil {
				t.Fatal(err)
			}
			if got := decodeISO2022KR([]byte{shiftOut, lead & 0x7F, trail & 0x7F}); got != string(want) {
				t.Fatalf("%x %x: got %q, want %q", lead, trail, got, want)
			}
		}
	}
}

func FuzzJohab(f *testing.F) {
	for _, seed := range []string{sentenceIn["johab"], "\x84\x44\xd9\x31", "\xff\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if s := decodeJohab(data); !utf8.ValidString(s) {
			t.Fatalf("invalid UTF-8 from % x", data)
		}
	})
}

func FuzzDecode(f *testing.F) {
	for label, data := range sentenceIn {
		f.Add(label, []byte(data), true)
	}
	f.Add("utf-16", []byte("\xff\xfea\x00"), false)
	f.Add("hz-gb-2312", []byte("~{<:Ky~}"), false)
	f.Fuzz(func(t *testing.T, label string, data []byte, korean bool) {
		got := Decode(label, data, korean)
		if !utf8.ValidString(got.String) || !utf8.ValidString(got.Defect) {
			t.Fatalf("%q: invalid UTF-8 from % x", label, data)
		}
	})
}

func BenchmarkDecodeEUCKR(b *testing.B) {
	data := []byte(strings.Repeat(sentenceIn["euc-kr"]+"\n", 200))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		Decode("ks_c_5601-1987", data, false)
	}
}
