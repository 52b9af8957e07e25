// Package harvest answers: who read whole tables of personal data (kind
// data.bulk-read)? It finds the theft itself in the logs of a database server:
// full SELECTs, COPY, dumps, cursors, reads through views and joins, values
// collected into one row, copies into other tables, and reads that were cut short.
//
// # How it counts
//
// One execution may leave several lines: its text (log_statement), one per relation
// (pgaudit), its plan (auto_explain), its error. They share session and text, so
// lines are kept per session, text and table and by source; the number of
// executions is the largest that a source gives, never the sum over sources. pgaudit
// writes several lines for one execution; its statement ids tell them apart.
//
// Rows come from the best source that has them: pgaudit's count, then the plan's. What
// pgaudit says of COPY, FETCH and collected values is not the number of rows, and is
// not used. Without a count there are bounds: LIMIT, the sum of the FETCHes of a cursor,
// and for a whole table its size as other records give it. The rule by which the
// numbers follow stands in the finding.
//
//   - joins: each row of the result holds at most one row of each table, so the rows
//     of the result bound those of the table from above;
//   - cursors: the rows asked for are an upper bound; a client stops asking at the end,
//     so all FETCHes but the last two (a short one, and an empty one) were full;
//   - cancelled: some rows may have left before, so between none and all.
//
// # How it judges
//
// A whole table read is ordinary for a backup and odd for nearly everybody else, so
// what counts is habit: on how many days this account read this table whole from this
// program and client, at which hours, how large its other reads are, whether client and
// program are the usual ones of the account. Then whether the
// table holds personal data, by its name and the columns that any statement names
// (English, Korean and romanised Korean). Weights are in weigh.go.
//
// # Memory
//
// Only what may be large is kept one by one (no condition, COPY, a cursor, collected
// values, or 100 rows and more): about 900 bytes per session, text and table, and up
// to 100 KB for a cursor with thousands of FETCHes. All else is counted per table and
// account. Every table of state is bounded by a share of Config.MaxKeys and sampled by
// hash beyond it, which findings then say.
//
// The package must not import other detectors or readers.
package harvest
