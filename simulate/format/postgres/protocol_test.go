package postgres

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const question = "select * from member where id=$1;"

// bound is what pgbench sends in the extended protocol; the durations that are not zero
// are replaced by the real ones.
func bound(name string, parse, bind time.Duration) step {
	return as(Statement{Text: question, Rows: 1, Relations: []Relation{member()}, Parameters: []Parameter{{Value: "42"}},
		Name: name, Parse: parse, Bind: bind})
}

// TestOtherClientsOfARealServer compares what does not come from psql: the extended
// protocol, pg_dump, parallel workers, and grants to pgaudit.role.
func TestOtherClientsOfARealServer(t *testing.T) {
	s := install(t)
	s.Start(t, base)
	s.Run(t, "", "createdb", "-U", "postgres", "shop")
	s.sql(t, "postgres", schema+"create table granted (i int); grant select on granted to auditor; create table \"We Ird\" (\"c ol\" int);")
	options := map[string]string{"pgaudit.log_catalog": "off"}
	with := func(more ...string) map[string]string {
		all := map[string]string{"pgaudit.log_catalog": "off"}
		for i := 0; i < len(more); i += 2 {
			all[more[i]] = more[i+1]
		}
		return all
	}
	s.account(t, "o_dump", options)
	s.account(t, "o_dump_norows", with("pgaudit.log_rows", "off"))
	s.account(t, "o_inserts", options)
	s.account(t, "o_extended", options)
	s.account(t, "o_slow", with("pgaudit.log", "'none'", "log_min_duration_statement", "0"))
	s.account(t, "o_logged", with("pgaudit.log", "'none'", "log_statement", "'all'"))
	s.account(t, "o_object", with("pgaudit.log", "'none'"))
	s.account(t, "o_both", options)
	s.account(t, "o_sparse", with("pgaudit.log_relation", "off"))
	s.account(t, "o_parallel_norows", with("pgaudit.log_rows", "off", "parallel_setup_cost", "0", "parallel_tuple_cost", "0", "min_parallel_table_scan_size", "0"))
	s.account(t, "o_parallel", with("parallel_setup_cost", "0", "parallel_tuple_cost", "0", "min_parallel_table_scan_size", "0",
		"parallel_leader_participation", "off")) // so that workers have something to do

	dump := &Dump{Tables: []DumpTable{{Name: `public."We Ird"`, OID: 2, Columns: []string{`"c ol"`}}, {Name: "public.member", OID: 1, Columns: []string{"id", "name", "email"}, Rows: 5000}}, Selected: true}
	inserts := &Dump{Tables: dump.Tables[1:], Selected: true, Inserts: true}
	s.Run(t, "", "pg_dump", "-U", "o_dump", "-t", "member", "-t", `"We Ird"`, "shop")
	s.Run(t, "", "pg_dump", "-U", "o_dump_norows", "-t", "member", "-t", `"We Ird"`, "shop")
	s.Run(t, "", "pg_dump", "-U", "o_inserts", "--inserts", "-t", "member", "shop")
	s.bench(t, "extended", "o_extended")
	s.bench(t, "extended", "o_slow")
	s.bench(t, "extended", "o_logged")
	granted := of("SELECT", "select * from granted, member;", 0, Relation{Name: "public.granted", Granted: true}, member())
	for _, account := range []string{"o_object", "o_both", "o_sparse"} {
		s.sql(t, account, sent([]step{granted}))
	}
	parallel := of("SELECT", "select id, email from member where id % 2 = 0;", 2500, member())
	s.sql(t, "o_parallel", sent([]step{parallel}))
	s.sql(t, "o_parallel_norows", sent([]step{parallel}))
	s.Stop(t)

	audit := Audit{Classes: All, Relation: true, Rows: true, Parameter: true, Extension: true, OmitCatalog: true}
	noRows, sparse, none := audit, audit, audit
	noRows.Rows, sparse.Relation, none.Classes = false, false, 0
	of := func(s *Dump) []step {
		var script []step
		for _, q := range s.Statements() {
			script = append(script, as(q))
		}
		return script
	}
	for _, l := range layouts(t, s) {
		for _, c := range []struct {
			account     string
			settings    Settings
			application string
			script      []step
		}{
			{"o_dump", Settings{Audit: audit}, "pg_dump", of(dump)},
			{"o_dump_norows", Settings{Audit: noRows}, "pg_dump", of(dump)},
			{"o_inserts", Settings{Audit: audit}, "pg_dump", of(inserts)},
			{"o_extended", Settings{Audit: audit}, "pgbench", []step{bound("<unnamed>", 0, 0)}},
			{"o_slow", Settings{Audit: none, Durations: true}, "pgbench", []step{bound("<unnamed>", 1, 1)}},
			{"o_logged", Settings{Audit: none, Statements: LogAll}, "pgbench", []step{bound("<unnamed>", 0, 0)}},
			{"o_object", Settings{Audit: none}, "psql", []step{granted}},
			{"o_both", Settings{Audit: audit}, "psql", []step{granted}},
			{"o_sparse", Settings{Audit: sparse}, "psql", []step{granted}},
		} {
			t.Run(l.name+"/"+c.account, func(t *testing.T) {
				c.settings.Layout, c.settings.Location, c.settings.Connections, c.settings.Disconnections = l.layout, seoul(t), true, true
				sessions := l.of(c.account)
				if c.application == "pgbench" { // its first session only asks for the table of its own tests
					sessions = sessions[1:]
				}
				client := &Client{User: c.account, Database: "shop", Application: c.application, Host: "[local]"}
				compareWith(t, l, &c.settings, client, sessions[0], c.script)
			})
		}
		t.Run(l.name+"/o_parallel", func(t *testing.T) {
			l.compareWorkers(t, &Settings{Layout: l.layout, Location: seoul(t), Audit: audit}, l.of("o_parallel")[0], parallel)
		})
		t.Run(l.name+"/o_parallel_norows", func(t *testing.T) {
			l.compareWorkers(t, &Settings{Layout: l.layout, Location: seoul(t), Audit: noRows}, l.of("o_parallel_norows")[0], parallel)
		})
	}
}

