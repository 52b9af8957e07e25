// Package postgres writes server logs as PostgreSQL 15 writes them, with the lines of
// pgaudit 1.7: csvlog, jsonlog and standard error with any log_line_prefix.
//
// A Record is one record of the log, and a Layout turns it into bytes. Nobody needs
// to fill records by hand: a Server and its Sessions keep what PostgreSQL keeps
// (session ids, line numbers, virtual transactions, transaction ids, pgaudit's
// statement ids) and know which lines a statement causes, in which order, under which
// settings:
//
//	settings := &postgres.Settings{Layout: postgres.CSVLog{}, Location: seoul, Audit: postgres.Audit{
//		Classes: postgres.Read | postgres.Write, Relation: true, Rows: true}}
//	server := postgres.NewServer(settings, 731)
//	s := server.Session(4711, at, &postgres.Client{User: "clerk", Database: "shop", Host: "192.0.2.7", Port: 50112})
//	log = s.AppendReceived(log, at)
//	log = s.AppendAuthorized(log, at)
//	theft := postgres.CopyTable("copy member to stdout", "public.member")
//	log = s.AppendStatement(log, at, &theft)
//	log = s.AppendDisconnect(log, at)
//
// One log has one layout: a server that writes several at once numbers the lines of each
// by itself, so each takes a Server of its own. Times come from the caller. Every line of one call carries the time of the call,
// though a real server may be a millisecond later at the last of them.
//
// The package holds no clock, no randomness and no scenario, and imports nothing of
// dwell. A Server and its Sessions belong to one goroutine.
//
// Sources: PostgreSQL 15 documentation, "Error Reporting and Logging"; the README of
// pgaudit 1.7; and the logs of the real programs (Debian 12: postgresql-15 15.20,
// postgresql-15-pgaudit 1.7.0), with which the tests compare byte by byte.
package postgres
