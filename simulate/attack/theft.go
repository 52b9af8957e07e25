package attack

import (
	"fmt"
	"time"

	"dwell/simulate/company"
	"dwell/simulate/fact"
	"dwell/simulate/life"
	"dwell/simulate/scenario"
	"dwell/truth"
)

// read takes whole tables out of the database, through a session that somebody
// left open or with an account that somebody knows.
type read struct {
	*Attack
	*part
	by      machine
	account string
	tables  []table
	channel fact.Channel
}

// table is one table of the shop.
type table struct {
	name, columns string
	rows          int64
	personal      bool // holds more than a number
}

func (a *Attack) table(name string) (table, error) {
	m := a.world.Members
	switch name {
	case "active":
		return table{life.TableActive, life.ColumnsActive, m.Active, true}, nil
	case "dormant":
		return table{life.TableDormant, life.ColumnsDormant, m.Dormant, true}, nil
	case "partner":
		return table{life.TablePartner, life.ColumnsOthers, m.Partner, false}, nil
	case "withdrawn":
		return table{life.TableWithdrawn, life.ColumnsOthers, m.Withdrawn, false}, nil
	}
	return table{}, fmt.Errorf("the shop has no table %q", name)
}

var channels = map[string]fact.Channel{"": fact.Select, "select": fact.Select, "copy": fact.Copy, "cursor": fact.Cursor}

func newRead(a *Attack, s *part, t scenario.Task) (action, error) {
	by, err := a.machine(t.With["by"])
	if err != nil {
		return nil, err
	}
	channel, ok := channels[t.With["channel"]]
	if !ok {
		return nil, fmt.Errorf("no channel %q", t.With["channel"])
	}
	c := &read{Attack: a, part: s, by: by, account: t.With.Text("account", "crm"), channel: channel}
	data := &truth.Data{Personal: []string{"name", "sex", "birth date", "phone", "mail address", "address", "password hash"}}
	for _, name := range t.With.List("tables") {
		tab, err := a.table(name)
		if err != nil {
			return nil, err
		}
		c.tables = append(c.tables, tab)
		data.Tables = append(data.Tables, truth.Table{Name: tab.name, Rows: tab.rows, Principals: []string{c.account}})
		data.Rows += tab.rows
		if tab.personal {
			data.Accounts += tab.rows
		}
	}
	// Every row is read once. A number without anything else is nobody's account, and
	// several accounts may be one person's.
	data.Records = data.Rows
	data.People = max(0, data.Accounts-a.world.Members.Repeated)
	a.data, a.taken = data, t.At
	s.Accounts = []string{c.account}
	s.involve(by)
	s.tell("collection", "T1213.006", []string{"query"}, "The account %s, from %s, reads %d tables whole: %d rows.", c.account, by.host, len(c.tables), data.Rows)
	return c, nil
}

func (c *read) day(d *fact.Day) {
	if !on(d, c.First) {
		return
	}
	r := c.source(c.part)
	session := c.world.NewSession(c.account, life.Database, "psql", c.First.Add(-40*time.Second), company.Server{Address: c.by.address})
	at, sum := c.First, int64(0)
	for i, t := range c.tables {
		took := time.Duration(t.rows)*15*time.Microsecond + r.Between(300*time.Millisecond, 2*time.Second)
		d.Statements = append(d.Statements, fact.Statement{Label: c.label, Time: at, Session: session, Channel: c.channel, Table: t.name,
			Text: "SELECT " + t.columns + " FROM " + t.name, Rows: t.rows, Bytes: t.rows * 110, Duration: took, Fetch: 10000, Last: i == len(c.tables)-1})
		at = at.Add(took + r.Between(40*time.Second, 6*time.Minute))
		sum += t.rows * 110
	}
	d.Flows = append(d.Flows, fact.Flow{Label: c.label, Start: session.Start, Duration: at.Sub(session.Start), Src: c.by.address, Dst: c.world.Servers.Database.Address, DstPort: c.world.Store.Port, Service: c.world.Store.Service, Out: 14_000, In: sum})
	c.ask(d, session.Start, at.Sub(session.Start))
}

