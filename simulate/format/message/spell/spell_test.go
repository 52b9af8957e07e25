package spell

import (
	"regexp"
	"testing"
	"time"
)

func TestLettersStayInTheirAlphabet(t *testing.T) {
	for _, alphabet := range []string{Digits, HexLower, HexUpper, Base32, Base36, Base62, Base64, Base64URL} {
		s := From(1, 2, 3)
		seen := make(map[byte]bool)
		for _, c := range s.Letters(nil, alphabet, 4096) {
			seen[c] = true
		}
		if len(seen) != len(alphabet) {
			t.Errorf("%s: %d of %d letters occur", alphabet, len(seen), len(alphabet))
		}
	}
}

func TestSameNumbersSameLetters(t *testing.T) {
	a, b, c := From(7, 8), From(7, 8), From(8, 7)
	x, y, z := string(a.Letters(nil, Base62, 40)), string(b.Letters(nil, Base62, 40)), string(c.Letters(nil, Base62, 40))
	if x != y || x == z {
		t.Fatalf("%s %s %s", x, y, z)
	}
}

func TestUUID(t *testing.T) {
	s := From(1)
	for range 100 {
		if got := string(s.UUID(nil, HexUpper, true)); !regexp.MustCompile(`^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$`).MatchString(got) {
			t.Fatal(got)
		}
	}
}

func TestNumber(t *testing.T) {
	for want, got := range map[string]string{
		"0000":   string(Number(nil, 0, Digits, 4)),
		"":       string(Number(nil, 0, Digits, 0)),
		"00ff":   string(Number(nil, 255, HexLower, 4)),
		"12345":  string(Number(nil, 12345, Digits, 2)),
		"zz":     string(Number(nil, 36*36-1, Base36, 1)),
		"987654": string(Decimal(nil, 987654)),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Known answers: Microsoft gives 116444736000000000 for 1970 and 125911584000000000
// for 2000.
func TestFiletime(t *testing.T) {
	for want, at := range map[uint64]time.Time{
		116444736000000000: time.Unix(0, 0),
		125911584000000000: time.Date(2000, 1, 1, 9, 0, 0, 0, time.FixedZone("", 9*3600)),
		125911584000000001: time.Date(2000, 1, 1, 0, 0, 0, 199, time.UTC),
	} {
		if got := Filetime(at); got != want {
			t.Errorf("%v: %d, want %d", at, got, want)
		}
	}
}
