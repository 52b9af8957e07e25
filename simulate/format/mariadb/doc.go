// Package mariadb writes the slow query log of MariaDB 10.11 and the file of its
// server_audit plugin as the server writes them.
//
// A SlowLog and an AuditFile keep what the server keeps from one record to the next, so
// that records are plain facts:
//
//	slow := mariadb.NewSlowLog(seoul)
//	log = slow.AppendHeader(log, &mariadb.Server{Program: "/usr/sbin/mariadbd", Version: "10.11.19-MariaDB-0+deb12u1-log (Debian 12)",
//		Port: 3306, Socket: "/run/mysqld/mysqld.sock"})
//	log = slow.Append(log, &mariadb.Query{Time: at, User: "clerk", Host: "localhost", Thread: 31, Schema: "shop",
//		QueryTime: 2 * time.Second, RowsSent: 200000, RowsExamined: 200000, BytesSent: 12933702,
//		Plan: &mariadb.Plan{FullScan: true}, Text: "select * from member"})
//
// Times come from the caller; a record of the slow log carries the time at which its
// statement began, though it is written at the end.
//
// The package holds no clock, no randomness and no scenario, and imports nothing of
// dwell. A SlowLog belongs to one goroutine.
//
// Sources: MariaDB documentation, "Slow Query Log Overview", "log_slow_verbosity" and
// "MariaDB Audit Plugin - Log Format"; and the logs of the real programs (Debian 12:
// mariadb-server 10.11.19 with its server_audit plugin), with which the tests compare
// byte by byte.
package mariadb
