// Package postgres holds acceptance tests against a real PostgreSQL server with
// pgaudit: what its logs say, as the reader reads them and the detector judges them,
// is compared with what the clients truly received. It has no code of its own.
//
// The tests start a server of their own from the installed Debian packages
// (postgresql, postgresql-contrib, postgresql-15-pgaudit), on a Unix socket only, and
// are skipped with the reason where it is not installed.
package postgres
