package alike

import (
	"slices"
	"strings"
	"testing"
)

func TestNamesOfOnePerson(t *testing.T) {
	for _, group := range [][]string{
		{"Jane Doe", "Doe, Jane", "jane DOE", "Dr. Jane Doe", "Jane Q. Doe", "\"Jane Doe\"", "Jane Doe (via Docs)", "Jane Doe via list", "J\u0430ne Do\u0435", "Jane\u00a0Doe"},
		{"김민지", "김 민지", "김민지 과장님", "김민지 (영업부)", "\u1100\u1175\u11b7민지", "김민지님"},
	} {
		for _, name := range group {
			if Person(name) != Person(group[0]) || Person(name) == "" {
				t.Errorf("%q is %q, %q is %q", name, Person(name), group[0], Person(group[0]))
			}
		}
	}
	if Person("Jane Doe") == Person("John Doe") {
		t.Error("two people are one")
	}
	for _, name := range []string{"", "jane", "Support Team", "jane@example.com", "Example Newsletter", "A B", strings.Repeat("Jane Doe ", 50)} {
		if got := Person(name); got != "" {
			t.Errorf("%q is taken for the person %q", name, got)
		}
	}
}

func TestAddressesInNames(t *testing.T) {
	for name, want := range map[string]string{"ceo@example.com": "ceo@example.com", "Jane <Jane.Doe@Example.com>": "jane.doe@example.com", "Jane": "", "a@b": "", "@": ""} {
		if got := Claimed(name); got != want {
			t.Errorf("%q claims %q, want %q", name, got, want)
		}
	}
}

func TestLikeness(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Likeness
	}{
		{"minji.kim@example.com", "minji.kim@examp1e.com", Confusable},
		{"minji.kim@example.com", "m\u0456nji.kim@example.com", Confusable},
		{"minjikim88@naver.com", "minjikim89@naver.com", NearLocal},
		{"minjikim@naver.com", "minji_kim@naver.com", NearLocal},
		{"minjikim@naver.com", "minjikim2016@naver.com", NearLocal},
		{"minjikim@naver.com", "minjikim@daum.net", SameLocal},
		{"minjikim@naver.com", "minjikim1@daum.net", NearBoth},
		{"jane.doe@example.com", "jane.doe@exmaple.com", NearDomain},
		{"jane.doe@example.com", "jane.doe@example.org", NearDomain},
		{"jane.doe@example.com", "jane.doe@example-mail.com", NearDomain},
		{"jane.doe@example.com", "john.roe@other.com", Different},
		{"kim.mj@example.com", "kim.mh@example.com", Different}, // colleagues
		{"minji@yahoo.com", "minji@yahoo.co.uk", SameLocal},
		{"a@example.com", "a@example.com", Different},
	} {
		if got := Compare(c.a, c.b); got != c.want {
			t.Errorf("%s and %s: %d, want %d", c.a, c.b, got, c.want)
		}
		if got := Compare(c.b, c.a); got != c.want {
			t.Errorf("the other way round, %s and %s: %d, want %d", c.b, c.a, got, c.want)
		}
	}
}

func TestOneMailboxOfAProvider(t *testing.T) {
	for in, want := range map[string]string{
		"Jane.Doe+list@GMail.com": "janedoe@gmail.com", "janedoe@googlemail.com": "janedoe@gmail.com", "Jane.Doe@example.com": "jane.doe@example.com", "jane": "", "@x": "",
	} {
		if got := Canonical(in); got != want {
			t.Errorf("%s is %q, want %q", in, got, want)
		}
	}
}

func TestTheIndexFindsWhatComparingFinds(t *testing.T) {
	all := []string{"minjikim88@naver.com", "minjikim@naver.com", "jane.doe@example.com", "john.roe@example.org", "sunhee.park@example.com"}
	x := NewIndex()
	for _, a := range all {
		x.Add(a)
	}
	for _, a := range []string{"minjikim89@naver.com", "minjikm88@naver.com", "minji.kim@naver.com", "jane.doe@examp1e.com", "jane.doe@exmaple.com", "sunhee_park@naver.com", "nobody@example.net"} {
		var want []string
		for _, b := range all {
			if Compare(a, b) > SameLocal {
				want = append(want, b)
			}
		}
		got := x.Find(a)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", a, got, want)
		}
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("minjikim88@naver.com", "minjikim89@naver.com")
	f.Add("\xff@", "@@..")
	f.Fuzz(func(t *testing.T, a, b string) {
		Person(a)
		Claimed(b)
		a, b = Canonical(a), Canonical(b)
		if Compare(a, b) != Compare(b, a) {
			t.Errorf("%q and %q: %d and %d", a, b, Compare(a, b), Compare(b, a))
		}
	})
}
