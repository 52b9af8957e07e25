package mariadb

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "time/tzdata" // the tests name a zone
)

// zoneName is the zone of the real server.
const zoneName = "Asia/Seoul"

func seoul(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// server is a real MariaDB server that lives as long as one test, on a Unix socket only.
type server struct{ home string }

const patience = 90 * time.Second // bounds every program that the tests start

// start starts a server, or skips the test.
func start(t *testing.T) *server {
	t.Helper()
	if testing.Short() {
		t.Skip("the comparison with a real server takes several seconds: skipped with -short")
	}
	for _, program := range []string{"/usr/sbin/mariadbd", "/usr/bin/mariadb", "/usr/bin/mariadb-admin", "/usr/bin/mariadb-dump", "/usr/bin/mariadb-install-db", "/usr/lib/mysql/plugin/server_audit.so"} {
		if _, err := os.Stat(program); err != nil {
			t.Skip("MariaDB is not installed here (mariadb-server): skipped")
		}
	}
	home, err := os.MkdirTemp("", "my") // a socket's path may have 107 bytes at most
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(home); err != nil {
			t.Error(err)
		}
	})
	s := &server{home}
	account := []string{}
	if os.Geteuid() == 0 {
		account = []string{"--user=mysql"}
		s.give(t)
	}
	s.run(t, "", "/usr/bin/mariadb-install-db", append(account, "--no-defaults", "--datadir="+s.path("d"), "--auth-root-authentication-method=normal", "--skip-test-db")...)
	s.launch(t, account)
	return s
}

func (s *server) path(name string) string { return filepath.Join(s.home, name) }

// give makes the folder that of the account under which the server runs.
func (s *server) give(t *testing.T) {
	t.Helper()
	u, err := user.Lookup("mysql")
	if err != nil {
		t.Skip("the test runs as root and there is no account mysql for the server: skipped")
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(s.home, uid, gid); err != nil {
		t.Fatal(err)
	}
}

// launch starts the server and waits until it answers.
func (s *server) launch(t *testing.T, account []string) {
	t.Helper()
	c := exec.Command("/usr/sbin/mariadbd", append([]string{"--no-defaults", "--datadir=" + s.path("d"), "--socket=" + s.path("s"), "--skip-networking",
		"--pid-file=" + s.path("pid"), "--log-error=" + s.path("errors"), "--innodb-buffer-pool-size=16M", "--innodb-flush-log-at-trx-commit=0",
		"--slow-query-log=1", "--slow-query-log-file=" + s.path("slow"), "--long-query-time=0", "--log-slow-verbosity=query_plan,explain", "--log-slow-disabled-statements=",
		"--plugin-load-add=server_audit", "--server-audit-logging=ON", "--server-audit-file-path=" + s.path("audit")}, account...)...)
	c.Env = []string{"TZ=" + zoneName, "PATH=/usr/sbin:/usr/bin:/bin"}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	t.Cleanup(func() {
		s.stop(t)
		select {
		case <-ended:
		case <-time.After(patience):
			c.Process.Kill()
			t.Error("the server did not end")
		}
	})
	s.run(t, "", "/usr/bin/mariadb-admin", "--no-defaults", "--socket="+s.path("s"), "-uroot", "--wait=60", "ping")
}

// stop ends the server, so that its logs are complete.
func (s *server) stop(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(s.path("pid")); err == nil {
		s.run(t, "", "/usr/bin/mariadb-admin", "--no-defaults", "--socket="+s.path("s"), "-uroot", "shutdown")
	}
}

func (s *server) run(t *testing.T, input, program string, arguments ...string) string {
	t.Helper()
	out, err := s.try(input, program, arguments...)
	if err != nil {
		t.Fatalf("%s %s: %v", program, strings.Join(arguments, " "), err)
	}
	return out
}

func (s *server) try(input, program string, arguments ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c := exec.CommandContext(ctx, program, arguments...)
	c.Env = []string{"PATH=/usr/sbin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=" + zoneName}
	var out, problems bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(input), &out, &problems
	if err := c.Run(); err != nil {
		return out.String(), fmt.Errorf("%w: %s", err, problems.String())
	}
	return out.String(), nil
}

// sql runs statements through the server's own client; those that fail do not end it.
func (s *server) sql(statements string, arguments ...string) {
	s.try(statements, "/usr/bin/mariadb", append([]string{"--no-defaults", "--socket=" + s.path("s"), "--force", "--skip-reconnect", "--default-character-set=utf8mb4"}, arguments...)...)
}

func (s *server) read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(s.path(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
