package company_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"dwell/simulate/company"
)

func shop(seed, names uint64) *company.Company {
	return company.New(company.Config{Seed: seed, Names: names, Zone: time.FixedZone("KST", 9*3600), Employees: 60, Members: company.Members{Active: 1000}})
}

func TestNobodyAndNothingIsThereTwice(t *testing.T) {
	c := shop(1, 1)
	seen := map[string]bool{}
	unique := func(what string) {
		if seen[what] {
			t.Errorf("%s twice", what)
		}
		seen[what] = true
	}
	for _, e := range c.Employees {
		unique(e.Person.Address)
		unique(e.Machine.String())
		unique(e.Host)
		for _, p := range e.Private {
			unique(p.Address)
		}
	}
	for _, s := range c.Servers.All() {
		unique(s.Address.String())
		unique(s.Host)
	}
	for _, s := range c.Internet.Sites {
		unique(s.Name)
		for _, a := range s.Addresses {
			unique(a.String())
		}
	}
}

// Other names change names only: the same people do the same with the same machines.
func TestNamesAreNamesOnly(t *testing.T) {
	a, b := shop(1, 1), shop(1, 2)
	if a.Domain == b.Domain || a.Employees[0].Name == b.Employees[0].Name {
		t.Error("other names are the same names")
	}
	for i := range a.Employees {
		x, y := a.Employees[i], b.Employees[i]
		if x.Role != y.Role || x.Machine != y.Machine || x.Begins != y.Begins || x.Client != y.Client || len(x.Private) != len(y.Private) || fmt.Sprint(x.Sites) != fmt.Sprint(y.Sites) {
			t.Fatalf("%+v\n%+v", x, y)
		}
	}
	if other := shop(2, 1); other.Employees[0].Begins == a.Employees[0].Begins {
		t.Error("another seed gives the same hours")
	}
}

// An invented person at a real provider has an address that the provider does not
// give out: Naver no dot, Gmail no underscore, Daum at most 15 characters.
func TestAddressesAtProvidersAreNobodys(t *testing.T) {
	for _, e := range shop(1, 1).Employees {
		for _, p := range e.Private {
			local, domain, _ := strings.Cut(p.Address, "@")
			ok := map[string]bool{"naver.com": strings.Contains(local, "."), "gmail.com": strings.Contains(local, "_"), "hanmail.net": len(local) > 15}[domain]
			if !ok {
				t.Errorf("%s could be somebody's", p.Address)
			}
		}
	}
}

func TestAddressesLieInTheirRanges(t *testing.T) {
	outside := netip.MustParsePrefix("198.18.0.0/15")
	c := shop(1, 1)
	for _, s := range c.Internet.Sites {
		for _, a := range s.Addresses {
			if !outside.Contains(a) {
				t.Errorf("%s has %s", s.Name, a)
			}
		}
	}
	for _, e := range c.Employees {
		if !c.Networks[0].Contains(e.Machine) {
			t.Errorf("%s works at %s", e.Name, e.Machine)
		}
	}
}

// Resident registration numbers: those of the old kind have a right check digit, those
// of the new kind by chance in one of ten or eleven.
func TestResidentNumbers(t *testing.T) {
	c := shop(1, 1)
	right := 0
	const n = 2000
	for id := range int64(n) {
		m := c.Member(id)
		digits := strings.ReplaceAll(m.Resident, "-", "")
		if len(digits) != 13 || m != c.Member(id) {
			t.Fatalf("%+v", m)
		}
		sum := 0
		for i, w := range []int{2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5} {
			sum += w * int(digits[i]-'0')
		}
		if (11-sum%11)%10 == int(digits[12]-'0') {
			right++
		}
	}
	if share := float64(right) / n; share < 0.5 || share > 0.6 {
		t.Errorf("%.2f of the numbers have a right check digit", share)
	}
}

func TestTheOfficeHasHours(t *testing.T) {
	zone := time.FixedZone("KST", 9*3600)
	c := company.New(company.Config{Seed: 1, Names: 1, Zone: zone, Employees: 60, Holidays: []time.Time{time.Date(2016, 5, 5, 0, 0, 0, 0, zone)}})
	working := func(day time.Time) (n int) {
		for _, e := range c.Employees {
			begin, end, ok := c.Hours(e, day)
			if !ok {
				continue
			}
			n++
			if begin.Hour() < 7 || begin.Hour() > 11 || end.Sub(begin) < 7*time.Hour || end.Sub(begin) > 16*time.Hour {
				t.Errorf("%s works from %s to %s", e.Name, begin, end)
			}
		}
		return n
	}
	if n := working(time.Date(2016, 5, 4, 0, 0, 0, 0, zone)); n < 50 {
		t.Errorf("%d of 60 work on a Wednesday", n)
	}
	for _, day := range []int{5, 7, 8} { // a holiday, a weekend
		if n := working(time.Date(2016, 5, day, 0, 0, 0, 0, zone)); n > 10 {
			t.Errorf("%d of 60 work on 2016-05-%02d", n, day)
		}
	}
}
