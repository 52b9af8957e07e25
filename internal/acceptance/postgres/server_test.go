package postgres

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

// server is a PostgreSQL server that lives as long as one test.
type server struct {
	bin        string // folder of the programs
	socket     string // folder of the Unix socket
	data       string
	credential *syscall.Credential // nil: the account that runs the test
}

// patience bounds every program that the tests start.
const patience = 30 * time.Second

// install finds the newest server with pgaudit, or skips the test.
func install(t *testing.T) *server {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(found, func(a, b string) int { return version(b) - version(a) })
	for _, bin := range found {
		if exists(bin, "initdb") && exists(bin, "postgres") && exists(bin, "../lib/pgaudit.so") && exists(bin, "../lib/auto_explain.so") {
			s := &server{bin: bin}
			s.asServant(t)
			return s
		}
	}
	t.Skip("PostgreSQL with pgaudit is not installed here (postgresql-15, postgresql-contrib, postgresql-15-pgaudit): skipped")
	return nil
}

func version(bin string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
	return n
}

func exists(parts ...string) bool {
	_, err := os.Stat(filepath.Join(parts...))
	return err == nil
}

// asServant gives the server an account without rights when the test runs as root,
// because initdb refuses to run as root.
func (s *server) asServant(t *testing.T) {
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

// start makes a cluster with the settings and starts it; it is stopped when the test
// ends, if it was not before.
func (s *server) start(t *testing.T, settings string) {
	t.Helper()
	// A socket's path may have 107 bytes at most, so it cannot lie in t.TempDir.
	home, err := os.MkdirTemp("", "pg")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(home); err != nil {
			t.Error(err)
		}
	})
	s.socket, s.data = filepath.Join(home, "s"), filepath.Join(home, "d")
	for _, folder := range []string{s.socket, s.data} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(home, 0o755); err != nil {
		t.Fatal(err)
	}
	if s.credential != nil {
		for _, folder := range []string{s.socket, s.data} {
			if err := os.Chown(folder, int(s.credential.Uid), int(s.credential.Gid)); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.run(t, "", "initdb", "-D", s.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
	f, err := os.OpenFile(filepath.Join(s.data, "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(f, "listen_addresses = ''\nunix_socket_directories = '%s'\nfsync = off\n%s", s.socket, settings); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	s.run(t, "", "pg_ctl", "-D", s.data, "-w", "-s", "-l", filepath.Join(s.data, "start.log"), "start")
	t.Cleanup(func() { s.stop(t) })
}

// stop ends the server, so that its logs are complete.
func (s *server) stop(t *testing.T) {
	t.Helper()
	if exists(s.data, "postmaster.pid") {
		s.run(t, "", "pg_ctl", "-D", s.data, "-w", "-s", "-m", "fast", "stop")
	}
}

// command prepares one of the server's programs.
func (s *server) command(ctx context.Context, program string, arguments ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, filepath.Join(s.bin, program), arguments...)
	c.Dir = "/"
	c.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "PGTZ=UTC", "PGHOST=" + s.socket}
	if s.credential != nil {
		c.SysProcAttr = &syscall.SysProcAttr{Credential: s.credential}
	}
	return c
}

// run runs a program to its end and returns its standard output.
func (s *server) run(t *testing.T, input, program string, arguments ...string) string {
	t.Helper()
	out, err := s.try(t, input, program, arguments...)
	if err != nil {
		t.Fatalf("%s %s: %v", program, strings.Join(arguments, " "), err)
	}
	return out
}

// try is run for what may fail.
func (s *server) try(t *testing.T, input, program string, arguments ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	if program == "pg_ctl" { // must also run while the test is being cleaned up
		ctx, cancel = context.WithTimeout(context.Background(), patience)
	}
	defer cancel()
	c := s.command(ctx, program, arguments...)
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

// sql runs statements as an account through psql and returns the rows.
func (s *server) sql(t *testing.T, account, statements string) string {
	t.Helper()
	return s.run(t, statements, "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", "shop", "-U", account)
}
