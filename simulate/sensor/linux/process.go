package linux

import (
	"path"
	"strings"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/auditd"
	"dwell/simulate/format/authlog"
)

// Programs that begin others in a way that shows.
const (
	cronImage = "/usr/sbin/cron"
	sudoImage = "/usr/bin/sudo"
)

// process is a program that was executed; auditd watches all. A job of cron has a
// session of its own, and sudo tells of what it was asked for.
func (l *Sensor) process(h *host, p *fact.Process) {
	switch p.ParentImage {
	case cronImage:
		l.job(h, p)
	case sudoImage:
		l.sudo(h, p)
	default:
		l.execute(h, p, p.Time, l.caller(h, p))
	}
}

// caller is the process that executes a program: one of a session when its account has
// one open, else a service's.
func (l *Sensor) caller(h *host, p *fact.Process) auditd.Process {
	uid := l.uid(p.User)
	c := identity(uid)
	c.PID, c.PPID, c.AUID, c.Session = p.ID, p.Parent, auditd.Unset, auditd.Unset
	if in, ok := h.logins[p.User]; ok && (in.until.IsZero() || p.Time.Before(in.until)) {
		c.PPID, c.AUID, c.Session, c.TTY = in.shell, uid, in.session, in.terminal
	}
	if c.PID == 0 {
		c.PID = l.newPID(h)
	}
	if c.PPID == 0 {
		c.PPID = 1
	}
	return c
}

// identity is a process whose identities are all the same.
func identity(uid uint32) auditd.Process {
	return auditd.Process{UID: uid, GID: uid, EUID: uid, SUID: uid, FSUID: uid, EGID: uid, SGID: uid, FSGID: uid, Subject: apparmor}
}

// execute is the system call that begins a program.
func (l *Sensor) execute(h *host, p *fact.Process, at time.Time, by auditd.Process) {
	args := arguments(p)
	by.Comm, by.Exe = path.Base(p.Image), p.Image
	c := &auditd.Call{Number: auditd.Execve, Args: [4]uint64{l.address(), l.address(), l.address(), 8}, Process: by, Key: "exec", Exec: args, CWD: home(p.User), Title: args,
		Paths: []auditd.Path{l.binary(p.Image), l.binary("/lib64/ld-linux-x86-64.so.2")}}
	l.audited(h, p.Label, at, func(dst []byte, header *auditd.Header) []byte { return auditd.AppendCall(dst, header, c) })
}

// arguments are the words of a command line. What follows "sh -c" is one.
func arguments(p *fact.Process) []string {
	if before, script, ok := strings.Cut(p.Command, " -c "); ok && strings.HasSuffix(p.Image, "sh") {
		return append(strings.Fields(before), "-c", strings.Trim(script, `"'`))
	}
	return strings.Fields(p.Command)
}

// address is one in the heap of a shell.
func (l *Sensor) address() uint64 { return 0x55d0_0000_0000 + uint64(l.Numbers.Uint32())<<4 }

// binary is a program on the disk; its inode follows from its name.
func (l *Sensor) binary(name string) auditd.Path {
	inode := uint64(131_072)
	for _, c := range []byte(name) {
		inode = inode*31%900_001 + uint64(c)
	}
	return auditd.Path{Name: name, Inode: inode, Major: 8, Minor: 1, Mode: 0o100755, Kind: auditd.PathNormal}
}

func home(user string) string {
	switch user {
	case "root":
		return "/root"
	case "www-data":
		return "/srv/shop/public"
	case "postgres", "mysql", "jenkins", "backup":
		return "/var/lib/" + user
	}
	return "/home/" + user
}

