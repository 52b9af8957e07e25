package people

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/detect/extortion/table"
	"dwell/entity/members"
)

// memberTable has two tables of 5,000 invented members: number i joined on day i/10 of
// 2015, and the row of every hundredth was changed on 1 June 2016.
func memberTable(t testing.TB) *members.Table {
	t.Helper()
	var files []members.File
	for n, name := range []string{"active.csv", "dormant.csv"} {
		var b strings.Builder
		b.WriteString("회원번호,이름,생년월일,이메일,휴대폰,가입일,수정일\n")
		for i := n * 5000; i < n*5000+5000; i++ {
			changed := ""
			if i%100 == 0 {
				changed = "2016-06-01 10:00:00"
			}
			fmt.Fprintf(&b, "%d,%s,%s,%s,%s,%s,%s\n", i, name_(i), birth(i), mail(i), phone(i), joined(i), changed)
		}
		files = append(files, members.File{Name: name, Content: strings.NewReader(b.String())})
	}
	known, err := members.ReadAll(nil, files...)
	if err != nil {
		t.Fatal(err)
	}
	return known
}

func mail(i int) string  { return fmt.Sprintf("member%d@mail.example", i) }
func phone(i int) string { return fmt.Sprintf("010-%04d-%04d", i, 9999-i) }
func name_(i int) string {
	syllables := []rune("가나다라마바사아자차")
	return string([]rune{[]rune("김이박최정")[i%5], syllables[i/5%10], syllables[i/50%10]})
}

func birth(i int) string {
	return time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i*7919%15000).Format(time.DateOnly)
}

func joined(i int) string {
	return time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/10).Format(time.DateOnly)
}

// attach reads a text as a file that a letter brings.
func attach(t testing.TB, known *members.Table, text string) *Shown {
	t.Helper()
	r := Reader{Members: known}
	r.Attached(table.Read(table.File{Data: []byte(text)}, table.NewBudget()))
	return r.Shown(false)
}

// list writes rows of members, and then of nobody.
func list(header string, from, to int, row func(i int) string) string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for i := from; i < to; i++ {
		b.WriteString(row(i) + "\n")
	}
	return b.String()
}

