package company

import (
	"net/netip"
	"time"

	"dwell/simulate/chance"
)

// Config is what a scenario says about the company.
type Config struct {
	Seed      uint64 // of the structure
	Names     uint64 // of the names
	Zone      *time.Location
	Employees int
	Members   Members
	Holidays  []time.Time // days on which the office is closed
}

// Company is the company and what it deals with.
type Company struct {
	Name      string
	Domain    string
	Zone      *time.Location
	Employees []*Employee
	Servers   Servers
	Suppliers []*Partner
	Members   Members
	Internet  Internet
	Border    netip.Addr // public address of the mail relay
	Networks  []netip.Prefix

	holidays map[string]bool
	names    *namer
	seed     uint64
	nameSeed uint64
}

// leastEmployees is enough for every role.
const leastEmployees = 12

// New makes a company.
func New(c Config) *Company {
	n := newNamer(c.Names)
	made := &Company{
		Zone: c.Zone, Members: c.Members, names: n, seed: c.Seed, nameSeed: c.Names,
		Border:   netip.AddrFrom4([4]byte{192, 0, 2, 10}),
		Networks: []netip.Prefix{netip.MustParsePrefix("10.20.0.0/16")},
		holidays: make(map[string]bool),
	}
	for _, h := range c.Holidays {
		made.holidays[h.Format(time.DateOnly)] = true
	}
	made.Name = n.word()
	made.Domain = made.Name + "shop.example"
	made.Servers = newServers(n)
	made.Internet = newInternet(chance.New(c.Seed, "internet"), n)
	made.hire(max(leastEmployees, c.Employees))
	made.sign(chance.New(c.Seed, "suppliers"))
	made.befriend()
	return made
}

// Open reports whether the office works on a day.
func (c *Company) Open(day time.Time) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday && !c.holidays[day.Format(time.DateOnly)]
}

// Source returns the random source of a part of this company's life.
func (c *Company) Source(labels ...string) chance.Source { return chance.New(c.seed, labels...) }

// Identifiers returns the random source of a part of everything that is only a
// name: ids, wallets.
func (c *Company) Identifiers(labels ...string) chance.Source {
	return chance.New(c.nameSeed, labels...)
}

// Part returns the first employee with the role.
func (c *Company) Part(r Role) *Employee {
	for _, e := range c.Employees {
		if e.Role == r {
			return e
		}
	}
	return nil
}

// Working returns the employees with the role.
func (c *Company) Working(r Role) []*Employee {
	var out []*Employee
	for _, e := range c.Employees {
		if e.Role == r {
			out = append(out, e)
		}
	}
	return out
}
