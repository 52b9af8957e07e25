package attack

import (
	"fmt"
	"net/netip"
	"time"

	"dwell/simulate/company"
	"dwell/simulate/fact"
	"dwell/simulate/life"
	"dwell/simulate/scenario"
	"dwell/truth"
)

// export is somebody who may read the data, and takes it along: in working hours,
// with the own account, as a file that goes to a private cloud storage.
type export struct {
	*Attack
	*part
	who     *company.Employee
	table   table
	account string
}

func newExport(a *Attack, s *part, t scenario.Task) (action, error) {
	who, err := a.employee(t.With["who"])
	if err != nil {
		return nil, err
	}
	tab, err := a.table(t.With["table"])
	if err != nil {
		return nil, err
	}
	e := &export{a, s, who, tab, t.With.Text("account", "crm")}
	s.Accounts, s.people = []string{e.account}, []string{who.Person.Address}
	s.involve(machine{address: who.Machine})
	a.taken = t.At
	a.data = &truth.Data{Tables: []truth.Table{{Name: tab.name, Rows: tab.rows, Principals: []string{e.account}}}, Rows: tab.rows, Records: tab.rows, Accounts: tab.rows,
		People: max(0, tab.rows-a.world.Members.Repeated), Personal: []string{"name", "sex", "birth date", "phone", "mail address", "address", "password hash"}}
	s.tell("collection", "T1213.006", []string{"query"}, "%s reads %s whole with the account %s.", who.Name, tab.name, e.account)
	return e, nil
}

func (e *export) day(d *fact.Day) {
	if !on(d, e.First) {
		return
	}
	r := e.source(e.part)
	s := e.world.NewSession(e.account, life.Database, "psql", e.First.Add(-time.Minute), company.Server{Address: e.who.Machine})
	took := time.Duration(e.table.rows)*15*time.Microsecond + r.Between(300*time.Millisecond, 2*time.Second)
	d.Statements = append(d.Statements, fact.Statement{Label: e.label, Time: e.First, Session: s, Channel: fact.Copy, Table: e.table.name, Text: "COPY " + e.table.name + " TO STDOUT WITH CSV HEADER", Rows: e.table.rows,
		Bytes: e.table.rows * 110, Duration: took, Last: true})
	d.Flows = append(d.Flows, fact.Flow{Label: e.label, Start: s.Start, Duration: took + time.Minute, Src: e.who.Machine, Dst: e.world.Servers.Database.Address, DstPort: e.world.Store.Port, Service: e.world.Store.Service, Out: 3000, In: e.table.rows * 110})
	e.save(d, s.Start, took+time.Minute)
}

// shell is a script that somebody put onto the web server, and the requests that
// give it orders. What it does stands in no record of the web server.
type shell struct {
	*Attack
	*part
	client netip.Addr
	path   string
	until  time.Time
}

func newShell(a *Attack, s *part, t scenario.Task) (action, error) {
	w := &shell{a, s, netip.AddrFrom4([4]byte{203, 0, 113, 140}), fmt.Sprintf("/upload/2016/img_%04d.php", a.world.Identifiers("shell").IntN(10000)), t.Until}
	s.against(w.client.String())
	s.involve(machine{address: a.world.Servers.Web.Address})
	s.tell("persistence", "T1505.003", []string{"web"}, "%s uploads a script to the web server and gives it orders.", w.client)
	return w, nil
}

func (w *shell) day(d *fact.Day) {
	if !w.during(d, w.until) {
		return
	}
	r, before := w.source(w.part, d.Date.Format(time.DateOnly)), len(d.Hits)
	hit := func(at time.Time, method, path string, status int, size int64) {
		d.Hits = append(d.Hits, fact.Hit{Label: w.label, Time: at, Client: w.client, Method: method, Path: path, Status: status, Bytes: size, Agent: "Mozilla/5.0 (Windows NT 6.1; rv:45.0) Gecko/20100101 Firefox/45.0", Duration: r.Between(20*time.Millisecond, 4*time.Second)})
	}
	if on(d, w.First) {
		for i, p := range []string{"/", "/review/write", "/review/upload"} {
			hit(w.First.Add(time.Duration(i-3)*20*time.Second), "GET", p, 200, r.Around(9000, 0.5))
		}
		hit(w.First, "POST", "/review/upload", 200, 310)
	}
	for range r.Poisson(14) {
		if at := d.Date.Add(r.Between(0, 24*time.Hour)); at.After(w.First) && at.Before(w.until) {
			hit(at, "POST", w.path, 200, r.Bytes(900, 2))
		}
	}
	w.orders(d, d.Hits[before:])
}

// note is what extortioners leave on a file server.
type note struct {
	*Attack
	*part
	to     machine
	wallet string
	hours  int64
}

func newNote(a *Attack, s *part, t scenario.Task) (action, error) {
	to, err := a.machine(t.With["to"])
	if err != nil {
		return nil, err
	}
	n := &note{a, s, to, wallet(a.world.Identifiers("note")), t.With.Int("hours")}
	s.involve(to)
	a.demands = &truth.Extortion{Amounts: []truth.Amount{{Value: 25, Currency: "BTC"}}, Wallets: []string{n.wallet}, Deadlines: []string{fmt.Sprintf("%d hours", n.hours)}, First: t.At, Last: t.At, Mails: 0}
	s.tell("impact", "T1486", []string{"note"}, "Files on %s are encrypted, a note demands money.", to.host)
	return n, nil
}

func (n *note) day(d *fact.Day) {
	if !on(d, n.First) {
		return
	}
	n.lock(d)
	d.Notes = append(d.Notes, fact.Note{Label: n.label, Time: n.First, Host: n.to.host, Name: "READ_ME_TO_RESTORE.txt", Text: fmt.Sprintf("All files of your company network were encrypted.\n\n"+
		"Your backups are encrypted too. Only we have the key that decrypts your files.\nSend 25 BTC to this wallet:\n%s\n\nYou have %d hours. After that the key is deleted.\nDo not rename files, do not call the police.\n", n.wallet, n.hours)})
}
