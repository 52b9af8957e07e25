package windows

import (
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/windows"
)

// logon is what an attempt to log on leaves on the machine, on the one that keeps the
// accounts, and on the one that it comes from.
func (w *Sensor) logon(h *host, l *fact.Logon) {
	switch {
	case l.Kind == fact.AsService:
		w.asService(h, l)
	case l.Kind == fact.AtConsole && l.Success:
		w.atConsole(h, l)
	case l.Kind == fact.AtConsole:
		w.failedAtConsole(h, l)
	case !l.Success:
		w.failedRemotely(h, l)
	case l.Kind == fact.OverRDP:
		w.overRDP(h, l)
	default:
		w.overNetwork(h, l)
	}
}

// system is the session of the machine itself, which its records name by the machine's
// account.
func (w *Sensor) system(h *host) windows.Subject {
	return windows.Subject{SID: sidSystem, Name: h.account, Domain: w.accounts.short, LogonID: sessionSystem}
}

// interactive is what asks for name and password.
func interactive(h *host) windows.Authentication {
	return windows.Authentication{LogonProcess: "User32 ", Package: "Negotiate", Workstation: h.short}
}

const svchost = `C:\Windows\System32\svchost.exe`

// asker is the process that asked for a logon at the machine itself.
func (h *host) asker(image string, at time.Time) windows.Client {
	return windows.Client{ProcessID: uint64(h.find(0, image, system, at).pid), ProcessName: image, IPAddress: "127.0.0.1"}
}

// atConsole is somebody who sits down at the machine: it gets a ticket for the user and
// one for itself, and reads the policies of the domain.
func (w *Sensor) atConsole(h *host, l *fact.Logon) {
	w.grant(h, l, l.Time)
	at := l.Time.Add(w.moment())
	guid := w.ticket(h, h, l, at)
	at = at.Add(w.moment())
	user := w.accounts.subject(l.User, h.logon(l.User, at))
	client := h.asker(svchost, at)
	w.log(h, channelSecurity, l.Label, at, &windows.ExplicitCredentials{Subject: w.system(h), TargetName: l.User, TargetDomain: w.accounts.short, TargetGUID: guid,
		Server: "localhost", Info: "localhost", ProcessID: client.ProcessID, ProcessName: client.ProcessName, IPAddress: client.IPAddress})
	w.opened(h, l, at, &windows.Logon{Subject: w.system(h), Target: user, Type: windows.LogonInteractive, Authentication: interactive(h), LogonGUID: guid, Client: client,
		Elevated: w.accounts.administers(l.User)})
	w.closed(h, l, l.Until, user, windows.LogonInteractive)
	if w.center != nil && w.center != h {
		w.policies(h, l, at.Add(w.moment()))
	}
}

// policies is the short visit to the directory after a logon.
func (w *Sensor) policies(h *host, l *fact.Logon, at time.Time) {
	guid := w.ticket(h, w.center, l, at)
	at = at.Add(w.moment())
	user := w.accounts.subject(l.User, w.center.logon(l.User, at))
	w.opened(w.center, l, at, &windows.Logon{Target: user, Type: windows.LogonNetwork, Authentication: kerberos(), LogonGUID: guid, Client: w.from(h), Elevated: w.accounts.administers(l.User)})
	w.closed(w.center, l, at.Add(time.Duration(2+w.Timing.IntN(12))*time.Second), user, windows.LogonNetwork)
}

// overNetwork is somebody who uses the machine from another one. Who works at the other
// shows a ticket; with another account's password it is asked by NTLM.
func (w *Sensor) overNetwork(h *host, l *fact.Logon) {
	client := w.byAddress[l.From]
	own := client != nil && client.User == l.User
	at := l.Time
	e := &windows.Logon{Type: windows.LogonNetwork, Elevated: w.accounts.administers(l.User)}
	if own {
		e.Authentication, e.LogonGUID, e.Client = kerberos(), w.ticket(client, h, l, at), w.from(client)
	} else {
		w.explicit(client, h, l, at, "cifs/"+h.name, "")
		at = at.Add(w.moment())
		w.validate(l, at, 0)
		e.Authentication, e.Client = w.ntlm(l), w.address(l)
	}
	at = at.Add(w.moment())
	e.Target = w.accounts.subject(l.User, h.logon(l.User, at))
	w.opened(h, l, at, e)
	w.closed(h, l, l.Until, e.Target, windows.LogonNetwork)
}

