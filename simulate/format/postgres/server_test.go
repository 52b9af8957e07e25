package postgres

import (
	"net"
	"os"
	"path/filepath"
	"testing"

	"dwell/internal/testkit/pgserver"
)

// server is a real PostgreSQL 15 with pgaudit, on a socket and on the loopback address.
type server struct{ *pgserver.Server }

// install returns a server that is not started, or skips the test.
func install(t *testing.T) *server {
	t.Helper()
	if testing.Short() {
		t.Skip("the comparison with a real server takes half a minute: skipped with -short")
	}
	s := &server{pgserver.Install(t, 15)}
	s.Port = freePort(t)
	return s
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
	if err := os.WriteFile(filepath.Join(s.Data, name), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// sql runs statements through psql; statements that fail do not end it.
func (s *server) sql(t *testing.T, account, statements string) {
	t.Helper()
	if _, err := s.Try(t, statements, "psql", "-X", "-q", "-d", "shop", "-U", account); err != nil {
		t.Fatal(err)
	}
}
