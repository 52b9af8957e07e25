package postgres

import (
	"strings"
	"testing"
	"time"

	_ "time/tzdata" // the test names a zone
)

// zoneName is the log_timezone of the real server.
const zoneName = "Asia/Seoul"

// prefix is a log_line_prefix with every escape whose value is the same for all lines
// of a session, or is numbered.
const prefix = "%m [%p] %c %l %b %P %v %x %e %Q [%s] %q%u@%d %a %h %r %i %% "

// base are the settings of the real server.
const base = `
logging_collector = on
log_directory = 'log'
log_filename = 'server.log'
log_destination = 'stderr,csvlog,jsonlog'
log_line_prefix = '` + prefix + `'
log_timezone = '` + zoneName + `'
log_connections = on
log_disconnections = on
autovacuum = off
checkpoint_timeout = 1h
shared_preload_libraries = 'pgaudit'
pgaudit.role = 'auditor'
`

// variant is one way in which pgaudit is set for an account.
type variant struct {
	account string
	options map[string]string // of ALTER ROLE
	Settings
}

func variants() []variant {
	all := Audit{Classes: All, Relation: true, Rows: true, Parameter: true, Extension: true}
	with := func(change func(*Settings)) Settings {
		s := Settings{Connections: true, Disconnections: true, Audit: all}
		change(&s)
		return s
	}
	return []variant{
		{"a_all", map[string]string{}, with(func(*Settings) {})},
		{"a_norows", map[string]string{"pgaudit.log_rows": "off"}, with(func(s *Settings) { s.Audit.Rows = false })},
		{"a_norelation", map[string]string{"pgaudit.log_relation": "off"}, with(func(s *Settings) { s.Audit.Relation = false })},
		{"a_neither", map[string]string{"pgaudit.log_relation": "off", "pgaudit.log_rows": "off", "pgaudit.log_catalog": "off"},
			with(func(s *Settings) { s.Audit.Relation, s.Audit.Rows, s.Audit.OmitCatalog = false, false, true })},
		{"a_nocatalog", map[string]string{"pgaudit.log_catalog": "off", "pgaudit.log_parameter": "off"},
			with(func(s *Settings) { s.Audit.OmitCatalog, s.Audit.Parameter = true, false })},
		{"a_once", map[string]string{"pgaudit.log_statement_once": "on"}, with(func(s *Settings) { s.Audit.StatementOnce = true })},
		{"a_notext", map[string]string{"pgaudit.log_statement": "off"}, with(func(s *Settings) { s.Audit.OmitStatement = true })},
		{"a_few", map[string]string{"pgaudit.log": "'read,write'"}, with(func(s *Settings) { s.Audit.Classes = Read | Write })},
		{"a_statements", map[string]string{"log_statement": "'all'", "pgaudit.log": "'none'"},
			with(func(s *Settings) { s.Statements, s.Audit.Classes = LogAll, 0 })},
		{"a_mod", map[string]string{"log_statement": "'mod'", "log_min_duration_statement": "0"},
			with(func(s *Settings) { s.Statements, s.Durations = LogMod, true })},
		{"a_ddl", map[string]string{"log_statement": "'ddl'", "pgaudit.log": "'none'"},
			with(func(s *Settings) { s.Statements, s.Audit.Classes = LogDDL, 0 })},
		{"a_durations", map[string]string{"log_min_duration_statement": "0", "pgaudit.log": "'misc'"},
			with(func(s *Settings) { s.Durations, s.Audit.Classes = true, Misc|MiscSet })},
	}
}

// audited are the options of pgaudit that accounts have unless a variant changes them.
func audited() map[string]string {
	return map[string]string{"pgaudit.log": "'all'", "pgaudit.log_relation": "on", "pgaudit.log_rows": "on", "pgaudit.log_parameter": "on"}
}

func TestARealServerWritesTheSame(t *testing.T) {
	s := install(t)
	s.Start(t, base)
	s.Run(t, "", "createdb", "-U", "postgres", "shop")
	s.sql(t, "postgres", schema)
	for _, v := range variants() {
		s.account(t, v.account, v.options)
		for _, script := range [][]step{reads(), writes(), failures()} {
			s.sql(t, "postgres", "truncate orders; insert into orders values (1, 1), (2, 2);")
			s.Try(t, sent(script), "psql", "-X", "-q", "-d", "shop", "-U", v.account) // the last script ends badly
		}
	}
	s.Stop(t)
	for _, l := range layouts(t, s) {
		t.Run(l.name, func(t *testing.T) {
			for _, v := range variants() {
				v.Layout, v.Location = l.layout, seoul(t)
				t.Run(v.account, func(t *testing.T) {
					sessions := l.of(v.account)
					if len(sessions) != 3 {
						t.Fatalf("%d sessions", len(sessions))
					}
					for i, script := range [][]step{reads(), writes(), failures()} {
						compare(t, l, &v.Settings, sessions[i], script)
					}
				})
			}
		})
	}
}

func (s *server) account(t *testing.T, name string, options map[string]string) {
	t.Helper()
	sql := "create role " + name + " login superuser;\n"
	all := audited()
	for option, value := range options {
		all[option] = value
	}
	for option, value := range all {
		sql += "alter role " + name + " set " + option + " = " + value + ";\n"
	}
	s.sql(t, "postgres", sql)
}

// sent is what psql gets for a script.
func sent(script []step) string {
	var all strings.Builder
	for _, s := range script {
		if s.send == "" {
			s.send = s.Text
		}
		all.WriteString(s.send + "\n")
	}
	return all.String()
}

func seoul(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
