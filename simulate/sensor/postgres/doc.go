// Package postgres is the log of a PostgreSQL 15 server with pgaudit: a csvlog file a
// day (postgresql.org/docs/15: "Error Reporting and Logging"; pgaudit.org).
//
// It owns sessions and what a client sends to get rows in its way. How a record looks
// is simulate/format/postgres. It must not import other sensors.
package postgres
