package life

import (
	"time"

	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// browse is the use of the web: pages that load from one to three places each,
// mostly from those that the person likes.
func (w *World) browse(d *fact.Day, s shift) {
	r := w.source(d, s.Employee, "browse")
	moments(r, s.begin, s.end, 9*s.Busy, func(t time.Time) {
		for i := range 1 + r.IntN(3) {
			n := s.Sites[int(float64(len(s.Sites))*r.Float64()*r.Float64())]
			if r.Chance(0.12) {
				n = r.IntN(len(w.Internet.Sites)) // curiosity
			}
			w.visit(d, r, visit{machine: s.Machine, at: t.Add(time.Duration(i) * r.Between(50*time.Millisecond, 900*time.Millisecond)), site: &w.Internet.Sites[n],
				out: 600 + r.Bytes(1500, 1.2), in: r.Bytes(20000, 2), duration: time.Second + r.Exponential(25*time.Second)})
		}
	})
}

// office is the work with the company's own servers.
func (w *World) office(d *fact.Day, s shift) {
	r := w.source(d, s.Employee, "office")
	dc := w.Servers.Directory.Address
	for i, port := range []uint16{88, 389, 445} {
		inside(d, s.Machine, dc, port, []string{"krb_tcp", "ldap_tcp", "gssapi,smb"}[i], s.begin.Add(time.Duration(i)*time.Second), r.Between(20*time.Millisecond, time.Second), r.Bytes(2200, 0.5), r.Bytes(3800, 0.7))
	}
	d.Logons = append(d.Logons, fact.Logon{Time: s.begin, Host: s.Host, User: s.User, Kind: fact.AtConsole, Success: true, Until: s.end})
	if r.Chance(0.08) {
		d.Logons = append(d.Logons, fact.Logon{Time: s.begin.Add(-20 * time.Second), Host: s.Host, User: s.User, Kind: fact.AtConsole})
	}
	moments(r, s.begin, s.end, 0.6, func(t time.Time) {
		inside(d, s.Machine, dc, 88, "krb_tcp", t, r.Between(2*time.Millisecond, 40*time.Millisecond), r.Bytes(1700, 0.3), r.Bytes(1900, 0.3))
	})
	moments(r, s.begin, s.end, 2.5*s.Busy, func(t time.Time) {
		out, in := r.Bytes(6000, 1.5), r.Bytes(40000, 2)
		if r.Chance(0.3) {
			out, in = in, out // saves instead of opening
		}
		took := time.Second + r.Exponential(2*time.Minute)
		inside(d, s.Machine, w.Servers.Files.Address, 445, "gssapi,smb", t, took, out, in)
		w.share(d, s.User, s.Machine, t, took)
	})
	for t := s.begin.Add(r.Between(0, 10*time.Minute)); t.Before(s.end); t = t.Add(10*time.Minute + r.Between(0, 8*time.Second)) {
		inside(d, s.Machine, w.Servers.Mail.Address, 993, "ssl", t, r.Between(200*time.Millisecond, 3*time.Second), r.Bytes(900, 0.4), r.Bytes(2500, 1.4))
	}
	moments(r, s.begin, s.end, 0.25, func(t time.Time) {
		inside(d, s.Machine, w.Servers.Printer.Address, 9100, "", t, 2*time.Second+r.Exponential(8*time.Second), r.Bytes(300000, 1.5), 400)
	})
}

// call is video calls: an hour of about as much out as in.
func (w *World) call(d *fact.Day, s shift) {
	r := w.source(d, s.Employee, "call")
	if !w.Open(d.Date) || !r.Chance(0.12) {
		return
	}
	at := s.begin.Add(r.Between(time.Hour, 7*time.Hour))
	took := 15*time.Minute + r.Exponential(25*time.Minute)
	site := &w.Internet.Calls[r.IntN(len(w.Internet.Calls))]
	w.visit(d, r, visit{machine: s.Machine, at: at, site: site, out: r.Bytes(40000, 0.8), in: r.Bytes(90000, 0.8), duration: took})
	rate := r.Around(60_000, 0.5) // bytes a second
	d.Flows = append(d.Flows, fact.Flow{Start: at.Add(3 * time.Second), Duration: took, Src: s.Machine, Dst: site.Addresses[0], DstPort: 3478,
		Transport: fact.UDP, Out: rate * int64(took/time.Second), In: r.Around(rate, 0.3) * int64(took/time.Second)})
}

// save is uploads to cloud storage: some people now and then, designers every week.
func (w *World) save(d *fact.Day, s shift) {
	r := w.source(d, s.Employee, "save")
	habit := w.Life(s.Employee, "habit of saving")
	user, site := habit.Chance(0.25), &w.Internet.Clouds[habit.IntN(len(w.Internet.Clouds))]
	if user && r.Chance(0.3) {
		at := s.begin.Add(r.Between(30*time.Minute, 8*time.Hour))
		out := r.Bytes(1_500_000, 1.5)
		w.visit(d, r, visit{machine: s.Machine, at: at, site: site, out: out, in: 20000 + out/60, duration: 2*time.Second + time.Duration(out)*time.Microsecond})
	}
	if s.Role == company.Marketing && d.Date.Weekday() == time.Thursday {
		at := s.begin.Add(r.Between(3*time.Hour, 7*time.Hour))
		for i := range 2 + r.IntN(4) {
			out := r.Bytes(60_000_000, 0.8)
			w.visit(d, r, visit{machine: s.Machine, at: at.Add(time.Duration(i) * 3 * time.Minute), site: site, out: out, in: 30000 + out/80, duration: time.Duration(out) * time.Microsecond / 4})
		}
	}
}
