package attack

import (
	"fmt"
	"net/netip"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/company"
	"dwell/simulate/fact"
	"dwell/simulate/life"
	"dwell/simulate/scenario"
	"dwell/truth"
)

// slow reads a few members a day, one by one, with the accounts of clerks and in
// their hours: no statement is odd, only what they add up to. Members are drawn at
// random, those that nobody has asked for in years among them.
type slow struct {
	*Attack
	*part
	clerks []*company.Employee
	daily  int64
	until  time.Time
	seen   map[int64]bool
}

func newSlow(a *Attack, s *part, t scenario.Task) (action, error) {
	clerks := a.world.Working(company.Clerk)
	n := int(max(1, t.With.Int("accounts")))
	if len(clerks) < n {
		return nil, fmt.Errorf("the company has %d clerks, not %d", len(clerks), n)
	}
	c := &slow{Attack: a, part: s, clerks: clerks[:n], daily: t.With.Int("daily"), until: t.Until, seen: make(map[int64]bool)}
	for _, e := range c.clerks {
		s.involve(machine{host: e.Host, address: e.Machine, employee: e})
		s.people = append(s.people, e.Person.Address)
	}
	s.Accounts = []string{"crm"}
	a.taken = t.At
	a.data = &truth.Data{Tables: []truth.Table{{Name: life.TableActive, Principals: []string{"crm"}}, {Name: life.TableDormant, Principals: []string{"crm"}}},
		Personal: []string{"name", "phone", "mail address", "address"}}
	s.tell("collection", "T1213.006", []string{"query"}, "%d accounts of clerks read %d members a day, one by one.", n, c.daily)
	return c, nil
}

func (c *slow) day(d *fact.Day) {
	if !c.during(d, c.until) {
		return
	}
	for i, e := range c.clerks {
		begin, end, ok := c.world.Hours(e, d.Date)
		if !ok || end.Before(c.First) {
			continue
		}
		r := c.source(c.part, d.Date.Format(time.DateOnly), fmt.Sprint(i))
		session := c.world.NewSession("crm", life.Database, "CRM Desk", begin.Add(time.Minute), company.Server{Address: e.Machine})
		for range r.Poisson(float64(c.daily) / float64(len(c.clerks))) {
			c.one(d, r, session, begin.Add(time.Minute+r.Between(0, end.Sub(begin)-2*time.Minute)))
		}
	}
}

// one reads one member.
func (c *slow) one(d *fact.Day, r chance.Source, s *fact.Session, at time.Time) {
	if at.Before(c.First) || !at.Before(c.until) {
		return
	}
	m := c.world.Members
	id := 1 + r.Int64N(max(1, m.Active+m.Dormant))
	table, text, i := life.TableActive, "SELECT member_id, name, phone, email, address FROM member WHERE member_id = $1", 0
	if id > m.Active {
		table, text, i = life.TableDormant, "SELECT member_id, password_hash FROM member_dormant WHERE member_id = $1", 1
	}
	d.Statements = append(d.Statements, fact.Statement{Label: c.label, Time: at, Session: s, Channel: fact.Prepared, Table: table, Text: text, Parameter: fmt.Sprint(id), Rows: 1, Bytes: 180, Duration: time.Millisecond})
	c.data.Rows++
	c.data.Tables[i].Rows++
	if at.After(c.away) {
		c.away = at
	}
	if !c.seen[id] {
		c.seen[id] = true
		c.data.Records, c.data.Accounts, c.data.People = c.data.Records+1, c.data.Accounts+1, c.data.People+1
	}
}

// walk asks the web server for one bill after the other by its number.
type walk struct {
	*Attack
	*part
	client netip.Addr
	daily  int64
	next   int64
	until  time.Time
}

func newWalk(a *Attack, s *part, t scenario.Task) (action, error) {
	w := &walk{Attack: a, part: s, client: netip.AddrFrom4([4]byte{203, 0, 113, 77}), daily: max(1, t.With.Int("daily")), next: 1, until: t.Until}
	s.against(w.client.String())
	a.taken, a.home = t.At, t.At
	a.data = &truth.Data{Tables: []truth.Table{{Name: "bills", Principals: []string{}}}, Personal: []string{"name", "address", "phone"}}
	s.tell("collection", "T1213", []string{"web"}, "%s asks for %d bills a day, number after number.", w.client, w.daily)
	return w, nil
}

func (w *walk) day(d *fact.Day) {
	if !w.during(d, w.until) {
		return
	}
	r := w.source(w.part, d.Date.Format(time.DateOnly))
	apart := 24 * time.Hour / time.Duration(w.daily+1)
	at := d.Date
	for range w.daily {
		at = at.Add(r.Between(apart/2, apart*3/2))
		if at.Before(w.First) || !at.Before(w.until) || w.next > w.world.Members.Active {
			continue
		}
		status, size := 200, r.Around(6200, 0.1)
		if r.Chance(0.07) { // a number that was never given out
			status, size = 404, 180
		} else {
			w.data.Rows, w.data.Records, w.data.Accounts, w.data.People = w.data.Rows+1, w.data.Records+1, w.data.Accounts+1, w.data.People+1
			w.data.Bytes += size
			w.away = at
		}
		d.Hits = append(d.Hits, fact.Hit{Label: w.label, Time: at, Client: w.client, User: "", Method: "GET", Path: fmt.Sprintf("/my/bill?no=%d", 10_000_000+w.next), Status: status, Bytes: size,
			Agent: "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko", Duration: r.Between(4*time.Millisecond, 30*time.Millisecond)})
		w.next++
	}
}
