// Package pgserver gives a test a real PostgreSQL server with pgaudit: a cluster of its
// own in a temporary folder, from the Debian packages, gone when the test ends.
package pgserver

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Server is a server that lives as long as one test, on a Unix socket.
type Server struct {
	Port         int    // of 127.0.0.1, to be set before Start; 0: on the socket only
	Socket, Data string // folders

	bin        string              // folder of the programs
	credential *syscall.Credential // nil: the account that runs the test
}

// patience bounds every program that the tests start.
const patience = 60 * time.Second

// Install finds the newest server with pgaudit, or that of one major version, and skips
// the test where there is none. It is not started.
func Install(t *testing.T, major int) *Server {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(found, func(a, b string) int { return version(b) - version(a) })
	for _, bin := range found {
		if (major == 0 || version(bin) == major) && complete(bin) {
			s := &Server{bin: bin}
			s.asServant(t)
			return s
		}
	}
	t.Skip("PostgreSQL with pgaudit is not installed here (postgresql-15, postgresql-15-pgaudit): skipped")
	return nil
}

func version(bin string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
	return n
}

func complete(bin string) bool {
	for _, file := range []string{"initdb", "postgres", "psql", "pg_dump", "pgbench", "../lib/pgaudit.so", "../lib/auto_explain.so"} {
		if _, err := os.Stat(filepath.Join(bin, file)); err != nil {
			return false
		}
	}
	return true
}

// asServant gives the server an account without rights when the test runs as root,
// because initdb refuses to run as root.
func (s *Server) asServant(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	u, err := user.Lookup("postgres")
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
}

// Start makes a cluster with the settings and starts it; it is stopped when the test
// ends, if it was not before.
func (s *Server) Start(t *testing.T, settings string) {
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
	s.Socket, s.Data = filepath.Join(home, "s"), filepath.Join(home, "d")
	for _, folder := range []string{home, s.Socket, s.Data} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		s.give(t, folder)
	}
	s.Run(t, "", "initdb", "-D", s.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
	listen := "listen_addresses = ''\n"
	if s.Port != 0 {
		listen = fmt.Sprintf("listen_addresses = '127.0.0.1'\nport = %d\n", s.Port)
	}
	s.Secret(t, "postgresql.auto.conf", fmt.Sprintf("%sunix_socket_directories = '%s'\nfsync = off\n%s", listen, s.Socket, settings))
	s.Run(t, "", "pg_ctl", "-D", s.Data, "-w", "-s", "-l", filepath.Join(s.Data, "start.log"), "start")
	t.Cleanup(func() { s.Stop(t) })
}

// give makes a file that of the server's account.
func (s *Server) give(t *testing.T, path string) {
	t.Helper()
	if s.credential == nil {
		return
	}
	if err := os.Chown(path, int(s.credential.Uid), int(s.credential.Gid)); err != nil {
		t.Fatal(err)
	}
}

// Secret writes a file in the data folder that only the server may read.
func (s *Server) Secret(t *testing.T, name, content string) {
	t.Helper()
	path := filepath.Join(s.Data, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	s.give(t, path)
}

// Stop ends the server, so that its logs are complete.
func (s *Server) Stop(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(s.Data, "postmaster.pid")); err == nil {
		s.Run(t, "", "pg_ctl", "-D", s.Data, "-w", "-s", "-m", "fast", "stop")
	}
}

// Run runs one of the server's programs to its end and returns its standard output.
func (s *Server) Run(t *testing.T, input, program string, arguments ...string) string {
	t.Helper()
	out, err := s.Try(t, input, program, arguments...)
	if err != nil {
		t.Fatalf("%s %s: %v", program, strings.Join(arguments, " "), err)
	}
	return out
}

// Try is Run for what may fail.
func (s *Server) Try(t *testing.T, input, program string, arguments ...string) (string, error) {
	t.Helper()
	// Not the test's own context: programs run while the test is being cleaned up too.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
	defer cancel()
	c := exec.CommandContext(ctx, filepath.Join(s.bin, program), arguments...)
	c.Dir = "/"
	c.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "PGTZ=UTC", "PGHOST=" + s.Socket, "PGPASSWORD=right"}
	if s.Port != 0 {
		c.Env = append(c.Env, "PGPORT="+strconv.Itoa(s.Port))
	}
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
