package members

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
)

const plain = "\ufeffno,이름,E-Mail,휴대폰\n1,가나다,Ga.Na@Mail.Example,010-1234-5678\n2,라마바,ra@mail.example,+82 10-9876-5432\n3,사,,\n"

func TestATableInPlain(t *testing.T) {
	table, err := Read(strings.NewReader(plain), nil)
	if err != nil {
		t.Fatal(err)
	}
	if table.Rows() != 3 {
		t.Errorf("%d rows", table.Rows())
	}
	for value, want := range map[string]bool{"ga.na@mail.example": true, "GA.NA@MAIL.EXAMPLE": true, "010 1234 5678": true, "01098765432": true, "+821098765432": true, "x@mail.example": false, "010-0000-0000": false} {
		k, normal, ok := Identify(value)
		if !ok || table.Has(k, normal) != want {
			t.Errorf("%s: identified %v, want %v", value, ok, want)
		}
	}
}

// A company that gives no plain data gives hashes and the key.
func TestATableOfHashes(t *testing.T) {
	key := []byte("a key of our own")
	h := hmac.New(sha256.New, key)
	h.Write([]byte("ra@mail.example"))
	text := "mail\n" + hex.EncodeToString(h.Sum(nil)) + "\n"
	table, err := Read(strings.NewReader(text), key)
	if err != nil || !table.Has(Mail, "ra@mail.example") || table.Has(Mail, "ga@mail.example") {
		t.Errorf("%+v, %v", table, err)
	}
	if _, err := Read(strings.NewReader(text), nil); !errors.Is(err, ErrNoKey) {
		t.Errorf("without the key: %v", err)
	}
}

func TestTablesThatCannotBeRead(t *testing.T) {
	for name, text := range map[string]string{"empty": "", "no such column": "a,b\n1,2\n"} {
		if _, err := Read(strings.NewReader(text), nil); err == nil {
			t.Error(name)
		}
	}
}

func TestWhatIdentifiesNobody(t *testing.T) {
	for _, value := range []string{"", "2016-05-03", "12345678901", "@x.example", "a@b", "a@b@c.example", "Kim", "010", "3,000,000,000", "a b@c.example", strings.Repeat("0", 300)} {
		if k, normal, ok := Identify(value); ok {
			t.Errorf("%q is %s %q", value, k, normal)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(plain, "")
	f.Add("mail\n\"\n", "k")
	f.Fuzz(func(t *testing.T, text, key string) {
		table, err := Read(strings.NewReader(text), []byte(key))
		if (table == nil) == (err == nil) {
			t.Error(err)
		}
		if k, normal, ok := Identify(text); ok {
			if again, ok := Normal(k, normal); !ok && k == Mail || ok && again != normal {
				t.Errorf("%q is %q is %q", text, normal, again)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	text := "mail,phone\n" + strings.Repeat("somebody@mail.example,010-1234-5678\n", 10_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Read(strings.NewReader(text), nil); err != nil {
			b.Fatal(err)
		}
	}
}
