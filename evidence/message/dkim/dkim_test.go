package dkim

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFields(t *testing.T) {
	body := sha256.Sum256([]byte("\r\n"))
	bh := base64.StdEncoding.EncodeToString(body[:])
	for name, c := range map[string]struct {
		value string
		want  Signature
	}{
		"usual": {"v=1; a=rsa-sha256; c=relaxed/relaxed; d=Mail.Example; s=s1; t=1462262280; x=1462867080; h=From:to:subject; bh=" + bh[:20] + " \t" + bh[20:] + "; b=AAAA",
			Signature{Domain: "mail.example", Selector: "s1", Identity: "mail.example", Signed: 1462262280, Expires: 1462867080, From: true, Length: -1, Relaxed: true, Hash: SHA256, Body: body[:]}},
		"simple by default": {"d=mail.example;s=x;a=rsa-sha1;bh=" + bh, Signature{Domain: "mail.example", Selector: "x", Identity: "mail.example", Length: -1, Hash: SHA1, Body: body[:]}},
		"of one form": {"d=mail.example;c=relaxed;a=ed25519-sha256;i=@news.mail.example;l=12;h=to : FROM;bh=" + bh,
			Signature{Domain: "mail.example", Identity: "news.mail.example", Length: 12, From: true, Hash: SHA256, Body: body[:]}},
		"odd numbers": {"d=mail.example;t=-1;x=9999999999999;l=much;bh=" + bh, Signature{Domain: "mail.example", Identity: "mail.example", Length: -1, Body: body[:]}},
	} {
		got, ok := Parse([]byte(c.value))
		if diff := cmp.Diff(c.want, got); !ok || diff != "" {
			t.Error(name, ok, diff)
		}
	}
	for _, value := range []string{"", ";;;", "d=mail.example", "bh=" + bh, "d=;bh=" + bh, "d=mail.example;bh=*", strings.Repeat("d=mail.example;bh="+bh+";", 1000)} {
		if s, ok := Parse([]byte(value)); ok {
			t.Errorf("%.60q: %+v", value, s)
		}
	}
}

func TestWhoseIdentity(t *testing.T) {
	for identity, want := range map[string]bool{"mail.example": true, "a.mail.example": true, "notmail.example": false, "example": false} {
		s := Signature{Domain: "mail.example", Identity: identity}
		if s.Aligned() != want {
			t.Errorf("%s: %v", identity, !want)
		}
	}
}

// The forms of a body, worked out by the rules of RFC 6376, 3.4.3 and 3.4.4.
func TestForms(t *testing.T) {
	for name, c := range map[string]struct{ body, simple, relaxed string }{
		"nothing":          {"", "\r\n", ""},
		"empty lines":      {"\n\r\n\n", "\r\n", ""},
		"blank lines":      {" \n\t\n", " \r\n\t\r\n", ""},
		"without an end":   {"a", "a\r\n", "a\r\n"},
		"lines as in mbox": {"a\nb\n", "a\r\nb\r\n", "a\r\nb\r\n"},
		"runs of blanks":   {" C \r\nD \t E\r\n\r\n\r\n", " C \r\nD \t E\r\n", " C\r\nD E\r\n"},
		"tabs":             {"\ta\tb\t \n\n c\n \n", "\ta\tb\t \r\n\r\n c\r\n \r\n", " a b\r\n\r\n c\r\n"},
		"lone returns":     {"a\rb\r\n", "a\rb\r\n", "a\rb\r\n"},
		"long":             {strings.Repeat("word  word\n", 2000) + "\n\n", strings.Repeat("word  word\r\n", 2000), strings.Repeat("word word\r\n", 2000)},
	} {
		for form, want := range map[bool]string{false: c.simple, true: c.relaxed} {
			for method, h := range map[Hash]hash.Hash{SHA256: sha256.New(), SHA1: sha1.New()} {
				h.Write([]byte(want))
				s := Signature{Length: -1, Relaxed: form, Hash: method, Body: h.Sum(nil)}
				var hasher Hasher
				if got := hasher.Check(&s, []byte(c.body)); got != Agrees {
					t.Errorf("%s, relaxed %v, method %d: %d", name, form, method, got)
				}
				if got := hasher.Check(&s, []byte(c.body+"x")); got != Disagrees {
					t.Errorf("%s and more, relaxed %v: %d", name, form, got)
				}
			}
		}
	}
}

