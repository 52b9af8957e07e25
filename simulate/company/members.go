package company

import (
	"fmt"
	"time"

	"dwell/simulate/chance"
)

// Members is the shop's member database: four tables, as shops keep them.
type Members struct {
	Active    int64 // with all that a shop knows
	Dormant   int64 // a year without logging on: number and password hash, the rest is kept apart
	Partner   int64 // of partner shops: number only
	Withdrawn int64 // number only
	// Repeated is how many of the active and dormant rows are a further account of a
	// person who has one already.
	Repeated int64
}

// Rows is the size of all tables.
func (m Members) Rows() int64 { return m.Active + m.Dormant + m.Partner + m.Withdrawn }

// Member is one member of the shop. All are invented.
type Member struct {
	ID       int64
	Name     string
	Phone    string
	Mail     string
	Birth    time.Time
	Resident string // resident registration number
}

// Member returns the member with a number, the same each time.
func (c *Company) Member(id int64) Member {
	r := chance.New(c.seed, "member", fmt.Sprint(id))
	f, a, b := chance.Pick(r, families), chance.Pick(r, givens), chance.Pick(r, givens)
	m := Member{ID: id, Name: f.hangul + a.hangul + b.hangul, Phone: fmt.Sprintf("010-%04d-%04d", r.IntN(10000), r.IntN(10000))}
	m.Birth = time.Date(1950+r.IntN(55), time.Month(1+r.IntN(12)), 1+r.IntN(28), 0, 0, 0, 0, time.UTC)
	m.Mail = fmt.Sprintf("%s%s%d@members.example", a.latin, b.latin, 100+r.IntN(900))
	if r.Chance(0.1) { // members abroad, and those who like it
		m.Name = a.latin + b.latin + " " + f.latin
	}
	m.Resident = resident(r, m.Birth, r.Chance(0.5))
	return m
}

// resident makes a resident registration number: birth date, century and sex, and
// before October 2020 place and check digit, since then five random digits.
func resident(r chance.Source, birth time.Time, old bool) string {
	century := 1
	if birth.Year() >= 2000 {
		century = 3
	}
	digits := birth.Format("060102") + fmt.Sprint(century+r.IntN(2)) + fmt.Sprintf("%05d", r.IntN(100000))
	check := r.IntN(10)
	if old {
		check = checkDigit(digits)
	}
	return digits[:6] + "-" + digits[6:] + fmt.Sprint(check)
}

// checkDigit is the last digit of the numbers given out before October 2020.
func checkDigit(digits string) int {
	sum := 0
	for i, weight := range []int{2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5} {
		sum += weight * int(digits[i]-'0')
	}
	return (11 - sum%11) % 10
}