// job is a job of cron: a session that is opened for it and closed behind it.
func (l *Sensor) job(h *host, p *fact.Process) {
	pid, uid := l.newPID(h), l.uid(p.User)
	h.session++
	session := h.session
	pam := auditd.PAM{Sender: auditd.Sender{PID: pid, AUID: auditd.Unset, Session: auditd.Unset, Subject: apparmor, Exe: cronImage}, Grantors: grantorsPassword, Account: p.User,
		Origin: auditd.Origin{Terminal: "cron"}}
	at := l.steps(h, p.Label, p.Time, pam, auditd.CheckAccount, auditd.AcquireCredentials)
	at = l.login(h, p.Label, at, pid, uid, session)
	l.told(h, p.Label, at, pid, func(dst []byte, header *authlog.Header) []byte {
		return authlog.SessionOpened(dst, header, authlog.Cron(), authlog.Account{Name: p.User, UID: uid}, authlog.Account{})
	})
	pam.AUID, pam.Session, pam.Grantors = uid, session, grantorsCron
	at = l.steps(h, p.Label, at, pam, auditd.OpenSession)
	by := identity(uid)
	by.PPID, by.PID, by.AUID, by.Session = pid, l.newPID(h), uid, session
	at = at.Add(l.moment())
	l.execute(h, p, at, by)
	end := at.Add(max(p.Duration, 20*time.Millisecond))
	user := p.User
	l.told(h, p.Label, end, pid, func(dst []byte, header *authlog.Header) []byte {
		return authlog.SessionClosed(dst, header, authlog.Cron(), user)
	})
	pam.Grantors = grantorsPassword
	end = l.steps(h, p.Label, end, pam, auditd.DropCredentials)
	pam.Grantors = grantorsCron
	l.steps(h, p.Label, end, pam, auditd.CloseSession)
}

// sudo is a command that somebody runs as root.
func (l *Sensor) sudo(h *host, p *fact.Process) {
	by := l.caller(h, p)
	terminal := strings.Replace(by.TTY, "pts", "pts/", 1)
	from := auditd.Sender{PID: by.PID, UID: by.UID, AUID: by.AUID, Session: by.Session, Subject: apparmor, Exe: sudoImage}
	asked := &auditd.UserCommand{Sender: from, CWD: home(p.User), Command: p.Command, Terminal: terminal}
	l.audited(h, p.Label, p.Time, func(dst []byte, header *auditd.Header) []byte { return auditd.AppendUserCommand(dst, header, asked) })
	command := p.Image
	if _, rest, ok := strings.Cut(p.Command, " "); ok {
		command += " " + rest
	}
	said := &authlog.Command{User: p.User, TTY: terminal, PWD: home(p.User), RunAs: "root", Command: command}
	at := p.Time.Add(l.moment())
	l.told(h, p.Label, at, 0, func(dst []byte, header *authlog.Header) []byte { return authlog.SudoCommand(dst, header, said) })
	user := authlog.Account{Name: p.User, UID: by.UID}
	l.told(h, p.Label, at, 0, func(dst []byte, header *authlog.Header) []byte {
		return authlog.SessionOpened(dst, header, authlog.Sudo(), authlog.Account{Name: "root"}, user)
	})
	root := identity(0)
	root.PPID, root.PID, root.AUID, root.Session, root.TTY = by.PID, l.newPID(h), by.AUID, by.Session, by.TTY
	at = at.Add(l.moment())
	l.execute(h, p, at, root)
	l.told(h, p.Label, at.Add(max(p.Duration, 10*time.Millisecond)), 0, func(dst []byte, header *authlog.Header) []byte {
		return authlog.SessionClosed(dst, header, authlog.Sudo(), "root")
	})
}

// dropped is a file that a watched folder got.
func (l *Sensor) dropped(h *host, f *fact.Dropped) {
	by := l.caller(h, &fact.Process{Time: f.Time, User: f.User, ID: f.Process})
	by.Comm, by.Exe = path.Base(f.Image), f.Image
	created := l.binary(f.Path)
	created.Mode, created.OUID, created.OGID, created.Kind = 0o100644, by.UID, by.GID, auditd.PathCreate
	parent := l.binary(path.Dir(f.Path) + "/")
	parent.Mode, parent.OUID, parent.OGID, parent.Kind = 0o040755, by.UID, by.GID, auditd.PathParent
	c := &auditd.Call{Number: auditd.Openat, Exit: 3, Args: [4]uint64{0xffffff9c, l.address(), 0x241, 0x1b6}, Process: by, Key: "files", CWD: home(f.User),
		Paths: []auditd.Path{parent, created}, Title: []string{by.Comm}}
	l.audited(h, f.Label, f.Time, func(dst []byte, header *auditd.Header) []byte { return auditd.AppendCall(dst, header, c) })
}

// service is a service that systemd started or stopped.
func (l *Sensor) service(h *host, s *fact.Service) {
	if s.Change == fact.Installed {
		return
	}
	report := &auditd.Service{Unit: s.Name, Subject: apparmor, Stopped: s.Change == fact.Stopped}
	l.audited(h, s.Label, s.Time, func(dst []byte, header *auditd.Header) []byte { return auditd.AppendService(dst, header, report) })
}
