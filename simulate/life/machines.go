package life

import (
	"net/netip"
	"time"

	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// machine is what software does by itself while a workstation is on.
func (w *World) machine(d *fact.Day, e *company.Employee) {
	r := w.source(d, e, "machine")
	begin, end, ok := w.Hours(e, d.Date)
	if e.Always {
		begin, end, ok = d.Date, d.Date.Add(24*time.Hour), true
	}
	if !ok {
		return
	}
	habit := w.Life(e, "software")
	vendors := w.Internet.Vendors
	// A virus scanner asks for news at even intervals.
	guard := &vendors[len(vendors)-1]
	for t := begin.Add(r.Between(0, time.Hour)); t.Before(end); t = t.Add(time.Hour + r.Between(0, 20*time.Second)) {
		w.visit(d, r, visit{machine: e.Machine, at: t, site: guard, out: r.Around(1100, 0.1), in: r.Around(3200, 0.2), duration: r.Between(300*time.Millisecond, 2*time.Second)})
	}
	for i := range vendors[:len(vendors)-1] {
		if !habit.Chance(0.6) {
			continue
		}
		moments(r, begin, end, 0.25, func(t time.Time) {
			in := r.Bytes(6000, 1.2)
			if r.Chance(0.02) {
				in = r.Bytes(30_000_000, 1.5) // an update
			}
			w.visit(d, r, visit{machine: e.Machine, at: t, site: &vendors[i], out: r.Bytes(1800, 0.7), in: in, duration: r.Between(time.Second, time.Minute)})
		})
	}
	// A messenger keeps its line open, and asks again when it is cut.
	if habit.Chance(0.4) {
		site := &w.Internet.Sites[habit.IntN(12)]
		for t := begin.Add(r.Between(0, 5*time.Minute)); t.Before(end); t = t.Add(5*time.Minute + r.Between(-2*time.Second, 2*time.Second)) {
			w.visit(d, r, visit{machine: e.Machine, at: t, site: site, out: r.Around(700, 0.05), in: r.Around(900, 0.3), duration: r.Between(150*time.Millisecond, time.Second)})
		}
	}
	for t := begin.Add(r.Between(0, time.Hour)); t.Before(end); t = t.Add(34*time.Minute + r.Between(0, time.Minute)) {
		clock(d, e.Machine, w.Servers.Directory.Address, t, r.Between(200*time.Microsecond, 2*time.Millisecond))
	}
}

// clock is one question for the time.
func clock(d *fact.Day, machine, server netip.Addr, at time.Time, took time.Duration) {
	d.Flows = append(d.Flows, fact.Flow{Start: at, Duration: took, Src: machine, Dst: server, DstPort: 123, Transport: fact.UDP, Service: "ntp", Out: 48, In: 48})
}

// servers is what servers do among themselves and by themselves.
func (w *World) servers(d *fact.Day) {
	r := w.own(d, "servers")
	end := d.Date.Add(24 * time.Hour)
	for i, c := range w.Internet.Clock {
		for t := d.Date.Add(time.Duration(i) * 200 * time.Second); t.Before(end); t = t.Add(1024*time.Second + r.Between(-3*time.Second, 3*time.Second)) {
			clock(d, w.Servers.Directory.Address, c, t, r.Between(3*time.Millisecond, 40*time.Millisecond))
		}
	}
	for t := d.Date.Add(time.Duration(r.IntN(60)) * time.Second); t.Before(end); t = t.Add(5 * time.Minute) {
		for i, s := range w.Servers.All() {
			if s.Address != w.Servers.Monitor.Address {
				inside(d, w.Servers.Monitor.Address, s.Address, 9100, "http", t.Add(time.Duration(i)*70*time.Millisecond), r.Between(4*time.Millisecond, 60*time.Millisecond), 210, r.Around(28000, 0.1))
			}
		}
	}
	for t := d.Date.Add(r.Between(0, 6*time.Hour)); t.Before(end); t = t.Add(6*time.Hour + r.Between(0, 20*time.Minute)) {
		for _, s := range w.Servers.All() {
			w.visit(d, r, visit{machine: s.Address, at: t.Add(r.Between(0, 10*time.Minute)), site: &w.Internet.Vendors[1], out: r.Bytes(1200, 0.4), in: r.Bytes(9000, 1), duration: r.Between(time.Second, 20*time.Second)})
		}
	}
	// The mail relay hands mails over and takes them in.
	moments(r, d.Date.Add(7*time.Hour), d.Date.Add(22*time.Hour), float64(len(w.Employees))/6, func(t time.Time) {
		p := w.Suppliers[r.IntN(len(w.Suppliers))]
		f := fact.Flow{Start: t, Duration: r.Between(500*time.Millisecond, 4*time.Second), Src: w.Servers.Mail.Address, Dst: p.Out, DstPort: 25, Service: "smtp", Out: r.Bytes(24000, 2), In: 600}
		if r.Chance(0.6) {
			f.Src, f.Dst = f.Dst, f.Src
		}
		d.Flows = append(d.Flows, f)
	})
}
