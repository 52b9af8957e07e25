package life

import (
	"time"

	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// administer is the work of administrators and developers on servers.
func (w *World) administer(d *fact.Day, s shift) {
	r := w.source(d, s.Employee, "administer")
	var targets []company.Server
	var hourly float64
	switch s.Role {
	case company.Administrator:
		targets, hourly = w.Servers.All(), 1.2
	case company.Developer:
		targets, hourly = []company.Server{w.Servers.Build, w.Servers.Web}, 0.4
	default:
		return
	}
	moments(r, s.begin, s.end, hourly, func(t time.Time) {
		w.remote(d, s, targets[r.IntN(len(targets))], t, time.Minute+r.Exponential(15*time.Minute))
	})
	if s.Role == company.Administrator && r.Chance(0.03) { // work that disturbs nobody at night
		w.remote(d, s, w.Servers.Database, d.At(25*time.Hour+r.Between(0, 3*time.Hour)), time.Hour)
	}
}

func (w *World) remote(d *fact.Day, s shift, to company.Server, at time.Time, took time.Duration) {
	r := w.Life(s.Employee, "remote", at.String())
	f := fact.Flow{Start: at, Duration: took, Src: s.Machine, Dst: to.Address, DstPort: 22, Service: "ssh", Out: r.Bytes(12000, 1), In: r.Bytes(60000, 1.5),
		SSH: &fact.SSH{Client: "SSH-2.0-PuTTY_Release_0.67", Server: company.Banner, Attempts: 1, Success: true}}
	kind := fact.OverSSH
	if w.Servers.System(to) == fact.Windows {
		f.DstPort, f.Service, f.SSH, kind = 3389, "rdp", nil, fact.OverRDP
	}
	d.Flows = append(d.Flows, f)
	d.Logons = append(d.Logons, fact.Logon{Time: at.Add(2 * time.Second), Host: to.Host, User: s.User, From: s.Machine, Kind: kind, Success: true, Until: at.Add(took)})
	if w.Watched {
		w.remoteWork(d, s, to, at, took, kind)
	}
}

// noise is the Internet that knocks at every door.
func (w *World) noise(d *fact.Day) {
	r := w.own(d, "noise")
	end := d.Date.Add(24 * time.Hour)
	moments(r, d.Date, end, 20, func(t time.Time) {
		d.Flows = append(d.Flows, fact.Flow{Start: t, Src: company.Stranger(r), Dst: w.Servers.Web.Address, DstPort: uint16([]int{22, 23, 445, 1433, 3306, 3389, 8080}[r.IntN(7)]), Outcome: fact.Unanswered})
	})
	moments(r, d.Date, end, 3, func(t time.Time) {
		client := company.Stranger(r)
		for i, path := range []string{"/phpmyadmin/", "/manager/html", "/wp-login.php", "/.git/config"} {
			d.Hits = append(d.Hits, fact.Hit{Time: t.Add(time.Duration(i) * time.Second), Client: client, Method: "GET", Path: path, Status: 404, Bytes: 162, Agent: "Mozilla/5.0 zgrab/0.x"})
		}
	})
}
