package authlog_test

import (
	"strconv"
	"strings"
	"testing"

	"dwell/simulate/format/authlog"
)

// hostile are names as an attacker may choose them.
func hostile() []string {
	return []string{
		"", " ", "plain", "root from 192.0.2.1 port 22 ssh2", "line\nMay  5 02:11:09 web01 sshd[1]: Accepted", `back\slash`,
		"nul\x00 bell\a esc\x1b del\x7f", "회원", "\xff\xfe", strings.Repeat("long ", 500), strings.Repeat("x", 3000),
	}
}

// No name begins a line of its own, and sshd's escapes can be undone.
func TestHostileNames(t *testing.T) {
	for _, s := range hostile() {
		checkName(t, s)
	}
}

func FuzzName(f *testing.F) {
	for _, s := range hostile() {
		f.Add(s)
	}
	f.Fuzz(checkName)
}

func checkName(t *testing.T, s string) {
	t.Helper()
	c := authlog.Client{User: s, Standing: authlog.InvalidUser, Address: "198.51.100.9", Port: 41022}
	h := header(1)
	for _, line := range []string{
		string(authlog.Failed(nil, h, "password", &c, "")), string(authlog.Invalid(nil, h, &c)),
		string(authlog.ConnectionClosed(nil, h, &c)),
		string(authlog.ReceivedDisconnect(nil, h, &c, 11, s)),
		string(authlog.AuthenticationFailure(nil, h, authlog.SSHD(), &authlog.Failure{User: s, RemoteUser: s, RemoteHost: s})),
		string(authlog.SessionOpened(nil, h, authlog.SSHD(), authlog.Account{Name: s}, authlog.Account{Name: s})),
		string(authlog.SessionClosed(nil, h, authlog.SSHD(), s)), string(authlog.NewSession(nil, h, 1, s)),
	} {
		if strings.Count(line, "\n") != 1 || strings.ContainsAny(line, "\x00\a\x1b\x7f") {
			t.Fatalf("%q gave %q", s, line)
		}
	}
	line := string(authlog.Invalid(nil, h, &c))
	shown := strings.TrimSuffix(strings.TrimPrefix(line, "May  5 02:11:09 web01 sshd[1]: Invalid user "), " from 198.51.100.9 port 41022\n")
	if got := unvis(shown); got != s {
		t.Errorf("%q was read back as %q", s, got)
	}
	for line := range strings.Lines(string(authlog.SudoCommand(nil, h, &authlog.Command{User: "kim", PWD: s, RunAs: "root", Command: s}))) {
		if len(line) > 1024 || !strings.HasPrefix(line, "May  5 02:11:09 web01 sudo:      kim : ") {
			t.Fatalf("%q gave %q", s, line)
		}
	}
}

// unvis undoes sshd's escapes, written from the manual page of vis(3).
func unvis(s string) string {
	var b strings.Builder
	for s != "" {
		if s[0] != '\\' {
			b.WriteByte(s[0])
			s = s[1:]
			continue
		}
		if i := strings.IndexByte("abtnvfr", s[1]); i >= 0 {
			b.WriteByte(byte('\a' + i))
			s = s[2:]
		} else if s[1] == '\\' {
			b.WriteByte('\\')
			s = s[2:]
		} else {
			n, err := strconv.ParseUint(s[1:4], 8, 8)
			if err != nil {
				return err.Error()
			}
			b.WriteByte(byte(n))
			s = s[4:]
		}
	}
	return b.String()
}
