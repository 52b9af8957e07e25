package linux

import (
	"fmt"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/auditd"
	"dwell/simulate/format/authlog"
)

// Modules of PAM that agree, on Debian.
const (
	grantorsPassword = "pam_permit,pam_unix"
	grantorsSSH      = "pam_selinux,pam_loginuid,pam_keyinit,pam_permit,pam_unix,pam_systemd,pam_mail,pam_limits,pam_env"
	grantorsCron     = "pam_loginuid,pam_env,pam_permit,pam_unix,pam_limits"
)

// apparmor is the label of processes without a profile of their own.
const apparmor = "unconfined"

// logon is what an attempt to log on leaves.
func (l *Sensor) logon(h *host, n *fact.Logon) {
	switch {
	case n.Kind == fact.OverSSH && n.Success:
		l.overSSH(h, n)
	case n.Kind == fact.OverSSH:
		l.failedSSH(h, n)
	case n.Kind == fact.OverNetwork && n.Success:
		l.overSMB(h, n)
	}
}

// steps tells auditd of steps that a program takes with PAM, one after the other.
func (l *Sensor) steps(h *host, label fact.Label, at time.Time, p auditd.PAM, actions ...auditd.PAMAction) time.Time {
	for _, a := range actions {
		step := p
		step.Action = a
		at = at.Add(l.moment())
		l.audited(h, label, at, func(dst []byte, header *auditd.Header) []byte { return auditd.AppendPAM(dst, header, &step) })
	}
	return at
}

// overSSH is a session over SSH, from the password to the farewell.
func (l *Sensor) overSSH(h *host, n *fact.Logon) {
	uid := l.uid(n.User)
	monitor, child, shell := l.newPID(h), l.newPID(h), l.newPID(h)
	h.session++
	in := login{session: h.session, shell: shell, terminal: fmt.Sprintf("pts%d", h.session%4), until: n.Until}
	h.logins[n.User] = in
	client := authlog.Client{User: n.User, Address: n.From.String(), Port: l.port()}
	from := auditd.Sender{PID: monitor, AUID: auditd.Unset, Session: auditd.Unset, Subject: apparmor, Exe: "/usr/sbin/sshd"}
	pam := auditd.PAM{Sender: from, Grantors: grantorsPassword, Account: n.User, Origin: origin(n.From, "ssh")}

	at := l.steps(h, n.Label, n.Time, pam, auditd.Authenticate, auditd.CheckAccount)
	l.told(h, n.Label, at, monitor, func(dst []byte, header *authlog.Header) []byte {
		return authlog.Accepted(dst, header, "password", &client, "")
	})
	at = l.steps(h, n.Label, at, pam, auditd.AcquireCredentials)
	at = l.login(h, n.Label, at, monitor, uid, in.session)
	l.told(h, n.Label, at, monitor, func(dst []byte, header *authlog.Header) []byte {
		return authlog.SessionOpened(dst, header, authlog.SSHD(), authlog.Account{Name: n.User, UID: uid}, authlog.Account{})
	})
	l.told(h, n.Label, at.Add(l.moment()), h.switched, newSession(in.session, n.User))
	pam.AUID, pam.Session, pam.Grantors = uid, in.session, grantorsSSH
	at = l.steps(h, n.Label, at, pam, auditd.OpenSession)
	entered := auditd.UserLogin{Sender: pam.Sender, ID: uid, Origin: origin(n.From, "/dev/pts/"+in.terminal[3:])}
	at = at.Add(l.moment())
	l.audited(h, n.Label, at, func(dst []byte, header *auditd.Header) []byte { return auditd.AppendUserLogin(dst, header, &entered) })
	if !n.Until.IsZero() {
		l.leave(h, n, in, pam, child, client)
	}
}

func newSession(id uint32, user string) func([]byte, *authlog.Header) []byte {
	return func(dst []byte, header *authlog.Header) []byte { return authlog.NewSession(dst, header, id, user) }
}