// stage carries what was read from machine to machine, to where it can leave.
type stage struct {
	*Attack
	*part
	path []machine
}

func newStage(a *Attack, s *part, t scenario.Task) (action, error) {
	path, err := a.machines(t.With.List("path"))
	if err != nil {
		return nil, err
	}
	s.involve(path[1:]...)
	s.Accounts = []string{administrator}
	s.tell("collection", "T1074.002", []string{"connection"}, "The data goes from machine to machine inside.")
	return &stage{a, s, path}, nil
}

func (c *stage) day(d *fact.Day) {
	if !on(d, c.First) {
		return
	}
	r, at := c.source(c.part), c.First
	for i := range c.path[1:] {
		bytes := c.loot()
		took := time.Duration(bytes) * 90 * time.Nanosecond
		f := fact.Flow{Label: c.label, Start: at, Duration: took + time.Second, Src: c.path[i].address, Dst: c.path[i+1].address, DstPort: 445, Service: "gssapi,smb", Out: bytes, In: bytes / 70}
		if c.path[i].employee == nil { // a server does not call a workstation; it is fetched from
			f.Src, f.Dst, f.Out, f.In, f.DstPort, f.Service = f.Dst, f.Src, f.In, f.Out, 22, "ssh"
			f.SSH = &fact.SSH{Client: banner, Server: company.Banner, Attempts: 1, Success: true}
		}
		d.Flows = append(d.Flows, f)
		c.arrive(d, &f, c.path[i], c.path[i+1], i == len(c.path)-2)
		at = at.Add(took + r.Between(20*time.Minute, 90*time.Minute))
	}
}

// loot is the size of the data when packed.
func (a *Attack) loot() int64 {
	if a.data == nil {
		return 40_000_000
	}
	return max(40_000_000, a.data.Rows*42)
}

// upload carries the data out, in parts of equal size.
type upload struct {
	*Attack
	*part
	from   machine
	server *station
	parts  int
	until  time.Time
}

func newUpload(a *Attack, s *part, t scenario.Task) (action, error) {
	from, err := a.machine(t.With["from"])
	if err != nil {
		return nil, err
	}
	u := &upload{a, s, from, a.station(t.With.Text("server", "drop")), int(max(1, t.With.Int("parts"))), t.Until}
	s.involve(from)
	technique, where := "T1041", u.server.Addresses[0].String()
	s.against(where)
	if u.server.named {
		technique, where = "T1567.002", u.server.Name
		s.against(where)
	}
	s.tell("exfiltration", technique, []string{"connection"}, "%s sends the data to %s in %d parts of one size.", from.host, where, u.parts)
	return u, nil
}

func (u *upload) day(d *fact.Day) {
	if !on(d, u.First) {
		return
	}
	r, at := u.source(u.part), u.First
	size := u.loot() / int64(u.parts)
	apart := u.until.Sub(u.First) / time.Duration(u.parts)
	for range u.parts {
		took := time.Duration(size)*250*time.Nanosecond + r.Between(time.Second, 9*time.Second)
		out := size + int64(r.IntN(4000))
		name := ""
		if u.server.named {
			name = u.server.Name
			u.world.Resolve(d, u.label, r, u.from.address, at, name, u.server.Addresses...)
		}
		d.Flows = append(d.Flows, fact.Flow{Label: u.label, Start: at, Duration: took, Src: u.from.address, Dst: u.server.Addresses[0], DstPort: 443, Service: "ssl", Out: out, In: r.Around(size/800, 0.1), Name: name,
			TLS: &fact.TLS{Version: "TLSv12", Subject: u.server.Subject, Issuer: u.server.Issuer, SelfSigned: u.server.alone}})
		if u.data != nil {
			u.data.Bytes += out
		}
		if u.home.IsZero() {
			u.home = at
		}
		u.away = at.Add(took)
		at = at.Add(max(took+time.Second, r.Between(apart*8/10, apart)))
	}
}
