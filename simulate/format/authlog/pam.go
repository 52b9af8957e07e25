package authlog

import "strconv"

// Service is a program that asks PAM, and the name of its configuration.
type Service struct {
	Program string // as it tags its lines
	Name    string // below /etc/pam.d
	NoPID   bool   // it logs without its PID, as sudo does
}

// SSHD is sshd.
func SSHD() Service { return Service{Program: "sshd", Name: "sshd"} }

// Sudo is sudo.
func Sudo() Service { return Service{Program: "sudo", Name: "sudo", NoPID: true} }

// Cron is a job of cron.
func Cron() Service { return Service{Program: "CRON", Name: "cron"} }

// Account is a user as pam_unix names it.
type Account struct {
	Name string // empty where no terminal tells who is logged in, as in "by (uid=0)"
	UID  uint32
}

// SessionOpened is "pam_unix(sshd:session): session opened for user kim(uid=1000) by (uid=0)".
func SessionOpened(dst []byte, h *Header, s Service, user, by Account) []byte {
	dst = append(s.begin(dst, h, "session"), "session opened for user "...)
	dst = appendAccount(dst, user)
	dst = append(dst, " by "...)
	return append(appendAccount(dst, by), '\n')
}

// SessionClosed is "pam_unix(sshd:session): session closed for user kim".
func SessionClosed(dst []byte, h *Header, s Service, user string) []byte {
	dst = append(s.begin(dst, h, "session"), "session closed for user "...)
	return append(appendEscaped(dst, user), '\n')
}

// Failure is a wrong password as pam_unix tells it.
type Failure struct {
	LogName    string // who is logged in; empty for sshd
	UID, EUID  uint32
	TTY        string // "ssh", "/dev/pts/0"
	RemoteUser string
	RemoteHost string
	User       string // empty for an account that does not exist
}

// AuthenticationFailure is "pam_unix(sshd:auth): authentication failure; logname= uid=0 ...". The two blanks before
// user= are pam_unix's own.
func AuthenticationFailure(dst []byte, h *Header, s Service, f *Failure) []byte {
	dst = append(s.begin(dst, h, "auth"), "authentication failure"...)
	return append(f.append(dst), '\n')
}

func (f *Failure) append(dst []byte) []byte {
	dst = appendEscaped(append(dst, "; logname="...), f.LogName)
	dst = strconv.AppendUint(append(dst, " uid="...), uint64(f.UID), 10)
	dst = strconv.AppendUint(append(dst, " euid="...), uint64(f.EUID), 10)
	dst = appendEscaped(append(dst, " tty="...), f.TTY)
	dst = appendEscaped(append(dst, " ruser="...), f.RemoteUser)
	dst = appendEscaped(append(dst, " rhost="...), f.RemoteHost)
	dst = append(dst, ' ')
	if f.User != "" {
		dst = appendEscaped(append(dst, " user="...), f.User)
	}
	return dst
}

// UserUnknown is "pam_unix(sshd:auth): check pass; user unknown", before the failure of such an account.
func UserUnknown(dst []byte, h *Header, s Service) []byte {
	return append(s.begin(dst, h, "auth"), "check pass; user unknown\n"...)
}

func (s Service) tag(dst []byte, h *Header) []byte {
	if s.NoPID {
		return h.withoutPID(dst, s.Program)
	}
	return h.begin(dst, s.Program)
}

// begin writes the tag and pam_unix(NAME:TYPE): with a blank.
func (s Service) begin(dst []byte, h *Header, kind string) []byte {
	dst = append(s.tag(dst, h), "pam_unix("...)
	dst = append(dst, s.Name...)
	dst = append(dst, ':')
	dst = append(dst, kind...)
	return append(dst, "): "...)
}

func appendAccount(dst []byte, a Account) []byte {
	dst = append(appendEscaped(dst, a.Name), "(uid="...)
	dst = strconv.AppendUint(dst, uint64(a.UID), 10)
	return append(dst, ')')
}
