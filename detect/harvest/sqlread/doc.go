// Package sqlread understands as much of a PostgreSQL statement as is needed to
// say which tables it reads, how much of each may come out, and which columns:
// the tables of FROM and JOIN through subqueries and common table expressions,
// whether a condition or a limit restricts them, whether only aggregates leave.
//
// It is no grammar: what it does not recognise it passes over, so that it can read
// any text that a log holds, cut ones too. The lexical rules are those of the
// PostgreSQL documentation, chapter 4.1; general SQL lexers were not enough,
// because comments nest in PostgreSQL and names are folded.
//
// The package knows no events and no detectors.
package sqlread
