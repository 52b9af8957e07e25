// Package pgsql reads the server logs of PostgreSQL in the three forms that the
// server writes: csvlog, jsonlog (version 15 and later) and stderr with any
// log_line_prefix. Lines of pgaudit and auto_explain carry most of what is worth
// knowing; statements, errors and connections are read too.
//
// Every line that says something about a statement or a session gives one
// event.DatabaseQuery (a plan gives one per relation); all others are counted as
// read and give none. Records of parallel workers repeat their leader's and are
// left out, with a note.
//
// Sources: PostgreSQL documentation, "Error Reporting and Logging" (columns of
// csvlog, keys of jsonlog, escapes of log_line_prefix) for versions 9.0 to 17;
// the README of pgaudit 1.7 (fields of an AUDIT line); the documentation of
// auto_explain; the message catalogues of PostgreSQL 15 for the words of servers
// that speak Korean, Japanese or Chinese.
//
// The package must not import detectors, nor judge what a statement does.
package pgsql
