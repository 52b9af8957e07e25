package unlock

import (
	"bytes"
	"compress/flate"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dwell/detect/attachment/sample"
)

// Two inert members (the headers of a program without code, and a text), packed by
// Info-ZIP with its cipher and by pyzipper with AES of 128 and 256 bits.
const (
	traditional = "UEsDBBQACQAIAERdel1UhTEKGQAAAEgAAAAJABwAcGhvdG8uc2NyVVQJAAMPGwhrDxsIa3V4CwABBAAAAAAEAAAAAPP/JoQdNvDfZ0GVo7w8tOUGCSdYzWVKccRQSwcIVI" +
		"UxChkAAABIAAAAUEsDBBQACQAIAERdel26cXXnKgAAAMgAAAAKABwAcmVhZG1lLnR4dFVUCQADDxsIaw8bCGt1eAsAAQQAAAAABAAAAADuxhqMeSI8O1Qe5iihPRsJIzeq" +
		"XU954LNXQrKGlJwcf0g4+WINqrWTFqxQSwcIunF15yoAAADIAAAAUEsBAh4DFAAJAAgARF16XVSFMQoZAAAASAAAAAkAGAAAAAAAAAAAAKSBAAAAAHBob3RvLnNjclVUBQ" +
		"ADDxsIa3V4CwABBAAAAAAEAAAAAFBLAQIeAxQACQAIAERdel26cXXnKgAAAMgAAAAKABgAAAAAAAEAAACkgWwAAAByZWFkbWUudHh0VVQFAAMPGwhrdXgLAAEEAAAAAAQA" +
		"AAAAUEsFBgAAAAACAAIAnwAAAOoAAAAAAA=="
	aes128 = "UEsDBBQAAQBjAENdel0AAAAAIQAAAEgAAAAJAAsAcGhvdG8uc2NyAZkHAAIAQUUBCACr1889NZ39jKb17FaNjbxLaK2XvgAzG8Yc/Y1p4LZC3FRQSwMEFAABAGMAQ116XQ" +
		"AAAAAyAAAAyAAAAAoACwByZWFkbWUudHh0AZkHAAIAQUUBCAArQnV+/Yg3GmK/eqEOrOgAwsbS+LhYUPSwuBYrOWXiyR4NXWwgiNM+vPfovyOFR2Ot0lBLAQIUAxQAAQBj" +
		"AENdel0AAAAAIQAAAEgAAAAJAAsAAAAAAAAAAACkgQAAAABwaG90by5zY3IBmQcAAgBBRQEIAFBLAQIUAxQAAQBjAENdel0AAAAAMgAAAMgAAAAKAAsAAAAAAAAAAACkgV" +
		"MAAAByZWFkbWUudHh0AZkHAAIAQUUBCABQSwUGAAAAAAIAAgCFAAAAuAAAAAAA"
	aes256 = "UEsDBBQAAQBjAENdel0AAAAAKQAAAEgAAAAJAAsAcGhvdG8uc2NyAZkHAAIAQUUDCAA7dmHgCKcgWbhAC2XSxBgnZSsB6IvVRKDM+SCpn2bkYs35NtxSusLUcFBLAwQUAA" +
		"EAYwBDXXpdAAAAADoAAADIAAAACgALAHJlYWRtZS50eHQBmQcAAgBBRQMIAIXfamGudBJzpxVJMoneY+vnXVeUQGjRgYpaoUszcxYnTHYKCI+U/h66UwxD5lOZtARTPCHY" +
		"p1Ov9eBQSwECFAMUAAEAYwBDXXpdAAAAACkAAABIAAAACQALAAAAAAAAAAAApIEAAAAAcGhvdG8uc2NyAZkHAAIAQUUDCABQSwECFAMUAAEAYwBDXXpdAAAAADoAAADIAA" +
		"AACgALAAAAAAAAAAAApIFbAAAAcmVhZG1lLnR4dAGZBwACAEFFAwgAUEsFBgAAAAACAAIAhQAAAMgAAAAAAA=="
)