// The hashes of an empty body that RFC 6376, 3.4.3 and 3.4.4, states.
func TestTheHashesOfNothing(t *testing.T) {
	for bh, s := range map[string]Signature{
		"uoq1oCgLlTqpdDX/iUbLy7J1Wic=":                 {Hash: SHA1, Length: -1},
		"frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=": {Hash: SHA256, Length: -1},
		"2jmj7l5rSw0yVb/vlWAYkK/YBwk=":                 {Hash: SHA1, Length: -1, Relaxed: true},
		"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=": {Hash: SHA256, Length: -1, Relaxed: true},
	} {
		var err error
		if s.Body, err = base64.StdEncoding.DecodeString(bh); err != nil {
			t.Fatal(err)
		}
		var h Hasher
		if got := h.Check(&s, nil); got != Agrees {
			t.Errorf("%s: %d", bh, got)
		}
	}
}

// l= leaves the end of a body open, and cannot reach beyond it.
func TestSignedBeginnings(t *testing.T) {
	sum := sha256.Sum256([]byte("abc\r\n"))
	for length, want := range map[int64]Verdict{5: Agrees, 4: Disagrees, 10: Disagrees, -1: Disagrees} {
		s := Signature{Length: length, Hash: SHA256, Body: sum[:]}
		var h Hasher
		if got := h.Check(&s, []byte("abc\nadded")); got != want {
			t.Errorf("l=%d: %d", length, got)
		}
	}
	whole := Signature{Length: 100, Hash: SHA256, Body: sum[:]}
	if got := new(Hasher).Check(&whole, []byte("abc\n")); got != Disagrees {
		t.Errorf("more is signed than is there: %d", got)
	}
}

func TestUnknownMethods(t *testing.T) {
	s, _ := Parse([]byte("d=mail.example;a=rsa-md5;bh=AAAA"))
	if got := new(Hasher).Check(&s, nil); got != NotKnown {
		t.Error(got)
	}
}

var runs = regexp.MustCompile(`[ \t]+`)

// model writes a body as the RFC says it, step by step.
func model(body []byte, relaxed bool) []byte {
	var lines []string
	for line := range strings.SplitSeq(string(body), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if relaxed {
			line = strings.TrimSuffix(runs.ReplaceAllString(line, " "), " ")
		}
		lines = append(lines, line)
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	switch {
	case len(lines) > 0:
		return []byte(strings.Join(lines, "\r\n") + "\r\n")
	case relaxed:
		return nil
	}
	return []byte("\r\n")
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte("a  b\t\n\n"), []byte("d=mail.example; bh=AAAA; a=rsa-sha256; l=3"))
	f.Add(bytes.Repeat([]byte(" \r\n"), 3000), []byte(";=;d"))
	f.Fuzz(func(t *testing.T, body, value []byte) {
		var h Hasher
		if s, ok := Parse(value); ok {
			h.Check(&s, body)
			s.Aligned()
		}
		for _, relaxed := range []bool{false, true} {
			want := sha256.Sum256(model(body, relaxed))
			if got := h.Check(&Signature{Hash: SHA256, Length: -1, Relaxed: relaxed, Body: want[:]}, body); got != Agrees {
				t.Errorf("relaxed %v %q: %d", relaxed, body, got)
			}
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	text := bytes.Repeat([]byte("Please see the minutes of the meeting below, dear colleagues, and tell me.\n"), 55)
	coded := bytes.Repeat([]byte(strings.Repeat("QUJD", 19)+"\r\n"), 55)
	for name, c := range map[string]struct {
		body    []byte
		relaxed bool
	}{"simple": {text, false}, "relaxed": {text, true}, "base64": {coded, true}} {
		b.Run(name, func(b *testing.B) {
			s := Signature{Hash: SHA256, Length: -1, Relaxed: c.relaxed, Body: make([]byte, 32)}
			var h Hasher
			b.SetBytes(int64(len(c.body)))
			b.ReportAllocs()
			for b.Loop() {
				h.Check(&s, c.body)
			}
		})
	}
}
