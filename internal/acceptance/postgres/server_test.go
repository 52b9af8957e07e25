package postgres

import (
	"testing"

	"dwell/internal/testkit/pgserver"
)

// server is a PostgreSQL server that lives as long as one test.
type server struct{ *pgserver.Server }

// install finds the newest server with pgaudit, or skips the test.
func install(t *testing.T) *server {
	t.Helper()
	return &server{pgserver.Install(t, 0)}
}

// sql runs statements as an account through psql and returns the rows.
func (s *server) sql(t *testing.T, account, statements string) string {
	t.Helper()
	return s.Run(t, statements, "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", "shop", "-U", account)
}