// leave is the end of a session over SSH.
func (l *Sensor) leave(h *host, n *fact.Logon, in login, pam auditd.PAM, child uint32, client authlog.Client) {
	at, user, label := n.Until, n.User, n.Label
	l.told(h, label, at, child, func(dst []byte, header *authlog.Header) []byte {
		return authlog.ReceivedDisconnect(dst, header, &client, 11, "disconnected by user")
	})
	l.told(h, label, at, child, func(dst []byte, header *authlog.Header) []byte { return authlog.Disconnected(dst, header, &client) })
	at = at.Add(l.moment())
	l.told(h, label, at, pam.PID, func(dst []byte, header *authlog.Header) []byte {
		return authlog.SessionClosed(dst, header, authlog.SSHD(), user)
	})
	l.told(h, label, at.Add(l.moment()), h.switched, func(dst []byte, header *authlog.Header) []byte {
		return authlog.SessionLoggedOut(dst, header, in.session)
	})
	l.told(h, label, at.Add(20*time.Millisecond), h.switched, func(dst []byte, header *authlog.Header) []byte {
		return authlog.SessionRemoved(dst, header, in.session)
	})
	at = l.steps(h, label, at, pam, auditd.CloseSession)
	pam.Grantors = grantorsPassword
	l.steps(h, label, at, pam, auditd.DropCredentials)
}

// login is the kernel's note that a process now belongs to somebody.
func (l *Sensor) login(h *host, label fact.Label, at time.Time, pid, uid, session uint32) time.Time {
	note := auditd.Login{PID: pid, Subject: apparmor, OldAUID: auditd.Unset, AUID: uid, OldSession: auditd.Unset, Session: session}
	at = at.Add(l.moment())
	l.audited(h, label, at, func(dst []byte, header *auditd.Header) []byte { return auditd.AppendLogin(dst, header, &note) })
	return at
}

// failedSSH is one wrong password over SSH, after which the client gives up.
func (l *Sensor) failedSSH(h *host, n *fact.Logon) {
	pid := l.newPID(h)
	client := authlog.Client{User: n.User, Standing: authlog.Authenticating, Address: n.From.String(), Port: l.port()}
	failure := authlog.Failure{TTY: "ssh", RemoteHost: n.From.String(), User: n.User}
	account := n.User
	at := n.Time
	if _, known := l.users[n.User]; !known {
		client.Standing, failure.User, account = authlog.InvalidUser, "", "(invalid user)"
		l.told(h, n.Label, at, pid, func(dst []byte, header *authlog.Header) []byte { return authlog.Invalid(dst, header, &client) })
		l.told(h, n.Label, at, pid, func(dst []byte, header *authlog.Header) []byte {
			return authlog.UserUnknown(dst, header, authlog.SSHD())
		})
	}
	l.told(h, n.Label, at, pid, func(dst []byte, header *authlog.Header) []byte {
		return authlog.AuthenticationFailure(dst, header, authlog.SSHD(), &failure)
	})
	from := auditd.Sender{PID: pid, AUID: auditd.Unset, Session: auditd.Unset, Subject: apparmor, Exe: "/usr/sbin/sshd"}
	at = l.steps(h, n.Label, at, auditd.PAM{Sender: from, Account: n.User, Origin: origin(n.From, "ssh"), Failed: true}, auditd.Authenticate)
	at = at.Add(700*time.Millisecond + 20*l.moment()) // sshd waits before it says no
	l.told(h, n.Label, at, pid, func(dst []byte, header *authlog.Header) []byte {
		return authlog.Failed(dst, header, "password", &client, "")
	})
	at = at.Add(l.moment())
	l.told(h, n.Label, at, pid, func(dst []byte, header *authlog.Header) []byte { return authlog.ConnectionClosed(dst, header, &client) })
	refused := auditd.UserLogin{Sender: from, Account: account, Origin: auditd.Origin{Address: n.From.String(), Terminal: "ssh"}}
	l.audited(h, n.Label, at, func(dst []byte, header *auditd.Header) []byte { return auditd.AppendUserLogin(dst, header, &refused) })
}

// overSMB is a session of Samba, which asks PAM about it.
func (l *Sensor) overSMB(h *host, n *fact.Logon) {
	pid, samba := l.newPID(h), authlog.Service{Program: "smbd", Name: "samba"}
	user := authlog.Account{Name: n.User, UID: l.uid(n.User)}
	l.told(h, n.Label, n.Time, pid, func(dst []byte, header *authlog.Header) []byte {
		return authlog.SessionOpened(dst, header, samba, user, authlog.Account{})
	})
	if !n.Until.IsZero() {
		l.told(h, n.Label, n.Until, pid, func(dst []byte, header *authlog.Header) []byte {
			return authlog.SessionClosed(dst, header, samba, user.Name)
		})
	}
}

func (l *Sensor) port() uint16 { return 32768 + uint16(l.Numbers.IntN(28_000)) }
