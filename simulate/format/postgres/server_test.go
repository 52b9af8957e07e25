package postgres

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// server is a real PostgreSQL 15 with pgaudit that lives as long as one test, on a Unix
// socket and on the loopback address.
type server struct {
	socket, data string
	port         int
	credential   *syscall.Credential // nil: the account that runs the test
}

const (
	programs = "/usr/lib/postgresql/15/bin"
	patience = 60 * time.Second // bounds every program that the tests start
)

// install returns a server that is not started, or skips the test.
func install(t *testing.T) *server {
	t.Helper()
	if testing.Short() {
		t.Skip("the comparison with a real server takes half a minute: skipped with -short")
	}
	for _, file := range []string{"initdb", "postgres", "psql", "pg_dump", "pgbench", "../lib/pgaudit.so"} {
		if _, err := os.Stat(filepath.Join(programs, file)); err != nil {
			t.Skip("PostgreSQL 15 with pgaudit is not installed here (postgresql-15, postgresql-15-pgaudit): skipped")
		}
	}
	s := &server{}
	if os.Geteuid() != 0 {
		return s
	}
	u, err := user.Lookup("postgres") // initdb refuses to run as root
	if err != nil {
		t.Skip("the test runs as root and there is no account postgres for the server: skipped")
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	s.credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return s
}

// start makes a cluster with the settings and starts it.
func (s *server) start(t *testing.T, settings string) {
	t.Helper()
	home, err := os.MkdirTemp("", "pg") // a socket's path may have 107 bytes at most
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(home); err != nil {
			t.Error(err)
		}
	})
	s.socket, s.data = filepath.Join(home, "s"), filepath.Join(home, "d")
	for _, folder := range []string{home, s.socket, s.data} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if s.credential != nil {
			if err := os.Chown(folder, int(s.credential.Uid), int(s.credential.Gid)); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.port = freePort(t)
	s.run(t, "", "initdb", "-D", s.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
	s.secret(t, "postgresql.auto.conf", fmt.Sprintf("listen_addresses = '127.0.0.1'\nport = %d\nunix_socket_directories = '%s'\nfsync = off\n%s", s.port, s.socket, settings))
	s.run(t, "", "pg_ctl", "-D", s.data, "-w", "-s", "-l", filepath.Join(s.data, "start.log"), "start")
	t.Cleanup(func() { s.stop(t) })
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func (s *server) write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(s.data, name), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// secret writes a file that only the server may read.
func (s *server) secret(t *testing.T, name, content string) {
	t.Helper()
	path := filepath.Join(s.data, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if s.credential != nil {
		if err := os.Chown(path, int(s.credential.Uid), int(s.credential.Gid)); err != nil {
			t.Fatal(err)
		}
	}
}

// stop ends the server, so that its logs are complete.
func (s *server) stop(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(s.data, "postmaster.pid")); err == nil {
		s.run(t, "", "pg_ctl", "-D", s.data, "-w", "-s", "-m", "fast", "stop")
	}
}

// run runs one of the server's programs to its end and returns its standard output.
func (s *server) run(t *testing.T, input, program string, arguments ...string) string {
	t.Helper()
	out, err := s.try(t, input, program, arguments...)
	if err != nil {
		t.Fatalf("%s %s: %v", program, strings.Join(arguments, " "), err)
	}
	return out
}

// try is run for what may fail. The last argument may be followed by variables of the
// environment, "NAME=value".
func (s *server) try(t *testing.T, input, program string, arguments ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
	defer cancel()
	c := exec.CommandContext(ctx, filepath.Join(programs, program), arguments...)
	c.Dir = "/"
	c.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "PGTZ=UTC", "PGHOST=" + s.socket, "PGPORT=" + strconv.Itoa(s.port), "PGPASSWORD=right"}
	if s.credential != nil {
		c.SysProcAttr = &syscall.SysProcAttr{Credential: s.credential}
	}
	var out, problems bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(input), &out, &problems
	if program == "pg_ctl" { // the server would keep the pipes open
		c.Stdout, c.Stderr = nil, nil
	}
	if err := c.Run(); err != nil {
		return out.String(), fmt.Errorf("%w: %s", err, problems.String())
	}
	return out.String(), nil
}

// sql runs statements through psql; statements that fail do not end it.
func (s *server) sql(t *testing.T, account, statements string) {
	t.Helper()
	if _, err := s.try(t, statements, "psql", "-X", "-q", "-d", "shop", "-U", account); err != nil {
		t.Fatal(err)
	}
}