// overRDP is somebody who takes the screen of the machine: a session of the network
// proves who it is before the other one begins.
func (w *Sensor) overRDP(h *host, l *fact.Logon) {
	client, at := w.byAddress[l.From], l.Time
	w.explicit(client, h, l, at, "TERMSRV/"+h.name, `C:\Windows\System32\mstsc.exe`)
	at = at.Add(w.moment())
	first := &windows.Logon{Type: windows.LogonNetwork, Elevated: w.accounts.administers(l.User), Authentication: w.ntlm(l), Client: w.address(l)}
	if client != nil {
		first.Authentication, first.LogonGUID = kerberos(), w.ticket(client, h, l, at)
	} else {
		w.validate(l, at, 0)
	}
	at = at.Add(w.moment())
	first.Target = w.accounts.subject(l.User, h.logon(l.User, at))
	w.opened(h, l, at, first)
	w.closed(h, l, at.Add(time.Duration(1+w.Timing.IntN(4))*time.Second), first.Target, windows.LogonNetwork)
	at = at.Add(40 * w.moment())
	screen := h.asker(svchost, at)
	screen.IPAddress, screen.IPPort = l.From.String(), 0
	second := &windows.Logon{Subject: w.system(h), Target: w.accounts.subject(l.User, h.logon(l.User, at)), Type: windows.LogonRemoteInteractive, Authentication: interactive(h),
		LogonGUID: first.LogonGUID, Client: screen, RestrictedAdmin: "%%1843", Elevated: first.Elevated}
	w.opened(h, l, at, second)
	w.closed(h, l, l.Until, second.Target, windows.LogonRemoteInteractive)
}

// asService is a service that starts.
func (w *Sensor) asService(h *host, l *fact.Logon) {
	client := h.asker(services, l.Time)
	client.IPAddress = ""
	session := uint64(sessionSystem)
	if l.User != system {
		session = h.logon(l.User, l.Time)
	}
	e := &windows.Logon{Subject: w.system(h), Target: w.accounts.subject(l.User, session), Type: windows.LogonService,
		Authentication: windows.Authentication{LogonProcess: "Advapi  ", Package: "Negotiate"}, Client: client, Elevated: true}
	w.opened(h, l, l.Time, e)
	w.closed(h, l, l.Until, e.Target, windows.LogonService)
}

const services = `C:\Windows\System32\services.exe`

// privileges are what a session of an administrator holds.
var privileges = []string{"SeSecurityPrivilege", "SeTakeOwnershipPrivilege", "SeLoadDriverPrivilege", "SeBackupPrivilege", "SeRestorePrivilege", "SeDebugPrivilege",
	"SeSystemEnvironmentPrivilege", "SeImpersonatePrivilege", "SeDelegateSessionUserImpersonatePrivilege"}

// opened is a session that began.
func (w *Sensor) opened(h *host, l *fact.Logon, at time.Time, e *windows.Logon) {
	w.log(h, channelSecurity, l.Label, at, e)
	if e.Elevated {
		w.log(h, channelSecurity, l.Label, at, &windows.SpecialPrivileges{Subject: e.Target, Privileges: privileges})
	}
}

// closed is a session that ended, if anybody saw it.
func (w *Sensor) closed(h *host, l *fact.Logon, at time.Time, target windows.Subject, kind windows.LogonType) {
	if !at.IsZero() && target.LogonID != sessionSystem {
		w.log(h, channelSecurity, l.Label, at, &windows.Logoff{Target: target, Type: kind})
	}
}
