package attack

import (
	"fmt"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/life"
)

// What the machines' own logs show of the data that is read, carried away or locked.

// client is the program with which somebody asks the database, on a machine.
func (a *Attack) client(m machine, account string) (image, command string) {
	host := a.world.Servers.Database.Host
	switch maria, windows := a.plan.Values["database"] == "mariadb", a.windows(m); {
	case !windows:
		return "/usr/bin/php", "php /tmp/export.php"
	case maria:
		return `C:\Program Files\MariaDB\bin\mysql.exe`, fmt.Sprintf(`mysql -h %s -u %s -p --batch --quick %s`, host, account, life.Database)
	default:
		return `C:\Program Files\PostgreSQL\9.5\bin\psql.exe`, fmt.Sprintf(`psql -h %s -U %s -A -t %s`, host, account, life.Database)
	}
}

// ask is the program that reads the tables.
func (c *read) ask(d *fact.Day, begin time.Time, took time.Duration) {
	if !c.watched() {
		return
	}
	user, parent := c.by.user, prompt
	if !c.windows(c.by) {
		user, parent = webUser, "/bin/sh"
	}
	image, command := c.client(c.by, c.account)
	c.run(d, begin, took, c.by, user, image, parent, command)
}

// arrive is the data that gets to the next machine, and there in the end into an
// archive.
func (c *stage) arrive(d *fact.Day, f *fact.Flow, from, to machine, last bool) {
	kind, host := fact.OverNetwork, to
	if f.DstPort == 22 {
		kind, host = fact.OverSSH, from
	}
	end := f.Start.Add(f.Duration)
	d.Logons = append(d.Logons, fact.Logon{Label: c.label, Time: f.Start, Host: host.host, User: administrator, From: f.Src, Kind: kind, Success: true, Until: end})
	if !c.watched() {
		return
	}
	c.shown()
	if !c.windows(to) {
		return
	}
	c.drop(d, end, to, "SYSTEM", "System", `C:\ProgramData\cache.dat`)
	if last {
		c.run(d, end.Add(90*time.Second), 6*time.Minute, to, "SYSTEM", `C:\ProgramData\rar.exe`, hiddenSystem, `rar.exe a -m1 -v1500m C:\ProgramData\c.rar C:\ProgramData\cache.dat`)
	}
}

// save is the export on the insider's machine.
func (e *export) save(d *fact.Day, begin time.Time, took time.Duration) {
	if !e.watched() {
		return
	}
	m := machine{host: e.who.Host, address: e.who.Machine, user: e.who.User, employee: e.who}
	image, command := e.client(m, e.account)
	e.run(d, begin, took, m, m.user, image, prompt, command)
	e.drop(d, begin.Add(took), m, m.user, image, `C:\Users\`+m.user+`\Documents\member.csv`)
}

// orders is what the script on the web server starts.
func (w *shell) orders(d *fact.Day, hits []fact.Hit) {
	if !w.watched() {
		return
	}
	m, r := machine{host: w.world.Servers.Web.Host, address: w.world.Servers.Web.Address}, w.source(w.part, "orders", d.Date.Format(time.DateOnly))
	for i := range hits {
		h := &hits[i]
		switch {
		case h.Method == "POST" && h.Path == w.path:
			order := []string{"id", "uname -a", "ls -la /srv/shop", "cat /srv/shop/config/database.php", "ps aux", "df -h", "ss -tn"}[r.IntN(7)]
			w.run(d, h.Time.Add(5*time.Millisecond), 30*time.Millisecond, m, webUser, "/bin/sh", "/usr/sbin/php-fpm", "sh -c "+order)
		case h.Method == "POST":
			w.drop(d, h.Time.Add(20*time.Millisecond), m, webUser, "/usr/sbin/php-fpm", "/srv/shop/public"+w.path)
		}
	}
}

// lockedFiles is how many files of the share stand for all that are encrypted.
const lockedFiles = 240

// lock is the encryption: a program that writes one file after the other anew.
func (n *note) lock(d *fact.Day) {
	if !n.watched() || !n.windows(n.to) {
		return
	}
	const locker = `C:\Windows\Temp\lk.exe`
	r, at := n.source(n.part, "files"), n.First.Add(-20*time.Minute)
	n.drop(d, at.Add(-10*time.Second), n.to, "SYSTEM", hiddenSystem, locker)
	n.run(d, at, 21*time.Minute, n.to, "SYSTEM", locker, hiddenSystem, locker+` D:\Shares`)
	for i := range lockedFiles {
		at = at.Add(r.Between(time.Second, 8*time.Second))
		n.drop(d, at, n.to, "SYSTEM", locker, fmt.Sprintf(`D:\Shares\team%d\plan %d.xlsx.locked`, 1+r.IntN(9), i))
	}
	n.drop(d, n.First, n.to, "SYSTEM", locker, `D:\Shares\READ_ME_TO_RESTORE.txt`)
}
