package company

import (
	"fmt"
	"net/netip"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/fact"
)

// Role is what somebody does in the company, as far as it shows in logs.
type Role string

// The roles.
const (
	Executive     Role = "executive"
	Management    Role = "management"   // planning, general affairs
	Handler       Role = "data-handler" // works with the member database
	Personnel     Role = "personnel"
	Administrator Role = "administrator"
	Developer     Role = "developer"
	Marketing     Role = "marketing"
	Clerk         Role = "clerk" // looks up members for customers
	Trader        Role = "trader"
)

// staff is how many of each hundred have a role; the first employees fill each
// role once.
var staff = []struct {
	role  Role
	share float64
}{
	{Executive, 4}, {Management, 10}, {Handler, 3}, {Personnel, 4}, {Administrator, 5}, {Developer, 22}, {Marketing, 14}, {Clerk, 18}, {Trader, 20},
}

// Employee is somebody who works here.
type Employee struct {
	fact.Person
	Hangul  string
	User    string
	Role    Role
	Host    string
	Machine netip.Addr
	Begins  time.Duration // usual begin of work, since midnight
	Ends    time.Duration
	Client  string // mail program
	Agent   string // browser
	Private []*Contact
	Sites   []int         // places on the Internet that this person likes, most liked first
	Busy    float64       // how much more or less than others
	Always  bool          // the machine stays on over night
	Clock   time.Duration // the machine's clock is wrong by
	key     string
}

// Contact is somebody private with whom an employee writes from work.
type Contact struct {
	fact.Person
	Hangul   string
	Kin      bool
	Client   string
	Zone     *time.Location
	Provider *Provider
	Weekly   float64 // mails a week
}

// mailPrograms of offices in Korea, by their names in simulate/format/message, with how
// common they are.
var mailPrograms = []struct {
	name  string
	share float64
}{{"outlook", 6}, {"thunderbird", 2}, {"apple-mail", 1}, {"iphone", 1}}

var browsers = []string{
	"Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
	"Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/50.0.2661.94 Safari/537.36",
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/50.0.2661.94 Safari/537.36",
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_4) AppleWebKit/601.5.17 (KHTML, like Gecko) Version/9.1 Safari/601.5.17",
}

// hire fills the company.
func (c *Company) hire(n int) {
	r := chance.New(c.seed, "staff")
	for i := range n {
		who := c.names.person()
		e := &Employee{
			Person: fact.Person{Name: who.latin, Address: who.user + "@" + c.Domain},
			Hangul: who.hangul, User: who.user, Host: c.names.host(),
			Machine: netip.AddrFrom4([4]byte{10, 20, byte(5 + i/200), byte(10 + i%200)}),
			Begins:  8*time.Hour + r.Between(20*time.Minute, 90*time.Minute),
			Agent:   chance.Pick(r, browsers), Busy: 0.5 + r.Float64(), Always: r.Chance(0.15),
			key: fmt.Sprintf("employee %d", i),
		}
		e.Ends = e.Begins + 9*time.Hour + r.Between(0, 90*time.Minute)
		e.Role = staff[i%len(staff)].role
		if i >= len(staff) {
			e.Role = staff[r.Weighted(shares())].role
		}
		programs := make([]float64, len(mailPrograms))
		for p := range mailPrograms {
			programs[p] = mailPrograms[p].share
		}
		e.Client = mailPrograms[r.Weighted(programs)].name
		for range 12 + r.IntN(25) {
			e.Sites = append(e.Sites, c.Internet.like(r))
		}
		c.Employees = append(c.Employees, e)
	}
}

func shares() []float64 {
	out := make([]float64, len(staff))
	for i := range staff {
		out[i] = staff[i].share
	}
	return out
}

// Life returns the random source of a part of this employee's life.
func (c *Company) Life(e *Employee, labels ...string) chance.Source {
	return c.Source(append([]string{e.key}, labels...)...)
}

// Hours returns when the employee works on a day; ok is false on a day off.
func (c *Company) Hours(e *Employee, day time.Time) (begin, end time.Time, ok bool) {
	r := c.Life(e, "hours", day.Format(time.DateOnly))
	if r.Chance(0.05) { // a holiday of one's own, or ill
		return begin, end, false
	}
	if !c.Open(day) && !r.Chance(0.03) {
		return begin, end, false
	}
	begin = day.Add(e.Begins + r.Between(-15*time.Minute, 25*time.Minute))
	end = day.Add(e.Ends + r.Between(-20*time.Minute, 40*time.Minute) + r.Exponential(15*time.Minute))
	return begin, end, true
}

// befriend gives employees people at home to write with.
func (c *Company) befriend() {
	for i, e := range c.Employees {
		r := c.Life(e, "friends")
		of := name{hangul: e.Hangul, latin: e.Name}
		for k := range 1 + r.IntN(3) {
			who, kin := c.names.person(), false
			if k == 0 {
				who, kin = c.names.kin(of), true
			}
			p := c.Internet.provider(r)
			contact := &Contact{Person: fact.Person{Name: who.latin, Address: p.Mailbox(who.user, 70+r.IntN(30))}, Hangul: who.hangul,
				Kin: kin, Client: p.Client, Zone: c.Zone, Provider: p, Weekly: 0.3 + 1.4*r.Float64()}
			if r.Chance(0.5) {
				contact.Name = who.hangul
			}
			e.Private = append(e.Private, contact)
		}
		if i < 9 { // the parts of a scenario are people with a family that writes
			e.Private[0].Weekly = 1.5 + r.Float64()
		}
	}
}
