package linux

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/sensor"
	"dwell/simulate/sensor/sensortest"
)

var (
	at    = sensortest.At
	third = sensortest.Third()
	ip    = netip.MustParseAddr
)

// nightShift is a day on Linux servers: a job, an administrator with a command as
// root, a stranger who tries names, and one who comes in.
func nightShift() *fact.Day {
	return &fact.Day{Date: third,
		Logons: []fact.Logon{
			{Time: at(10, 0, 0), Host: "web01", User: "jun.kim", From: ip("10.20.5.11"), Kind: fact.OverSSH, Success: true, Until: at(10, 30, 0)},
			{Label: 1, Time: at(21, 0, 0), Host: "web01", User: "root", From: ip("10.20.5.10"), Kind: fact.OverSSH},
			{Label: 1, Time: at(21, 0, 4), Host: "web01", User: "oracle", From: ip("10.20.5.10"), Kind: fact.OverSSH},
			{Label: 2, Time: at(23, 50, 0), Host: "web01", User: "deploy", From: ip("10.20.5.10"), Kind: fact.OverSSH, Success: true, Until: at(24, 10, 0)},
			{Time: at(12, 0, 0), Host: "db01", User: "administrator", From: ip("10.20.5.10"), Kind: fact.OverNetwork, Success: true, Until: at(12, 1, 0)},
		},
		Processes: []fact.Process{
			{Time: at(1, 0, 1), Duration: 20 * time.Second, Host: "web01", User: "www-data", Image: "/bin/sh", ParentImage: "/usr/sbin/cron", Command: "/bin/sh -c php /srv/nightly.php"},
			{Time: at(10, 5, 0), Duration: time.Second, Host: "web01", User: "jun.kim", Image: "/bin/systemctl", ParentImage: "/usr/bin/sudo", Command: "systemctl restart nginx"},
			{Label: 2, Time: at(23, 51, 0), Host: "web01", User: "deploy", Image: "/usr/bin/id", ParentImage: "/bin/bash", Command: "id"},
			{Label: 3, Time: at(23, 52, 0), Host: "web01", User: "www-data", Image: "/bin/sh", ParentImage: "/usr/sbin/php-fpm", Command: "sh -c ls -la /srv/shop"},
		},
		Files:    []fact.Dropped{{Label: 3, Time: at(23, 49, 0), Host: "web01", User: "www-data", Image: "/usr/sbin/php-fpm", Path: "/srv/shop/public/img.php"}},
		Services: []fact.Service{{Time: at(6, 0, 0), Host: "web01", Change: fact.Started, Name: "logrotate"}},
	}
}

