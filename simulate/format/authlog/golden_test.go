package authlog_test

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dwell/simulate/format/authlog"
)

var update = flag.Bool("update", false, "write the golden file anew")

func header(pid uint32) *authlog.Header {
	seoul := time.FixedZone("KST", 9*60*60)
	return &authlog.Header{Time: time.Date(2016, 5, 5, 2, 11, 9, 123456789, seoul), Host: "web01", PID: pid}
}

// day is a day of an invented server, one paragraph of calls per story.
func day() []byte {
	var dst []byte
	kim := authlog.Client{User: "kim", Address: "192.0.2.21", Port: 50122}
	dst = authlog.Accepted(dst, header(1190), "publickey", &kim, "ED25519 SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	dst = authlog.SessionOpened(dst, header(1190), authlog.SSHD(), authlog.Account{Name: "kim", UID: 1000}, authlog.Account{})
	dst = authlog.NewSession(dst, header(561), 3, "kim")
	dst = authlog.SudoCommand(dst, header(0), &authlog.Command{
		User: "kim", TTY: "pts/0", PWD: "/home/kim", RunAs: "root", Command: "/usr/bin/systemctl status backup",
	})
	dst = authlog.SessionOpened(dst, header(0), authlog.Sudo(), authlog.Account{Name: "root"}, authlog.Account{Name: "kim", UID: 1000})
	dst = authlog.SessionClosed(dst, header(0), authlog.Sudo(), "root")
	dst = authlog.ReceivedDisconnect(dst, header(1201), &kim, 11, "disconnected by user")
	dst = authlog.Disconnected(dst, header(1201), &kim)
	dst = authlog.SessionClosed(dst, header(1190), authlog.SSHD(), "kim")
	dst = authlog.SessionLoggedOut(dst, header(561), 3)
	dst = authlog.SessionRemoved(dst, header(561), 3)

	scanner := authlog.Client{User: "admin", Standing: authlog.InvalidUser, Address: "198.51.100.9", Port: 41022}
	guess := authlog.Failure{TTY: "ssh", RemoteHost: "198.51.100.9"}
	dst = authlog.Invalid(dst, header(1310), &scanner)
	dst = authlog.UserUnknown(dst, header(1310), authlog.SSHD())
	dst = authlog.AuthenticationFailure(dst, header(1310), authlog.SSHD(), &guess)
	dst = authlog.Failed(dst, header(1310), "password", &scanner, "")
	dst = authlog.ReceivedDisconnect(dst, header(1310), &scanner, 11, "Bye Bye")
	dst = authlog.Disconnected(dst, header(1310), &scanner)

	root := authlog.Client{User: "root", Standing: authlog.Authenticating, Address: "198.51.100.9", Port: 41030}
	guess.User = "root"
	dst = authlog.AuthenticationFailure(dst, header(1320), authlog.SSHD(), &guess)
	dst = authlog.Failed(dst, header(1320), "password", &root, "")
	dst = authlog.ConnectionClosed(dst, header(1320), &root)

	dst = authlog.SudoCommand(dst, header(0), &authlog.Command{
		User: "guest", Problem: "user NOT in sudoers", PWD: "/", RunAs: "root", Command: "/usr/bin/id",
	})
	dst = authlog.SessionOpened(dst, header(1500), authlog.Cron(), authlog.Account{Name: "root"}, authlog.Account{})
	return authlog.SessionClosed(dst, header(1500), authlog.Cron(), "root")
}

func TestDay(t *testing.T) {
	path := filepath.Join("testdata", "auth.log")
	got := string(day())
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	g, w := strings.Split(got, "\n"), strings.Split(string(raw), "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			t.Fatalf("line %d:\ngot  %q\nwant %q", i+1, g[min(i, len(g)-1)], w[min(i, len(w)-1)])
		}
	}
}

// What the programs of Debian 12 wrote when they were run with these names.
func TestAsThePrograms(t *testing.T) {
	name := `nobody\here`
	local := authlog.Client{User: name, Standing: authlog.InvalidUser, Address: "127.0.0.1", Port: 35276}
	korean := authlog.Client{User: "회원", Standing: authlog.InvalidUser, Address: "127.0.0.1", Port: 35278}
	for _, c := range []struct {
		got  []byte
		want string
	}{
		{authlog.Invalid(nil, header(73), &local), `sshd[73]: Invalid user nobody\\here from 127.0.0.1 port 35276`},
		{
			authlog.ConnectionClosed(nil, header(73), &local),
			`sshd[73]: Connection closed by invalid user nobody\\\\here 127.0.0.1 port 35276 [preauth]`,
		},
		{
			authlog.Failed(nil, header(77), "password", &korean, ""),
			`sshd[77]: Failed password for invalid user \355\232\214\354\233\220 from 127.0.0.1 port 35278 ssh2`,
		},
		{
			authlog.ConnectionClosed(nil, header(77), &korean),
			`sshd[77]: Connection closed by invalid user \\355\\232\\214\\354\\233\\220 127.0.0.1 port 35278 [preauth]`,
		},
		{
			authlog.AuthenticationFailure(nil, header(73), authlog.SSHD(), &authlog.Failure{TTY: "ssh", RemoteHost: "127.0.0.1"}),
			"sshd[73]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=127.0.0.1 ",
		},
		{
			authlog.SudoCommand(nil, header(0), &authlog.Command{
				User: "kim", PWD: "/tmp", RunAs: "root", Command: "/usr/bin/echo 'tab\tand\nnewline 회원'",
			}),
			"sudo:      kim : PWD=/tmp ; USER=root ; COMMAND=/usr/bin/echo 'tab#011and#012newline 회원'",
		},
	} {
		if want := "May  5 02:11:09 web01 " + c.want + "\n"; string(c.got) != want {
			t.Errorf("got  %q\nwant %q", c.got, want)
		}
	}
}

// sudo broke a command with the numbers from 1 to 500 behind 254 and behind 487.
func TestLongSudoCommand(t *testing.T) {
	command := "/usr/bin/true"
	for i := 1; i <= 500; i++ {
		command += " " + strconv.Itoa(i)
	}
	lines := strings.Split(string(authlog.SudoCommand(nil, header(0), &authlog.Command{
		User: "kim", PWD: "/tmp", RunAs: "root", Command: command,
	})), "\n")
	if len(lines) != 4 || !strings.HasSuffix(lines[0], " 253 254") || !strings.HasSuffix(lines[1], " 486 487") ||
		!strings.HasPrefix(lines[1], "May  5 02:11:09 web01 sudo:      kim : (command continued) 255 256 ") ||
		!strings.HasSuffix(lines[2], " : (command continued) 488 489 490 491 492 493 494 495 496 497 498 499 500") {
		t.Errorf("broken at other places:\n%s", strings.Join(lines, "\n"))
	}
}

func TestStamps(t *testing.T) {
	h := header(9)
	h.Time = time.Date(2016, 12, 25, 23, 0, 0, 0, time.UTC)
	if got := string(authlog.SessionRemoved(nil, h, 1)); !strings.HasPrefix(got, "Dec 25 23:00:00 web01 ") {
		t.Error(got)
	}
	h.Precise = true
	if got := string(authlog.SessionRemoved(nil, h, 1)); !strings.HasPrefix(got, "2016-12-25T23:00:00.000000+00:00 web01 ") {
		t.Error(got)
	}
	h = header(9)
	h.Precise = true
	if got := string(authlog.SessionRemoved(nil, h, 1)); !strings.HasPrefix(got, "2016-05-05T02:11:09.123456+09:00 web01 ") {
		t.Error(got)
	}
}
