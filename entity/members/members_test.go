package members

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
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

// Shops keep members in several tables, exported by several programs.
func TestSeveralTables(t *testing.T) {
	const dormant = "회원번호;이름;생년월일;가입일;수정일\n00017;홍 길동;1985.3.4;2015-01-02 10:11:12;\nKIM77;Jane Doe;19900102;;2016-06-01\n"
	koreanText, err := korean.EUCKR.NewEncoder().String(dormant)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("member_no\tresident_no\n99\t850304-1234567\n")
	if err != nil {
		t.Fatal(err)
	}
	table, err := ReadAll(nil, File{"active.csv", strings.NewReader(plain)}, File{"dormant.csv", strings.NewReader(koreanText)}, File{"partner.txt", strings.NewReader(wide)})
	if err != nil {
		t.Fatal(err)
	}
	if table.Rows() != 6 || strings.Join(table.Sources(), " ") != "active.csv dormant.csv partner.txt" {
		t.Errorf("%d rows of %q", table.Rows(), table.Sources())
	}
	person, _ := Person("홍길동", "1985-03-04")
	row := only(t, table, Pair, person)
	if table.Source(row) != 1 || table.Joined(row).Format(time.DateOnly) != "2015-01-02" || !table.Changed(row).IsZero() {
		t.Errorf("row %d: %d %s", row, table.Source(row), table.Joined(row))
	}
	reversed, _ := Person("DOE, Jane", "1990-01-02")
	row = only(t, table, ID, "kim77")
	if row != only(t, table, Pair, reversed) || table.Changed(row).Format(time.DateOnly) != "2016-06-01" || !table.Joined(row).IsZero() {
		t.Errorf("row %d", row)
	}
	if only(t, table, ID, "17") != 3 || table.Source(only(t, table, Resident, "8503041234567")) != 2 || table.Source(only(t, table, Mail, "ra@mail.example")) != 0 {
		t.Error("a row is not where it stands")
	}
	if !table.Knows(Resident) || table.Count(ID) != 3 || table.Has(Pair, "x|19850304") {
		t.Errorf("%d member numbers", table.Count(ID))
	}
}

// only is the one row that has a value.
func only(t *testing.T, table *Table, k Kind, normal string) uint32 {
	t.Helper()
	rows := table.Find(k, table.Hash(normal))
	if len(rows) != 1 {
		t.Fatalf("%s %q stands in %d rows", k, normal, len(rows))
	}
	return rows[0]
}

func TestHowValuesAreWritten(t *testing.T) {
	for _, c := range []struct {
		kind        Kind
		value, want string
	}{
		{Resident, "850304-1234567", "8503041234567"}, {Resident, "040229-3234567", "0402293234567"}, {Resident, "851304-1234567", ""}, {Resident, "8503041234567", ""},
		{ID, " 00017 ", "17"}, {ID, "Kim_77", "kim_77"}, {ID, "0", "0"}, {ID, "two words", ""},
	} {
		if got, ok := Normal(c.kind, c.value); got != c.want || ok != (c.want != "") {
			t.Errorf("%s %q: %q", c.kind, c.value, got)
		}
	}
	for value, want := range map[string]string{"1985-03-04": "19850304", "1985.3.4": "19850304", "1985년 3월 4일": "19850304", "19850304": "19850304", "1985-03-04T10:00": "19850304",
		"03/04/1985": "", "1985-13-04": "", "850304": "", "1": "", "": "", "198503041": ""} {
		if got, ok := Day(value); got != want && ok || ok != (want != "") {
			t.Errorf("%q: %q", value, got)
		}
	}
	if got, ok := BirthIn("040229-3******"); !ok || got != "20040229" {
		t.Errorf("%q", got)
	}
	if Name("\u1112\u1169\u11bc길동") != "홍길동" || Name("홍*동") != "" || Name("A") != "" { // as macOS writes it
		t.Error("names")
	}
	if !Guessable("123456") || !Guessable("kim") || Guessable("kim77") || Guessable("1234567890") {
		t.Error("what is easily guessed")
	}
}

func TestNamesOfColumns(t *testing.T) {
	for name, want := range map[string]Column{
		"E-Mail": ColumnMail, "email_address": ColumnMail, "휴대폰 번호": ColumnPhone, "cust_no": ColumnID, "ID": ColumnID, "no": ColumnOther, "user_name": ColumnID, "성명": ColumnName,
		"last name": ColumnName, "birth_dt": ColumnBirth, "주민등록번호": ColumnResident, "reg_date": ColumnJoined, "가입일시": ColumnJoined, "updated_at": ColumnChanged, "passwd": ColumnPassword,
		"ip_addr": ColumnOther, "주소": ColumnAddress, "name_birth_hash": ColumnPair, "price": ColumnOther, strings.Repeat("mail ", 100): ColumnOther,
	} {
		if got := Named(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestTablesThatCannotBeRead(t *testing.T) {
	for name, text := range map[string]string{"empty": "", "no such column": "a,b\n1,2\n", "names alone": "name\nA B\n"} {
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
		for _, k := range []Kind{Resident, ID} {
			if normal, ok := Normal(k, text); ok && normal == "" {
				t.Errorf("%s %q is nothing", k, text)
			}
		}
		if normal, ok := Person(text, key); ok && len(normal) < len("x|19850304") {
			t.Errorf("%q, %q is %q", text, key, normal)
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