func linux(t *testing.T, d *sensortest.Desk, e *sensor.Estate, outages ...sensor.Outage) *Sensor {
	t.Helper()
	s, err := New(d.Setting(outages...), e)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var variable = regexp.MustCompile(`\[\d+\]|port \d+|ession \d+`)

func TestAuthLog(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, linux(t, d, sensortest.Estate()), nightShift(), &fact.Day{Date: third.AddDate(0, 0, 1)})
	var got []string
	for _, line := range d.Lines(t, "hosts/web01/auth.log", "") {
		got = append(got, variable.ReplaceAllStringFunc(line, func(s string) string { return regexp.MustCompile(`\d+`).ReplaceAllString(s, "N") }))
	}
	want := []string{
		"May  3 01:00:01 web01 CRON[N]: pam_unix(cron:session): session opened for user www-data(uid=33) by (uid=0)",
		"May  3 01:00:21 web01 CRON[N]: pam_unix(cron:session): session closed for user www-data",
		"May  3 10:00:00 web01 sshd[N]: Accepted password for jun.kim from 10.20.5.11 port N ssh2",
		"May  3 10:00:00 web01 sshd[N]: pam_unix(sshd:session): session opened for user jun.kim(uid=10001) by (uid=0)",
		"May  3 10:00:00 web01 systemd-logind[N]: New session N of user jun.kim.",
		"May  3 10:05:00 web01 sudo:  jun.kim : TTY=pts/N ; PWD=/home/jun.kim ; USER=root ; COMMAND=/bin/systemctl restart nginx",
		"May  3 10:05:00 web01 sudo: pam_unix(sudo:session): session opened for user root(uid=0) by jun.kim(uid=10001)",
		"May  3 10:05:01 web01 sudo: pam_unix(sudo:session): session closed for user root",
		"May  3 10:30:00 web01 sshd[N]: Received disconnect from 10.20.5.11 port N:11: disconnected by user",
		"May  3 10:30:00 web01 sshd[N]: Disconnected from user jun.kim 10.20.5.11 port N",
		"May  3 10:30:00 web01 sshd[N]: pam_unix(sshd:session): session closed for user jun.kim",
		"May  3 10:30:00 web01 systemd-logind[N]: Session N logged out. Waiting for processes to exit.",
		"May  3 10:30:00 web01 systemd-logind[N]: Removed session N.",
		"May  3 21:00:00 web01 sshd[N]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=10.20.5.10  user=root",
		"May  3 21:00:00 web01 sshd[N]: Failed password for root from 10.20.5.10 port N ssh2",
		"May  3 21:00:00 web01 sshd[N]: Connection closed by authenticating user root 10.20.5.10 port N [preauth]",
		"May  3 21:00:04 web01 sshd[N]: Invalid user oracle from 10.20.5.10 port N",
		"May  3 21:00:04 web01 sshd[N]: pam_unix(sshd:auth): check pass; user unknown",
		"May  3 21:00:04 web01 sshd[N]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=10.20.5.10 ",
		"May  3 21:00:04 web01 sshd[N]: Failed password for invalid user oracle from 10.20.5.10 port N ssh2",
		"May  3 21:00:04 web01 sshd[N]: Connection closed by invalid user oracle 10.20.5.10 port N [preauth]",
		"May  3 23:50:00 web01 sshd[N]: Accepted password for deploy from 10.20.5.10 port N ssh2",
		"May  3 23:50:00 web01 sshd[N]: pam_unix(sshd:session): session opened for user deploy(uid=1000) by (uid=0)",
		"May  3 23:50:00 web01 systemd-logind[N]: New session N of user deploy.",
		"May  4 00:10:00 web01 sshd[N]: Received disconnect from 10.20.5.10 port N:11: disconnected by user",
		"May  4 00:10:00 web01 sshd[N]: Disconnected from user deploy 10.20.5.10 port N",
		"May  4 00:10:00 web01 sshd[N]: pam_unix(sshd:session): session closed for user deploy",
		"May  4 00:10:00 web01 systemd-logind[N]: Session N logged out. Waiting for processes to exit.",
		"May  4 00:10:00 web01 systemd-logind[N]: Removed session N.",
	}
	for i := range got {
		got[i] = strings.Replace(got[i], "TTY=pts/"+tty(got[i]), "TTY=pts/N", 1)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if samba := d.Lines(t, "hosts/db01/auth.log", "smbd["); len(samba) != 2 {
		t.Errorf("%v", samba)
	}
}

// tty is the number of the terminal in a line of sudo.
func tty(line string) string {
	_, after, _ := strings.Cut(line, "TTY=pts/")
	number, _, _ := strings.Cut(after, " ")
	return number
}

// value is a field of an audit record.
func value(line, name string) string {
	_, after, _ := strings.Cut(line, " "+name+"=")
	v, _, _ := strings.Cut(after, " ")
	return v
}

func TestAuditLog(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, linux(t, d, sensortest.Estate()), nightShift(), &fact.Day{Date: third.AddDate(0, 0, 1)})
	const name = "hosts/web01/audit.log"
	kinds := map[string]int{}
	serial, before := regexp.MustCompile(`^type=(\w+) msg=audit\((\d+\.\d+):(\d+)\): `), []string{"", "", "", ""}
	for _, line := range d.Lines(t, name, "") {
		m := serial.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("no audit record: %s", line)
		}
		kinds[m[1]]++
		if m[2] < before[2] || m[3] < before[3] {
			t.Errorf("%s after %s", line, before[0])
		}
		before = m
	}
	want := map[string]int{"USER_AUTH": 4, "USER_ACCT": 3, "CRED_ACQ": 3, "LOGIN": 3, "USER_START": 3, "USER_LOGIN": 4, "USER_END": 3, "CRED_DISP": 3, "USER_CMD": 1, "SERVICE_START": 1,
		"SYSCALL": 5, "EXECVE": 4, "CWD": 5, "PATH": 10, "PROCTITLE": 5}
	for kind, n := range want {
		if kinds[kind] != n {
			t.Errorf("%d records %s, want %d", kinds[kind], kind, n)
		}
	}
	// Everything that a login does has its session and identity.
	entered := d.Lines(t, name, "type=USER_LOGIN")[0]
	started, command := d.Lines(t, name, `acct="jun.kim"`), d.Lines(t, name, "systemctl")
	session := value(entered, "ses")
	if value(started[3], "ses") != session || value(command[0], "ses") != session || value(command[0], "auid") != "10001" || value(command[0], "uid") != "0" {
		t.Errorf("session %s\n%s", session, strings.Join(append(started, command...), "\n"))
	}
	// A service has none.
	if shell := d.Lines(t, name, "uid=33 gid=33"); !slices.ContainsFunc(shell, func(s string) bool { return value(s, "auid") == "4294967295" && value(s, "tty") == "(none)" }) {
		t.Errorf("%s", strings.Join(shell, "\n"))
	}
}

