package life

import (
	"fmt"
	"time"

	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// answerCustomers is the work of clerks: they look up one member after the other,
// from a program of their own with a session for the day.
func (w *World) answerCustomers(d *fact.Day, s shift) {
	if s.Role != company.Clerk && s.Role != company.Handler {
		return
	}
	r := w.source(d, s.Employee, "customers")
	session := w.NewSession("crm", Database, "CRM Desk", s.begin, company.Server{Address: s.Machine})
	inside(d, s.Machine, w.Servers.Database.Address, w.Store.Port, w.Store.Service, s.begin, s.end.Sub(s.begin), 90_000, r.Bytes(500_000, 0.5))
	moments(r, s.begin, s.end, 9*s.Busy, func(t time.Time) {
		id := 1 + r.Int64N(max(1, w.Members.Active))
		d.Statements = append(d.Statements, fact.Statement{Time: t, Session: session, Channel: fact.Prepared, Table: TableActive,
			Text: "SELECT member_id, name, phone, email, address FROM member WHERE member_id = $1", Parameter: fmt.Sprint(id), Rows: 1, Bytes: 180, Duration: r.Between(300*time.Microsecond, 5*time.Millisecond)})
	})
	if s.Role == company.Handler { // reports that somebody asked for
		for range r.Poisson(1.5) {
			d.Statements = append(d.Statements, fact.Statement{Time: s.begin.Add(r.Between(time.Hour, 8*time.Hour)), Session: session, Table: TableActive,
				Text: "SELECT member_id, name, phone FROM member WHERE grade = 'VIP' ORDER BY member_id LIMIT 50", Rows: min(50, w.Members.Active), Examined: w.Members.Active, Bytes: 50 * 60, Duration: r.Between(20*time.Millisecond, 80*time.Millisecond)})
		}
	}
}

// jobs is what runs by itself at its hour.
func (w *World) jobs(d *fact.Day) {
	r := w.own(d, "jobs")
	w.backup(d)
	batch := w.NewSession("batch", Database, "nightly", d.At(time.Hour), w.Servers.Web)
	d.Statements = append(d.Statements, fact.Statement{Time: d.At(time.Hour + 2*time.Second), Session: batch, Channel: fact.Write, Table: TableOrders,
		Text: "UPDATE orders SET state = 'closed' WHERE state = 'sent' AND ordered < now() - interval '30 days'", Rows: int64(r.IntN(400)), Duration: r.Between(time.Second, 9*time.Second), Last: true})
	if d.Date.Weekday() == time.Monday { // sums for the management, read where it disturbs nobody
		report := w.NewSession("bi", Database, "BI Server", d.At(6*time.Hour), w.Servers.Reports)
		d.Statements = append(d.Statements, fact.Statement{Time: d.At(6*time.Hour + 4*time.Second), Session: report, Table: TableOrders,
			Text: "SELECT order_id, goods_id, state, ordered FROM orders WHERE ordered >= date_trunc('week', now()) - interval '7 days'", Rows: r.Around(9000, 0.2), Duration: r.Between(time.Second, 4*time.Second), Last: true})
	}
	if d.Date.Weekday() == time.Wednesday && w.Open(d.Date) { // the newsletter's recipients, with their consent
		export := w.NewSession("marketing", Database, "Campaign", d.At(10*time.Hour), w.Servers.Reports)
		d.Statements = append(d.Statements, fact.Statement{Time: d.At(10*time.Hour + 3*time.Second + r.Between(0, time.Minute)), Session: export, Table: TableActive,
			Text: "SELECT name, email FROM member WHERE consent_mail", Rows: w.Members.Active * 2 / 5, Examined: w.Members.Active, Duration: r.Between(time.Second, 4*time.Second), Last: true})
		w.campaign(d, d.At(10*time.Hour+20*time.Minute))
	}
	if d.Date.Weekday() == time.Sunday {
		w.check(d)
	}
}

// campaign hands the newsletter to the service that sends it.
func (w *World) campaign(d *fact.Day, at time.Time) {
	r := w.own(d, "campaign")
	service := w.Internet.Sites[7]
	out := w.Members.Active * 2 / 5 * 60
	w.visit(d, r, visit{machine: w.Servers.Reports.Address, at: at, site: &service, out: out + 20000, in: 90000, duration: 20*time.Second + time.Duration(out)*time.Microsecond})
}

// backup dumps the database every night, and takes it and the files to a service outside.
func (w *World) backup(d *fact.Day) {
	r := w.own(d, "backup")
	start := d.At(3*time.Hour + r.Between(0, 20*time.Second))
	dump := w.NewSession("backup", Database, "pg_dump", start, w.Servers.Backup)
	t := start.Add(time.Second)
	for _, table := range []struct {
		name, columns string
		rows          int64
	}{{TableActive, ColumnsActive, w.Members.Active}, {TableDormant, ColumnsDormant, w.Members.Dormant}, {TablePartner, ColumnsOthers, w.Members.Partner}, {TableWithdrawn, ColumnsOthers, w.Members.Withdrawn}} {
		took := time.Duration(table.rows)*20*time.Microsecond + r.Between(50*time.Millisecond, 200*time.Millisecond)
		d.Statements = append(d.Statements, fact.Statement{Time: t, Session: dump, Channel: fact.Copy, Table: table.name,
			Text: "COPY " + table.name + " (" + table.columns + ") TO stdout;", Rows: table.rows, Bytes: table.rows * 120, Duration: took, Last: table.name == TableWithdrawn})
		t = t.Add(took + 30*time.Millisecond)
	}
	inside(d, w.Servers.Backup.Address, w.Servers.Database.Address, w.Store.Port, w.Store.Service, start, t.Sub(start), 9000, w.Members.Rows()*120)
	inside(d, w.Servers.Backup.Address, w.Servers.Files.Address, 445, "gssapi,smb", d.At(2*time.Hour), 50*time.Minute, 4_000_000, r.Around(6_000_000_000, 0.1))
	w.share(d, "backup", w.Servers.Backup.Address, d.At(2*time.Hour), 50*time.Minute)
	service := &w.Internet.Sites[11]
	at := d.At(4 * time.Hour)
	for range 12 {
		out := r.Around(180_000_000, 0.2)
		took := time.Duration(out) * 150 * time.Nanosecond
		w.visit(d, r, visit{machine: w.Servers.Backup.Address, at: at, site: service, out: out, in: out / 90, duration: took})
		at = at.Add(took + time.Second)
	}
}

// check is the vulnerability scanner: every Sunday night, all servers, many ports.
func (w *World) check(d *fact.Day) {
	r := w.own(d, "check")
	at := d.At(2 * time.Hour)
	for _, s := range w.Servers.All() {
		for _, port := range []uint16{21, 22, 23, 25, 80, 110, 111, 135, 139, 143, 443, 445, 1433, 1521, 3306, 3389, 5432, 5900, 6379, 8080, 8443, 9200, 11211, 27017} {
			outcome := fact.Refused
			if r.Chance(0.2) {
				outcome = fact.Finished
			}
			at = at.Add(r.Between(20*time.Millisecond, 200*time.Millisecond))
			d.Flows = append(d.Flows, fact.Flow{Start: at, Duration: r.Between(time.Millisecond, 300*time.Millisecond), Src: w.Servers.Monitor.Address, Dst: s.Address, DstPort: port, Outcome: outcome})
		}
	}
}