func TestArchivesOfOtherPrograms(t *testing.T) {
	const text = "inert text, nothing else\n"
	for _, c := range []struct{ name, data, password string }{{"traditional", traditional, "Family!2016"}, {"AES-128", aes128, "1234"}, {"AES-256", aes256, "가족사진1"}} {
		samples := Samples(sample.Base64(t, c.data), 10, 1<<20)
		if len(samples) != 2 || samples[0].Name != "photo.scr" {
			t.Fatalf("%s: %+v", c.name, samples)
		}
		if got, ok := samples[0].Open(c.password); !ok || !strings.HasPrefix(string(got), "MZ") || len(got) != 72 {
			t.Errorf("%s: %v %q", c.name, ok, got)
		}
		if got, ok := samples[1].Open(c.password); !ok || string(got) != strings.Repeat(text, 8) {
			t.Errorf("%s: %v %q", c.name, ok, got)
		}
		for _, wrong := range []string{"", "1235", "family!2016", "password"} {
			for i := range samples {
				if _, ok := samples[i].Open(wrong); ok {
					t.Errorf("%s opens with %q", c.name, wrong)
				}
			}
		}
	}
}

// seal packs and encrypts content with the traditional cipher.
func seal(t testing.TB, password, content string) Sample {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(content)); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	k := keys{0x12345678, 0x23456789, 0x34567890}
	for i := range len(password) {
		k.update(password[i])
	}
	data := append(make([]byte, 12), b.Bytes()...)
	for i, c := range data {
		t := uint16(k[2] | 2)
		data[i] = c ^ byte(uint32(t)*uint32(t^1)>>8)
		k.update(c)
	}
	return Sample{Method: methodDeflate, Data: data}
}

// A sample that was cut opens with the right password and with no other: wrong ones
// break the packed data early.
func TestTheBeginningOfAMember(t *testing.T) {
	var content strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&content, "line %d of a list, %x\n", i, i*i*7919)
	}
	s := seal(t, "right", content.String())
	s.Data = s.Data[:2000]
	if got, ok := s.Open("right"); !ok || !strings.HasPrefix(string(got), "line 0") {
		t.Errorf("%v %q", ok, got)
	}
	for i := range 5000 {
		if _, ok := s.Open(fmt.Sprint("wrong", i)); ok {
			t.Errorf("wrong%d opens it", i)
		}
	}
	aes := Samples(sample.Base64(t, aes256), 10, 50)[1]
	if got, ok := aes.Open("가족사진1"); !ok || aes.Whole || !strings.HasPrefix(string(got), "inert text") {
		t.Errorf("%v %q", ok, got)
	}
}

func TestWhatATextOffers(t *testing.T) {
	for text, want := range map[string][]string{
		"The password is: Family!2016.":                      {"Family!2016"},
		"password: 1234":                                     {"1234"},
		"압축 비밀번호는 1234입니다.":                                  {"1234"},
		"암호: 가족사진":                                           {"가족사진"},
		"비번 : photo77 입니다":                                   {"photo77"},
		"pw=abc123":                                          {"abc123"},
		"Use \"x9-Kim\" (the password) to open it":           {"x9-Kim"},
		"Please find the report attached.":                   nil,
		"an upward trend":                                    nil,
		"Reset your password here https://www.example.com/a": {"https://www.example.com/a"},
		"": nil,
	} {
		got := Tokens(text)
		if strings.HasPrefix(text, "Reset") {
			continue // whatever it is, it opens nothing
		}
		if len(want) == 0 && len(got) == 0 {
			continue
		}
		if len(got) == 0 || cmp.Diff(want[0], got[0]) != "" && !strings.Contains(strings.Join(got, " "), want[0]) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestTokensAreFew(t *testing.T) {
	for _, text := range []string{strings.Repeat("password: a1 b2 c3 d4 e5 ", 5000), strings.Repeat("암호\xff", 5000), strings.Repeat("pw ", 50_000) + "\u0130"} {
		if got := Tokens(text); len(got) > MaxTokens {
			t.Errorf("%d tokens", len(got))
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(sample.Base64(f, traditional), "password: Family!2016")
	f.Add(sample.Base64(f, aes128), "비밀번호는 1234입니다")
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		for _, s := range Samples(data, 2, 1<<12) {
			for _, token := range Tokens(text) {
				s.Open(token)
			}
		}
	})
}

// Most mails speak of no password and must cost next to nothing.
func BenchmarkTokens(b *testing.B) {
	text := strings.Repeat("Dear colleague, the minutes of the meeting. ", 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Tokens(text)
	}
}

func BenchmarkOpenAES(b *testing.B) {
	s := Samples(sample.Base64(b, aes256), 1, 1<<12)[0]
	for b.Loop() {
		s.Open("wrong")
	}
}
