package auditd_test

import (
	"net/netip"
	"strings"
	"time"

	"dwell/simulate/format/auditd"
)

// Events of an invented server: kim (1000) logs in, looks around and starts a service.

func header(serial uint64) *auditd.Header {
	return &auditd.Header{Time: time.Date(2016, 5, 5, 2, 11, 9, 123456789, time.UTC), Serial: serial}
}

// known are the names of an enriched log.
func known() *auditd.Names {
	name := func(id uint32) string {
		switch id {
		case 0:
			return "root"
		case 1000:
			return "kim"
		}
		return ""
	}
	return &auditd.Names{User: name, Group: name}
}

func shell() auditd.Process {
	return auditd.Process{
		PPID: 1201, PID: 1202, AUID: 1000, UID: 1000, GID: 1000, EUID: 1000, SUID: 1000, FSUID: 1000,
		EGID: 1000, SGID: 1000, FSGID: 1000, TTY: "pts0", Session: 3, Comm: "ls", Exe: "/usr/bin/ls", Subject: "unconfined",
	}
}

func sshd() auditd.Sender {
	return auditd.Sender{
		PID: 1190, AUID: auditd.Unset, Session: auditd.Unset, Subject: "unconfined", Exe: "/usr/sbin/sshd",
	}
}

func execution(args ...string) *auditd.Call {
	return &auditd.Call{
		Number: auditd.Execve, Args: [4]uint64{0x558e251634a0, 0x558e25162a50, 0x558e25160800, 8}, Process: shell(),
		Key: "exec", Exec: args, CWD: "/home/kim", Title: args,
		Paths: []auditd.Path{
			{Name: "/usr/bin/ls", Inode: 13181, Major: 8, Minor: 1, Mode: 0o100755, Kind: auditd.PathNormal},
			{Name: "/lib64/ld-linux-x86-64.so.2", Inode: 29514, Major: 8, Minor: 1, Mode: 0o100755, Kind: auditd.PathNormal},
		},
	}
}

func connection(to string) *auditd.Call {
	p := shell()
	p.Comm, p.Exe = "curl", "/usr/bin/curl"
	return &auditd.Call{
		Number: auditd.Connect, Exit: -115, Args: [4]uint64{5, 0x7ffd1c2b3a40, 0x10, 0}, Process: p,
		Address: &auditd.Address{Internet: netip.MustParseAddrPort(to)}, Title: []string{"curl", "https://files.example.net/"},
	}
}

// write gives every event once, with or without names.
func write(names *auditd.Names) []byte {
	var dst []byte
	serial := uint64(100)
	next := func() *auditd.Header {
		serial++
		h := header(serial)
		h.Names = names
		return h
	}
	from := sshd()
	origin := auditd.Origin{Hostname: "192.0.2.21", Address: "192.0.2.21", Terminal: "ssh"}
	for _, action := range []auditd.PAMAction{
		auditd.Authenticate, auditd.CheckAccount, auditd.AcquireCredentials,
	} {
		dst = auditd.AppendPAM(dst, next(), &auditd.PAM{
			Sender: from, Action: action, Grantors: "pam_permit,pam_unix", Account: "kim", Origin: origin,
		})
	}
	dst = auditd.AppendPAM(dst, next(), &auditd.PAM{
		Sender: from, Action: auditd.Authenticate, Account: "not a user", Origin: origin, Failed: true,
	})
	dst = auditd.AppendLogin(dst, next(), &auditd.Login{
		PID: 1190, Subject: "unconfined", OldAUID: auditd.Unset, AUID: 1000, OldSession: auditd.Unset, Session: 3,
	})
	from.AUID, from.Session = 1000, 3
	dst = auditd.AppendPAM(dst, next(), &auditd.PAM{
		Sender: from, Action: auditd.OpenSession, Grantors: "pam_unix,pam_systemd", Account: "kim", Origin: origin,
	})
	login := auditd.UserLogin{Sender: from, ID: 1000, Origin: auditd.Origin{
		Hostname: "192.0.2.21", Address: "192.0.2.21", Terminal: "/dev/pts/0",
	}}
	dst = auditd.AppendUserLogin(dst, next(), &login)
	login = auditd.UserLogin{Sender: sshd(), Account: "(invalid user)", Origin: auditd.Origin{
		Address: "198.51.100.9", Terminal: "sshd",
	}}
	dst = auditd.AppendUserLogin(dst, next(), &login)
	dst = auditd.AppendCall(dst, next(), execution("ls", "-l", "/srv/회원 명단"))
	missing := execution("ls")
	missing.Exit, missing.Exec, missing.Key = -2, nil, ""
	missing.Paths = []auditd.Path{{Name: "/usr/local/bin/ls", Kind: auditd.PathUnknown}}
	dst = auditd.AppendCall(dst, next(), missing)
	dst = auditd.AppendCall(dst, next(), connection("203.0.113.80:443"))
	dst = auditd.AppendCall(dst, next(), connection("[2001:db8::5]:443"))
	local := connection("203.0.113.80:443")
	local.Address = &auditd.Address{Path: "/run/systemd/journal/dev-log"}
	dst = auditd.AppendCall(dst, next(), local)
	sudo := auditd.Sender{PID: 1300, UID: 1000, AUID: 1000, Session: 3, Subject: "unconfined", Exe: "/usr/bin/sudo"}
	dst = auditd.AppendUserCommand(dst, next(), &auditd.UserCommand{
		Sender: sudo, CWD: "/home/kim", Command: "systemctl start backup", Terminal: "pts/0",
	})
	dst = auditd.AppendService(dst, next(), &auditd.Service{Unit: "backup", Subject: "unconfined"})
	dst = auditd.AppendService(dst, next(), &auditd.Service{Unit: "backup", Subject: "unconfined", Stopped: true})
	dst = auditd.AppendPAM(dst, next(), &auditd.PAM{
		Sender: from, Action: auditd.CloseSession, Grantors: "pam_unix,pam_systemd", Account: "kim", Origin: origin,
	})
	return auditd.AppendPAM(dst, next(), &auditd.PAM{
		Sender: from, Action: auditd.DropCredentials, Grantors: "pam_permit,pam_unix", Account: "kim", Origin: origin,
	})
}

// long is an argument of the size, without blanks.
func long(size int) string { return strings.Repeat("0123456789", size/10+1)[:size] }
