package postgres

import (
	"cmp"
	"slices"
	"strings"
)

// Dump is one run of pg_dump 15 on tables of one database.
type Dump struct {
	Tables   []DumpTable // in the order in which they are read: by schema and name
	Selected bool        // each by an option -t, not the whole database
	Inserts  bool        // option --inserts or --column-inserts: read through a cursor
}

// DumpTable is a table that pg_dump reads.
type DumpTable struct {
	Name    string   // "public.member"
	Columns []string // without those that are generated
	Rows    int64
	OID     uint32 // tables are locked in this order
}

// Statements returns what pg_dump sends, but for its many queries of the catalogue: it is
// complete where pgaudit.log_catalog is off and the database holds tables only. pg_dump
// ends without COMMIT.
func (d *Dump) Statements() []Statement {
	path := Select("SELECT pg_catalog.set_config('search_path', '', false);", 1)
	all := []Statement{path, Select("SELECT pg_catalog.pg_is_in_recovery()", 1), path}
	for _, s := range [...]string{"DATESTYLE = ISO", "INTERVALSTYLE = POSTGRES", "extra_float_digits TO 3", "synchronize_seqscans TO off",
		"statement_timeout = 0", "lock_timeout = 0", "idle_in_transaction_session_timeout = 0", "row_security = off"} {
		all = append(all, Statement{Command: "SET", Text: "SET " + s})
	}
	all = append(all, Statement{Command: "BEGIN", Text: "BEGIN", Transactions: 1}, // one was a query of the catalogue
		Statement{Command: "SET", Text: "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"})
	if d.Selected {
		for range d.Tables {
			all = append(all, Statement{Command: "RESET", Text: "RESET search_path"}, path)
		}
	}
	locked := slices.Clone(d.Tables)
	slices.SortStableFunc(locked, func(a, b DumpTable) int { return cmp.Compare(a.OID, b.OID) })
	for i := range locked {
		all = append(all, Statement{Command: "LOCK TABLE", Text: "LOCK TABLE " + locked[i].Name + " IN ACCESS SHARE MODE"})
	}
	all = append(all, Select("SELECT pg_catalog.current_schemas(false)", 1))
	for i := range d.Tables {
		if d.Inserts {
			all = append(all, d.Tables[i].throughCursor()...)
			continue
		}
		t := &d.Tables[i]
		all = append(all, CopyTable("COPY "+t.Name+" ("+strings.Join(t.Columns, ", ")+") TO stdout;", t.Name))
	}
	return all
}

// throughCursor returns the statements that read a table for INSERT statements. The last
// FETCH finds nothing.
func (t *DumpTable) throughCursor() []Statement {
	const step = 100
	all := []Statement{Declare("DECLARE _pg_dump_cursor CURSOR FOR SELECT "+strings.Join(t.Columns, ", ")+" FROM ONLY "+t.Name, Relation{Name: t.Name})}
	for range (t.Rows+step-1)/step + 1 {
		all = append(all, Fetch("FETCH 100 FROM _pg_dump_cursor"))
	}
	return append(all, Statement{Command: "CLOSE CURSOR", Text: "CLOSE _pg_dump_cursor"})
}
