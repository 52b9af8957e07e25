package attack

import (
	"slices"
	"time"

	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// What the attacker does on machines shows only in their own logs. These facts draw
// from sources of their own, and are made only where somebody looks.

// hidden is the attacker's back door: where the lure leaves it, and where it gets to
// from machine to machine.
const (
	hidden         = "hsvc.exe"
	hiddenSystem   = `C:\Windows\Temp\` + hidden
	hiddenLinux    = "/dev/shm/.ksmd"
	serviceControl = `C:\Windows\System32\services.exe`
	explorer       = `C:\Windows\explorer.exe`
	prompt         = `C:\Windows\System32\cmd.exe`
)

func hiddenUser(user string) string { return `C:\Users\` + user + `\AppData\Roaming\` + hidden }

// watched reports whether the machines' own logs are looked at.
func (a *Attack) watched() bool { return a.world.Watched }

// windows reports what a machine runs.
func (a *Attack) windows(m machine) bool {
	return m.employee != nil || a.world.Servers.System(company.Server{Address: m.address}) == fact.Windows
}

// shown notes that the logs of machines hold records of a step.
func (s *part) shown() {
	if !slices.Contains(s.Sources, "host") {
		s.Sources = append(s.Sources, "host")
	}
}

// run is a program that the attacker starts.
func (s *part) run(d *fact.Day, at time.Time, took time.Duration, m machine, user, image, parent, command string) {
	s.shown()
	d.Processes = append(d.Processes, fact.Process{Label: s.label, Time: at, Duration: took, Host: m.host, User: user, Image: image, ParentImage: parent, Command: command})
}

// drop is a file that the attacker leaves.
func (s *part) drop(d *fact.Day, at time.Time, m machine, user, image, path string) {
	s.shown()
	d.Files = append(d.Files, fact.Dropped{Label: s.label, Time: at, Host: m.host, User: user, Image: image, Path: path})
}

// unpack is what the lure's program leaves when it is opened.
func (l *lure) unpack(d *fact.Day, image string) {
	if !l.watched() {
		return
	}
	m := machine{host: l.victim.Host}
	l.drop(d, l.opened.Add(-2*time.Second), m, l.victim.User, explorer, image)
	l.drop(d, l.opened.Add(4*time.Second), m, l.victim.User, image, hiddenUser(l.victim.User))
}

// lured returns the step of the lure that a machine's user fell for.
func (a *Attack) lured(m machine) *lure {
	for _, p := range a.parts {
		if l, ok := p.action.(*lure); ok && l.victim.Host == m.host {
			return l
		}
	}
	return nil
}

// wake is the back door that begins. Where it came as a service, that is its beginning.
func (b *beacon) wake(d *fact.Day) {
	if !b.watched() || !on(d, b.First) {
		return
	}
	at := b.First.Add(-2 * time.Second)
	if l := b.lured(b.from); l != nil {
		b.run(d, at, 0, b.from, b.from.user, hiddenUser(b.from.user), l.image(), `"`+hiddenUser(b.from.user)+`"`)
	} else if !b.windows(b.from) {
		b.drop(d, at.Add(-time.Minute), b.from, webUser, "/usr/bin/wget", hiddenLinux)
		b.run(d, at, 0, b.from, webUser, hiddenLinux, "/bin/sh", hiddenLinux)
	}
}

// webUser is the account of the web server.
const webUser = "www-data"

// ask is what the attacker asks a machine before looking at others.
func (c *scan) ask(d *fact.Day) {
	if !c.watched() || !c.windows(c.from) {
		return
	}
	for i, q := range []struct{ image, command string }{{`C:\Windows\System32\whoami.exe`, "whoami /all"}, {`C:\Windows\System32\net.exe`, `net group "domain admins" /domain`}, {`C:\Windows\System32\net.exe`, "net view /domain"}} {
		c.run(d, c.First.Add(time.Duration(i-4)*20*time.Second), 300*time.Millisecond, c.from, c.from.user, q.image, hiddenUser(c.from.user), q.command)
	}
}

// settle is what shows on a machine that the attacker has reached.
func (m *move) settle(d *fact.Day, to machine, tool string, at time.Time) {
	const wsman = `C:\Windows\System32\wsmprovhost.exe`
	switch {
	case !m.watched():
	case m.windows(to) && tool == "smb":
		m.drop(d, at.Add(1500*time.Millisecond), to, "SYSTEM", "System", hiddenSystem)
		m.run(d, at.Add(3200*time.Millisecond), 0, to, "SYSTEM", hiddenSystem, serviceControl, hiddenSystem)
	case m.windows(to) && tool == "winrm":
		m.run(d, at.Add(1500*time.Millisecond), 40*time.Second, to, administrator, wsman, `C:\Windows\System32\svchost.exe`, wsman+" -Embedding")
		m.run(d, at.Add(3*time.Second), 200*time.Millisecond, to, administrator, `C:\Windows\System32\whoami.exe`, wsman, "whoami /groups")
	case !m.windows(to) && tool == "ssh":
		for i, c := range []struct{ image, command string }{{"/usr/bin/id", "id"}, {"/bin/uname", "uname -a"}, {"/bin/cat", "cat /etc/passwd"}, {"/bin/ls", "ls -la /home /srv"}, {"/bin/ss", "ss -tnp"}} {
			m.run(d, at.Add(time.Duration(12+25*i)*time.Second), 20*time.Millisecond, to, administrator, c.image, "/bin/bash", c.command)
		}
	}
}

// administrator is the account that the attacker takes along from machine to machine.
const administrator = "administrator"
