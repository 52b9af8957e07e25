package life

import (
	"net/netip"
	"strings"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// World is the company at work.
type World struct {
	*company.Company
	Begin, End time.Time // of the simulation
	Store      Store     // what the shop's database is
	Watched    bool      // the machines' own logs are wanted; else nothing is made that only they show
	Served     bool      // logs of the mail service are wanted; else nobody travels, and nothing is made that only they show
	sessions   uint64
	mails      uint64
	mail       correspondence
	lookups    map[lookup]time.Time // names that a machine still knows
	supplier   *company.Partner     // who changes the provider
	moved      time.Time

	// Of the mail service, where it is served.
	Cloud        bool   // it is Microsoft's; else a server of the company's own
	Private      string // a private mailbox whose provider's record is in the evidence; "" none
	PrivateOwner *company.Employee
	people       map[*company.Employee]*habits
	known        map[string]*company.Employee // by address
	boxes        map[string]*mailbox
	visits       uint64
	services     services
}

// Store is a database server as the network and other people know it.
type Store struct {
	Port    uint16
	Service string // as a sensor of the network would recognise it
	Schema  string // in which the tables of the shop lie
}

// The stores.
var (
	PostgreSQL = Store{5432, "postgresql", "public"}
	MariaDB    = Store{3306, "mysql", Database}
)

// Named is a table of the facts as the log of the server calls it.
func (s Store) Named(table string) string {
	if _, name, ok := strings.Cut(table, "."); ok {
		return s.Schema + "." + name
	}
	return table
}

type lookup struct {
	machine netip.Addr
	name    string
}

// New returns the world of a company from begin to end.
func New(c *company.Company, begin, end time.Time) *World {
	w := &World{Company: c, Begin: begin, End: end, Store: PostgreSQL, lookups: make(map[lookup]time.Time),
		people: make(map[*company.Employee]*habits), boxes: make(map[string]*mailbox)}
	r := c.Source("moves")
	w.supplier = chance.Pick(r, c.Suppliers)
	w.moved = begin.Add(r.Between(end.Sub(begin)/3, end.Sub(begin)/2))
	w.mail = newCorrespondence(w)
	w.services = newServices(w)
	return w
}

// Live adds what happens on a day.
func (w *World) Live(d *fact.Day) {
	clear(w.lookups)
	for _, e := range w.Employees {
		w.machine(d, e)
		if begin, end, ok := w.Hours(e, d.Date); ok && w.present(e, d.Date) {
			day := shift{e, begin, end}
			w.browse(d, day)
			w.office(d, day)
			w.call(d, day)
			w.save(d, day)
			w.answerCustomers(d, day)
			w.administer(d, day)
		}
	}
	w.servers(d)
	w.shop(d)
	w.jobs(d)
	w.noise(d)
	w.write(d)
	if w.Watched {
		w.machines(d)
	}
}

// shift is one employee at work.
type shift struct {
	*company.Employee
	begin, end time.Time
}

// source returns the random source of an employee's part of a day.
func (w *World) source(d *fact.Day, e *company.Employee, part string) chance.Source {
	return w.Life(e, part, d.Date.Format(time.DateOnly))
}

// own returns the random source of the company's part of a day.
func (w *World) own(d *fact.Day, part string) chance.Source {
	return w.Source(part, d.Date.Format(time.DateOnly))
}

// moments calls do at random moments, so many an hour on average.
func moments(r chance.Source, begin, end time.Time, hourly float64, do func(time.Time)) {
	if hourly <= 0 {
		return
	}
	mean := time.Duration(float64(time.Hour) / hourly)
	for t := begin.Add(r.Exponential(mean)); t.Before(end); t = t.Add(r.Exponential(mean)) {
		do(t)
	}
}
