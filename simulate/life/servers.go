package life

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// cron is the jobs of the Linux servers.
func (w *World) cron(d *fact.Day) {
	for _, s := range w.Servers.All() {
		if w.Servers.System(s) != fact.Linux {
			continue
		}
		r := w.own(d, "cron of "+s.Address.String())
		job := func(at time.Duration, user, command string, took time.Duration) {
			d.Processes = append(d.Processes, fact.Process{Time: d.At(at + r.Between(time.Second, 1500*time.Millisecond)), Duration: took, Host: s.Host, User: user,
				Image: "/bin/sh", ParentImage: "/usr/sbin/cron", Command: "/bin/sh -c " + command})
		}
		for hour := range 24 * time.Hour / time.Hour {
			job(hour*time.Hour+17*time.Minute, "root", "cd / && run-parts --report /etc/cron.hourly", r.Between(30*time.Millisecond, time.Second))
		}
		job(6*time.Hour+25*time.Minute, "root", "test -x /usr/sbin/anacron || ( cd / && run-parts --report /etc/cron.daily )", r.Between(5*time.Second, 90*time.Second))
		job(5*time.Hour, "root", "/usr/local/sbin/daily-report", r.Between(time.Second, 9*time.Second))
		w.ownJobs(s, job)
		for _, unit := range []string{"apt-daily", "logrotate", "man-db", "fstrim"} {
			at := d.At(r.Between(0, 23*time.Hour))
			d.Services = append(d.Services, fact.Service{Time: at, Host: s.Host, Change: fact.Started, Name: unit},
				fact.Service{Time: at.Add(time.Second + r.Exponential(8*time.Second)), Host: s.Host, Change: fact.Stopped, Name: unit})
		}
	}
}

// ownJobs are those that a server has for its purpose.
func (w *World) ownJobs(s company.Server, job func(time.Duration, string, string, time.Duration)) {
	switch s.Address {
	case w.Servers.Web.Address:
		job(time.Hour, "www-data", "php /srv/shop/batch/nightly.php", 20*time.Second)
		for quarter := range 96 {
			job(time.Duration(quarter)*15*time.Minute, "www-data", "php /srv/shop/batch/mail-queue.php", 800*time.Millisecond)
		}
	case w.Servers.Backup.Address:
		job(2*time.Hour, "backup", "/usr/local/sbin/backup-files", 50*time.Minute)
		job(3*time.Hour, "backup", "/usr/local/sbin/backup-database", 10*time.Minute)
		job(4*time.Hour, "backup", "/usr/local/sbin/backup-away", 30*time.Minute)
	case w.Servers.Database.Address, w.Servers.Replica.Address:
		job(4*time.Hour+30*time.Minute, "root", "/usr/local/sbin/check-replication", 3*time.Second)
	case w.Servers.Build.Address:
		for hour := range time.Duration(10) {
			job((hour+9)*time.Hour+5*time.Minute, "jenkins", "/srv/build/poll-repositories", 4*time.Second)
		}
	}
}

// remoteWork is what somebody does in a session on a server.
func (w *World) remoteWork(d *fact.Day, s shift, to company.Server, at time.Time, took time.Duration, kind fact.LogonKind) {
	r := w.Life(s.Employee, "remote work", at.String())
	t := at.Add(4 * time.Second)
	if kind == fact.OverRDP {
		d.Processes = append(d.Processes, fact.Process{Time: t, Duration: took - 5*time.Second, Host: to.Host, User: s.User, Image: shellExplorer, ParentImage: shellLogon, Command: shellExplorer})
	} else if r.Chance(0.05) { // a password mistyped before the right one
		d.Logons = append(d.Logons, fact.Logon{Time: at.Add(-3 * time.Second), Host: to.Host, User: s.User, From: s.Machine, Kind: kind})
	}
	for t = t.Add(r.Exponential(20 * time.Second)); t.Before(at.Add(took - 10*time.Second)); t = t.Add(r.Exponential(2 * time.Minute)) {
		p := fact.Process{Time: t, Duration: r.Between(10*time.Millisecond, 9*time.Second), Host: to.Host, User: s.User}
		if kind == fact.OverRDP {
			c := consoles[r.IntN(len(consoles))]
			p.Duration = min(20*p.Duration, at.Add(took).Sub(t))
			p.Image, p.ParentImage, p.Command = c.image, shellExplorer, line(c.image, c.command)
		} else {
			c := commands[r.IntN(len(commands))]
			p.Image, p.Command, p.ParentImage = c.image, strings.ReplaceAll(c.command, "{n}", fmt.Sprint(20+r.IntN(400))), "/bin/bash"
			if c.sudo {
				p.ParentImage = "/usr/bin/sudo"
			}
		}
		d.Processes = append(d.Processes, p)
	}
}

// share is a session on the file server.
func (w *World) share(d *fact.Day, user string, from netip.Addr, at time.Time, took time.Duration) {
	d.Logons = append(d.Logons, fact.Logon{Time: at, Host: w.Servers.Files.Host, User: user, From: from, Kind: fact.OverNetwork, Success: true, Until: at.Add(took)})
}
