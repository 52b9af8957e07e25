package life

import (
	"fmt"
	"net/netip"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// correspondence is who writes to whom, fixed for the whole simulation.
type correspondence struct {
	suppliers map[*company.Contact]*company.Employee // whom a supplier's people deal with
	houses    map[*company.Contact]*company.Partner
	letters   []company.Site // newsletters
	renewed   *company.Contact
	renewal   fact.Person // the new private address of somebody's family
	changed   time.Time
}

func newCorrespondence(w *World) correspondence {
	c := correspondence{suppliers: make(map[*company.Contact]*company.Employee), houses: make(map[*company.Contact]*company.Partner)}
	r := w.Source("correspondence")
	for _, p := range w.Suppliers {
		for _, who := range p.People {
			c.suppliers[who] = chance.Pick(r, w.Employees)
			c.houses[who] = p
		}
	}
	for range 6 {
		c.letters = append(c.letters, w.Internet.Sites[r.IntN(len(w.Internet.Sites))])
	}
	// A member of somebody's family takes a new address, and goes on as ever.
	last := w.Employees[len(w.Employees)-1]
	c.renewed = last.Private[0]
	c.renewal = fact.Person{Name: c.renewed.Name, Address: c.renewed.Provider.Mailbox("new."+last.User, 7)}
	c.changed = w.Begin.Add(w.End.Sub(w.Begin) / 2)
	return c
}

// Write adds the mails of a day; it is all that is known of the time before the
// other evidence begins.
func (w *World) Write(d *fact.Day) { w.write(d) }

func (w *World) write(d *fact.Day) {
	for _, e := range w.Employees {
		begin, end, ok := w.Hours(e, d.Date)
		if !ok {
			continue
		}
		s := shift{e, begin, end}
		w.colleagues(d, s)
		w.home(d, s)
		w.newsletters(d, s)
	}
	w.trade(d)
	w.machinesWrite(d)
	if w.Served {
		w.circulars(d)
	}
}

// colleagues is mail inside the company.
func (w *World) colleagues(d *fact.Day, s shift) {
	r := w.source(d, s.Employee, "colleagues")
	moments(r, s.begin, s.end, 0.35*s.Busy, func(t time.Time) {
		to := w.Employees[r.IntN(len(w.Employees))]
		if to == s.Employee {
			return
		}
		l := workLetter(r, s.Employee, to)
		m := w.internal(s.Employee, to, t, l)
		if r.Chance(0.25) {
			cc := w.Employees[r.IntN(len(w.Employees))]
			if cc != to && cc != s.Employee {
				m.Cc = append(m.Cc, cc.Person)
				m.Boxes = append(m.Boxes, fact.Box{Owner: cc.Address})
			}
		}
		d.Mails = append(d.Mails, m)
		if r.Chance(0.5) {
			asked := m
			answer := w.internal(to, s.Employee, t.Add(3*time.Minute+r.Exponential(50*time.Minute)), reply(r, l))
			answer.Answers = &asked
			d.Mails = append(d.Mails, answer)
		}
	})
}

// internal is a mail from one employee to another.
func (w *World) internal(from, to *company.Employee, at time.Time, l letter) fact.Mail {
	return fact.Mail{Sent: at, Client: from.Client, From: from.Person, To: []fact.Person{to.Person}, Subject: l.subject, Text: l.text, ID: w.id(),
		Hops:  []fact.Hop{w.Taken(from.Host, w.client(from, at), time.Second)},
		Boxes: []fact.Box{{Owner: from.Address, Sent: true}, {Owner: to.Address}}}
}

func (w *World) id() uint64 {
	w.mails++
	return w.mails
}

// home is mail with family and friends.
func (w *World) home(d *fact.Day, s shift) {
	r := w.source(d, s.Employee, "home")
	for _, c := range s.Private {
		if !r.Chance(c.Weekly / 5) {
			continue
		}
		l := homeLetter(r, c, s.Employee)
		from := c.Person
		if c == w.mail.renewed && d.Date.After(w.mail.changed) {
			from = w.mail.renewal
		}
		at := s.begin.Add(r.Between(20*time.Minute, 8*time.Hour))
		m := fact.Mail{Sent: at, Client: c.Client, From: from, To: []fact.Person{s.Person}, Subject: l.subject, Text: l.text, ID: w.id(),
			Hops: w.FromProvider(c.Provider), Verdict: &fact.Verdict{SPF: "pass", DKIM: "pass", DMARC: "pass", Domain: c.Provider.Domain}, Boxes: []fact.Box{{Owner: s.Address}}}
		d.Mails = append(d.Mails, m)
		if r.Chance(0.6) {
			asked := m
			a := reply(r, l)
			d.Mails = append(d.Mails, fact.Mail{Sent: at.Add(2*time.Minute + r.Exponential(40*time.Minute)), Client: s.Client, From: s.Person, To: []fact.Person{from}, Subject: a.subject, Text: a.text, ID: w.id(),
				Answers: &asked, Boxes: []fact.Box{{Owner: s.Address, Sent: true}}})
		}
	}
}

// FromProvider is the way of a mail from somebody's mailbox at a provider.
func (w *World) FromProvider(p *company.Provider) []fact.Hop {
	return []fact.Hop{
		{By: "web." + p.Domain, From: "localhost", Address: netip.AddrFrom4([4]byte{127, 0, 0, 1}), Software: p.Relay, After: 200 * time.Millisecond},
		w.Taken(p.Host, p.Out, 2*time.Second),
	}
}

// FromHouse is the way of a mail from another company.
func (w *World) FromHouse(host, software string, out netip.Addr) []fact.Hop {
	return []fact.Hop{
		{By: host, From: "[192.168.0.21]", Address: netip.AddrFrom4([4]byte{192, 168, 0, 21}), Software: software, After: 500 * time.Millisecond},
		w.Taken(host, out, 2*time.Second),
	}
}

// trade is mail with suppliers. One of them changes the provider of its mail in the
// middle of it all.
func (w *World) trade(d *fact.Day) {
	if !w.Open(d.Date) {
		return
	}
	r := w.own(d, "trade")
	for _, p := range w.Suppliers {
		host, software, out := p.Host, p.Relay, p.Out
		if p == w.supplier && d.Date.After(w.moved) {
			host, software, out = "smtp.hosted-mail.example", "exchange", netip.AddrFrom4([4]byte{198, 18, 250, 9})
		}
		for _, who := range p.People {
			if !r.Chance(who.Weekly / 5) {
				continue
			}
			to := w.mail.suppliers[who]
			l := tradeLetter(r, who, to)
			at := d.At(9*time.Hour + r.Between(0, 9*time.Hour))
			m := fact.Mail{Sent: at, Client: who.Client, From: who.Person, To: []fact.Person{to.Person}, Subject: l.subject, Text: l.text, Attachments: l.attachments, ID: w.id(),
				Hops: w.FromHouse(host, software, out), Verdict: &fact.Verdict{SPF: "pass", DKIM: "none", DMARC: "none", Domain: p.Domain}, Boxes: []fact.Box{{Owner: to.Address}}}
			d.Mails = append(d.Mails, m)
			if r.Chance(0.5) {
				asked := m
				a := reply(r, l)
				d.Mails = append(d.Mails, fact.Mail{Sent: at.Add(5*time.Minute + r.Exponential(70*time.Minute)), Client: to.Client, From: to.Person, To: []fact.Person{who.Person}, Subject: a.subject, Text: a.text, ID: w.id(),
					Answers: &asked, Boxes: []fact.Box{{Owner: to.Address, Sent: true}}})
			}
		}
	}
}

// newsletters come to those who asked for them.
func (w *World) newsletters(d *fact.Day, s shift) {
	r := w.Life(s.Employee, "subscriptions")
	for i, site := range w.mail.letters {
		if !r.Chance(0.3) || int(d.Date.Weekday()) != 1+i%5 {
			continue
		}
		n := w.own(d, "newsletter "+fmt.Sprint(i))
		l := newsLetter(n, site.Name)
		d.Mails = append(d.Mails, fact.Mail{Sent: d.At(7*time.Hour + n.Between(0, time.Hour)), Client: "newsletter", From: fact.Person{Name: l.from, Address: "news@" + trimmed(site.Name)}, To: []fact.Person{s.Person},
			Subject: l.subject, Text: l.text, ID: w.id(), Hops: w.FromHouse("out."+trimmed(site.Name), "postfix", site.Addresses[0]),
			Verdict: &fact.Verdict{SPF: "pass", DKIM: "pass", DMARC: "none", Domain: trimmed(site.Name)}, Boxes: []fact.Box{{Owner: s.Address}}})
	}
}

func trimmed(site string) string {
	if len(site) > 4 && site[:4] == "www." {
		return site[4:]
	}
	return site
}

// machinesWrite is mail from servers to administrators.
func (w *World) machinesWrite(d *fact.Day) {
	r := w.own(d, "machines write")
	for _, s := range []company.Server{w.Servers.Backup, w.Servers.Database, w.Servers.Monitor} {
		for _, to := range w.Working(company.Administrator) {
			hops := []fact.Hop{w.Taken(s.Host+"."+w.Domain, s.Address, time.Second)}
			if w.Cloud { // the machine's own Postfix gives the mail its id
				hops = append([]fact.Hop{{By: s.Host + "." + w.Domain, Software: "postfix"}}, hops...)
			}
			d.Mails = append(d.Mails, fact.Mail{Sent: d.At(5*time.Hour + r.Between(0, time.Hour)), Client: "cron", From: fact.Person{Name: "root", Address: "root@" + s.Host + "." + w.Domain}, To: []fact.Person{to.Person},
				Subject: "Cron <root@" + s.Host + "> /usr/local/sbin/daily-report", Text: fmt.Sprintf("disk %d %%, load %.2f, %d jobs done, 0 failed\n", 40+r.IntN(30), r.Float64(), 8+r.IntN(9)), ID: w.id(),
				Hops: hops, Boxes: []fact.Box{{Owner: to.Address}}})
		}
	}
}