func TestLinuxMarksWhatBelongsToTheAttack(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, linux(t, d, sensortest.Estate()), nightShift(), &fact.Day{Date: third.AddDate(0, 0, 1)})
	for _, c := range []struct {
		name  string
		label fact.Label
		want  int
	}{{"hosts/web01/auth.log", 1, 8}, {"hosts/web01/audit.log", 1, 4}, {"hosts/web01/auth.log", 2, 8}, {"hosts/web01/audit.log", 2, 9}, {"hosts/web01/audit.log", 3, 2}, {"hosts/web01/auth.log", 3, 0}} {
		records := d.Noted(t, c.name, c.label)
		if len(records) != c.want {
			t.Errorf("%s, label %d: %d records, want %d", c.name, c.label, len(records), c.want)
		}
		for _, r := range records {
			if strings.HasSuffix(r, "\n") || !strings.HasPrefix(r, "type=") && !strings.HasPrefix(r, "May ") {
				t.Errorf("%s, label %d: no record: %q", c.name, c.label, r)
			}
		}
	}
	if shell := d.Noted(t, "hosts/web01/audit.log", 3)[1]; !strings.HasPrefix(shell, "type=SYSCALL") || strings.Count(shell, "\n") != 5 || !strings.Contains(shell, `argc=3 a0="sh" a1="-c"`) {
		t.Errorf("an event is all its lines: %q", shell)
	}
}

func TestLinuxTwiceAndWithAnOutage(t *testing.T) {
	sensortest.SameTwice(t, func(d *sensortest.Desk) { sensortest.Observe(t, linux(t, d, sensortest.Estate()), nightShift()) })
	d, e := sensortest.NewDesk(t), sensortest.Estate()
	e.Skew["web01"] = -30 * time.Minute
	sensortest.Observe(t, linux(t, d, e, sensor.Outage{From: at(20, 0, 0), To: at(23, 55, 0)}), nightShift())
	if lines := d.Lines(t, "hosts/web01/auth.log", "sshd"); len(lines) == 0 || !strings.HasPrefix(lines[0], "May  3 09:30:00") || !strings.HasPrefix(lines[len(lines)-1], "May  3 10:00:00") {
		t.Errorf("%s", strings.Join(lines, "\n"))
	}
	if len(d.Marks) != 0 {
		t.Errorf("%d marks of what nobody wrote", len(d.Marks))
	}
}