// bench asks one question through pgbench.
func (s *server) bench(t *testing.T, mode, account string) {
	t.Helper()
	s.write(t, "bench.sql", "\\set id 42\n"+strings.Replace(question, "$1", ":id", 1)+"\n")
	s.Run(t, "", "pgbench", "-n", "-M", mode, "-t", "1", "-f", filepath.Join(s.Data, "bench.sql"), "-U", account, "shop")
}

// compareWorkers compares the records of the workers that helped a session with those of
// a statement that has them.
func (l *realLog) compareWorkers(t *testing.T, settings *Settings, session []string, s step) {
	t.Helper()
	leader, _ := l.process(t, session[0])
	found := 0
	for _, r := range l.records {
		if !ofWorker(r) || !strings.Contains(r, strconv.Itoa(leader)) {
			continue
		}
		found++
		pid, start := l.process(t, r)
		q := s.Statement
		q.Workers = []Worker{{PID: pid, Start: start, Rows: rowsOf(r)}}
		server := NewServer(settings, 1)
		own := server.Session(leader, start, &Client{User: "o_parallel", Database: "shop", Application: "psql", Host: "[local]"})
		own.AppendAuthorized(nil, start)
		l.place(t, server, l.column(r, "virtual"))
		own.slot = 1 // any but the worker's
		got := slices.DeleteFunc(l.cut(t, own.AppendStatement(nil, start, &q)), func(r string) bool { return !ofWorker(r) })
		l.equal(t, []string{r}, got)
	}
	if found == 0 {
		t.Skip("no worker was free to help")
	}
}

func ofWorker(record string) bool {
	return strings.Contains(record, ParallelWorker) && strings.Contains(record, "AUDIT: ")
}

// rowsOf returns the rows at the end of an AUDIT line.
func rowsOf(record string) int64 {
	_, rest, _ := strings.Cut(record, ",<none>,")
	n := int64(0)
	for i := 0; i < len(rest) && rest[i] >= '0' && rest[i] <= '9'; i++ {
		n = n*10 + int64(rest[i]-'0')
	}
	return n
}
