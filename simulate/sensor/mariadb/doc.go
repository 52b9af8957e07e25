// Package mariadb is the two logs of a MariaDB 10.11 server: the slow query log with
// long_query_time=0, so that it holds every statement, and the file of the server_audit
// plugin (mariadb.com/kb: "Slow Query Log Overview", "MariaDB Audit Plugin").
//
// It owns connections, the numbers of commands, what the statements of the facts are
// called in MariaDB's dialect and how the server finds their rows. How a record looks
// is simulate/format/mariadb. It must not import other sensors.
package mariadb