func TestAStolenListIsTold(t *testing.T) {
	text := list("no,name,birth,email,mobile,passwd", 4990, 5010, func(i int) string {
		return fmt.Sprintf("%d,%s,%s,%s,%s,%032x", i, name_(i), birth(i), mail(i), phone(i), i)
	})
	s := attach(t, memberTable(t), text)
	want := &Shown{
		Sample: s.Sample, People: 20, Matched: 20, Agreed: 20, Tables: []InTable{{"active.csv", 10}, {"dormant.csv", 10}},
		Columns: []string{"birth date", "mail address", "name", "password hash", "telephone"}, Forms: []string{"text"},
		Since: time.Date(2016, 5, 15, 0, 0, 0, 0, time.UTC),
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
}

// Member 5000 has another telephone since June: a list with the old one is older.
func TestTheTimeOfTheCopy(t *testing.T) {
	text := list("mail,tel,name,birth", 4999, 5002, func(i int) string {
		if i == 5000 {
			return fmt.Sprintf("%s,010-7777-7777,%s,%s", mail(i), name_(i), birth(i))
		}
		return fmt.Sprintf("%s,%s,%s,%s", mail(i), phone(i), name_(i), birth(i))
	})
	s := attach(t, memberTable(t), text)
	if s.Matched != 3 || s.Altered != 1 || s.Since.Format(time.DateOnly) != "2016-05-15" || s.Until.Format(time.DateOnly) != "2016-06-01" {
		t.Errorf("%+v", s)
	}
}

func TestInventedListsMatchNothing(t *testing.T) {
	known := memberTable(t)
	for what, row := range map[string]func(int) string{
		"addresses":                  func(i int) string { return fmt.Sprintf("%d,person%d@other.example", i, i) },
		"numbers that members have":  func(i int) string { return fmt.Sprintf("%d,%032x", i, i) },
		"true names, invented dates": func(i int) string { return fmt.Sprintf("%s,%s", name_(i), birth(i*31+17)) },
	} {
		s := attach(t, known, list("회원번호,메일", 1, 200, row))
		if what == "true names, invented dates" {
			s = attach(t, known, list("이름,생일", 1, 200, row))
		}
		if s == nil || s.People != 199 || s.Matched != 0 {
			t.Errorf("%s: %+v", what, s)
		}
	}
}

// The names under which people log on are the same everywhere.
func TestNamesToLogOnWith(t *testing.T) {
	var b strings.Builder
	b.WriteString("user_id\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "login%d\n", i)
	}
	known, err := members.Read(strings.NewReader(b.String()), nil)
	if err != nil {
		t.Fatal(err)
	}
	for from, want := range map[int]int64{0: 100, 950: 50, 951: 0, 2000: 0} {
		s := attach(t, known, list("id,hash", from, from+100, func(i int) string { return fmt.Sprintf("login%d,%032x", i, i) }))
		if s.People != 100 || s.Matched != want {
			t.Errorf("from %d: %d of %d", from, s.Matched, s.People)
		}
	}
}

func TestNamesWithBirthDatesMatch(t *testing.T) {
	s := attach(t, memberTable(t), list("name|dob", 1, 40, func(i int) string { return name_(i) + "|" + birth(i) }))
	if s.People != 39 || s.Matched != 39 || s.Agreed != 0 {
		t.Errorf("%+v", s)
	}
}

// Of a table of very many numbers, invented ones have a good share.
func TestTelephonesThatMatchByChance(t *testing.T) {
	var b strings.Builder
	b.WriteString("phone\n")
	for i := range 400_000 { // of 4 million numbers with these beginnings
		fmt.Fprintf(&b, "010-1%03d-%04d\n", i/1000, i%1000*10)
	}
	known, err := members.Read(strings.NewReader(b.String()), nil)
	if err != nil {
		t.Fatal(err)
	}
	few := list("tel,x", 0, 500, func(i int) string {
		if i < 5 {
			return fmt.Sprintf("010-1%03d-%04d,x", i, i*10)
		}
		return fmt.Sprintf("010-9%03d-%04d,x", i, i)
	})
	if s := attach(t, known, few); s.People != 500 || s.Matched != 0 {
		t.Errorf("1 %% match: %+v", s)
	}
	if s := attach(t, known, list("tel,x", 0, 100, func(i int) string { return fmt.Sprintf("010-1%03d-%04d,x", i, i*10) })); s.Matched != 100 {
		t.Errorf("all match: %+v", s)
	}
}

// Extortioners cover what they show. Such rows count, and cannot be compared but for
// what stays open.
func TestCoveredValues(t *testing.T) {
	s := attach(t, memberTable(t), "name,mail,tel,jumin\n홍*동,ho***@mail.example,010-****-1234,850304-1******\n김*수,ki***@mail.example,010-****-5678,900101-2******\n")
	want := []string{"mail address", "name", "resident number", "telephone"}
	if s == nil || s.People != 2 || s.Matched != 0 || !slices.Equal(s.Columns, want) {
		t.Errorf("%+v", s)
	}
}

func TestColumns(t *testing.T) {
	for text, want := range map[string]string{
		"김가나,850304-1234567,서울시 중구 세종대로 110\n이다라,900101-2345678,부산시 해운대구 우동 1\n":                             "name,postal address,resident number",
		"a@mail.example;5f4dcc3b5aa765d61d8327deb882cf99\nb@mail.example;7c6a180b36896a0a8c02787eeafb0e4c\n": "mail address,password hash",
		"a@mail.example\t$2y$10$abcdefghijklmnopqrstuv\n":                                                    "mail address,password hash",
		"mail,password\na@mail.example,hunter2\n":                                                            "mail address,password",
		"John Miller,12 Main Street,j@mail.example\nJane Doe,1 High Road,k@mail.example\n":                   "mail address,name,postal address",
		"member_no,e-mail,regdate\n17,a@mail.example,2016-01-01\n":                                           "date,mail address,member number",
		"first_name,last_name,dob\nKim,Gana,1985-03-04\nLee,Dara,1990-01-01\n":                               "birth date,name",
		"item,price\nbook,3000\npen,100\n":                                                                   "",
		"2016-05-03,3000\n2016-05-04,200\n":                                                                  "",
		"no,email_yn,이메일\n1,Y,a@mail.example\n2,N,b@mail.example\n":                                          "mail address",
	} {
		got := ""
		if s := attach(t, nil, text); s != nil {
			got = strings.Join(s.Columns, ",")
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestLettersTogether(t *testing.T) {
	known := memberTable(t)
	of := func(from, to int) *Shown {
		return attach(t, known, list("mail,tel", from, to, func(i int) string { return mail(i) + "," + phone(i) }))
	}
	for name, c := range map[string]struct {
		all    []*Shown
		people int64
		exact  bool
	}{
		"one":           {[]*Shown{of(0, 100)}, 100, true},
		"overlapping":   {[]*Shown{of(0, 100), of(50, 200)}, 200, true},
		"large":         {[]*Shown{of(0, 3000)}, 3000, true},
		"large, twice":  {[]*Shown{of(0, 3000), of(0, 2000)}, 3000, false},
		"large, others": {[]*Shown{of(0, 600), of(5000, 5500)}, 1012, false},
	} {
		s, exact := Unite(c.all)
		if s.People != c.people || s.Matched != c.people || s.Agreed != c.people || exact != c.exact {
			t.Errorf("%s: %d people, %d matched, exact %v", name, s.People, s.Matched, exact)
		}
		slices.Reverse(c.all)
		if again, _ := Unite(c.all); cmp.Diff(s, again) != "" {
			t.Errorf("%s depends on the order", name)
		}
	}
	if s, exact := Unite(nil); s != nil || exact {
		t.Error("nobody")
	}
}

func TestNothingOfAPersonIsKept(t *testing.T) {
	s := attach(t, memberTable(t), list("name,birth,email", 1, 10, func(i int) string { return name_(i) + "," + birth(i) + "," + mail(i) }))
	if text := fmt.Sprintf("%+v", s); strings.Contains(text, "@") || strings.Contains(text, name_(3)) || strings.Contains(text, birth(3)) {
		t.Error(text)
	}
}

func FuzzReader(f *testing.F) {
	f.Add("이름,생일,메일\n김가나,1985-03-04,a@mail.example\n", "b@mail.example, 010-1111-2222")
	f.Add("a,b\n\xff\n", "")
	known := memberTable(f)
	f.Fuzz(func(t *testing.T, attached, text string) {
		r := Reader{Members: known}
		r.Text(table.Text(text, table.NewBudget()))
		r.Attached(table.Text(attached, table.NewBudget()))
		s := r.Shown(false)
		if s == nil {
			return
		}
		if n := int64(len(s.Sample)); n == 0 || n > s.People || s.Matched > s.People || s.Agreed > s.Matched || s.Altered > s.Agreed {
			t.Errorf("%+v", s)
		}
		if again, exact := Unite([]*Shown{s}); !exact || again.People != s.People || again.Matched != s.Matched {
			t.Errorf("%+v, %+v", s, again)
		}
	})
}

func BenchmarkReader(b *testing.B) {
	known := memberTable(b)
	tables := table.Text(list("name,birth,email,tel", 0, 9000, func(i int) string { return name_(i) + "," + birth(i) + "," + mail(i) + "," + phone(i) }), table.NewBudget())
	for b.Loop() {
		r := Reader{Members: known}
		r.Attached(tables)
		if r.Shown(false).Matched != 9000 {
			b.Fatal("not all match")
		}
	}
}
