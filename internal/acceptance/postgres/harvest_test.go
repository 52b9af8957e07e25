package postgres

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dwell/detect"
	"dwell/detect/harvest"
	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/evidence/pgsql"
	"dwell/finding"
)

// members is the number of rows of the table that is stolen.
const members = 50_000

// settings make one server write all three layouts at once.
const settings = `
logging_collector = on
log_directory = 'log'
log_filename = 'server.log'
log_destination = 'stderr,csvlog,jsonlog'
log_line_prefix = '%m [%p] %q%u@%d '
log_timezone = 'Asia/Seoul'
log_connections = on
log_disconnections = on
shared_preload_libraries = 'pgaudit,auto_explain'
pgaudit.log = 'read,write,ddl,misc'
pgaudit.log_relation = on
pgaudit.log_rows = on
pgaudit.log_parameter = on
`

// taken is what a finding must say of one account.
type taken struct {
	Table           string
	Rows, Low, High int64
	Exact, Whole    bool
}

// theft is one account, what it does, and what the log must tell of it for each way of
// logging.
type theft struct {
	account           string
	do                func(t *testing.T, s *server, account string)
	rows, blind, text *taken // with pgaudit.log_rows, without, without pgaudit; nil: no finding
}

// thefts are the ways in which rows leave. The administrator reads the whole table
// before and after, so that its size is known from both sides.
var thefts = []theft{
	{"full", statements("select * from member;"), exact(members), whole, whole},
	{"copied", statements("copy member to stdout;"), whole, whole, whole},
	{"copied_query", statements("copy (select * from member where id <= 700) to stdout;"), exact(700), nil, nil},
	{"dumped", dump, whole, whole, whole},
	{"inserts", dump, whole, whole, whole},
	{"cursor", statements("begin; declare c cursor for select * from member; fetch forward 1000 from c;\nfetch 1000 from c;\n" +
		"fetch forward 1000 from c;\nfetch 500 in c;\nfetch c;\ncommit;"), between(3501, 3000, 3501), between(3501, 3000, 3501), between(3501, 3000, 3501)},
	{"cursor_all", statements("begin; declare c cursor for select * from member; fetch 10 from c; fetch all from c; commit;"), whole, whole, whole},
	{"fetch_count", statements("\\set FETCH_COUNT 700\nselect * from member;"), whole, whole, whole},
	{"aborted", abort, upToAll, upToAll, upToAll},
	{"joined", statements("select m.*, o.total from member m join orders o on o.member_id = m.id;"), between(300, 1, 300), upToAll, upToAll},
	// A text that names a view says nothing of the table behind it.
	{"viewed", statements("select * from v_member;"), whole, upToAll, nil},
	{"limited", statements("select * from member limit 2500;"), exact(2500), between(2500, 0, 2500), between(2500, 0, 2500)},
	{"counted", statements("select count(*) from member;"), nil, nil, nil},
	{"collected", statements("select string_agg(email, ',') from member;"), whole, whole, whole},
	{"staged", statements("create temp table copy_staged as select * from member;"), exact(members), whole, whole},
	{"common", statements("with x as (select * from member) select * from x;"), exact(members), whole, whole},
	{"function", statements("do $$ begin perform * from member; end $$;"), exact(members), whole, nil},
	{"paged", paged, between(3000, 1000, 3000), between(3000, 0, 3000), between(3000, 0, 3000)},
	{"parallel", statements("set parallel_setup_cost = 0; set parallel_tuple_cost = 0; set min_parallel_table_scan_size = 0;\n" +
		"select id, email from member where id % 2 = 0;"), exact(members / 2), nil, nil},
	{"planned", statements("select * from member where id <= 1234;"), exact(1234), exact(1234), exact(1234)},
	{"clerk", clerk, nil, nil, nil},
}

const memberTable = "shop/public.member"

// What the bounds of a finding may be: the number itself, all rows with the size that
// the administrator's reads give, no more than some rows, anything up to all.
var (
	whole   = &taken{memberTable, members, members, members, false, true}
	upToAll = &taken{memberTable, -1, 0, members, false, false}
)

func exact(n int64) *taken { return &taken{memberTable, n, n, n, true, n == members} }

func between(rows, low, high int64) *taken {
	return &taken{memberTable, rows, low, high, false, false}
}

func statements(sql string) func(*testing.T, *server, string) {
	return func(t *testing.T, s *server, account string) { s.sql(t, account, sql) }
}

func dump(t *testing.T, s *server, account string) {
	t.Helper()
	arguments := []string{"-U", account, "-t", "member", "shop"}
	if strings.HasPrefix(account, "inserts") {
		arguments = append([]string{"--inserts"}, arguments...)
	}
	out := s.Run(t, "", "pg_dump", arguments...)
	if n := strings.Count(out, "@example.com"); n != members {
		t.Fatalf("%s received %d rows", account, n)
	}
}

// abort reads until a time-out ends it.
func abort(t *testing.T, s *server, account string) {
	t.Helper()
	_, err := s.Try(t, "set statement_timeout = 100;\nselect member.*, pg_sleep(0.001) from member;", "psql", "-X", "-q", "-d", "shop", "-U", account)
	if err != nil {
		t.Fatal(err)
	}
}

func paged(t *testing.T, s *server, account string) {
	t.Helper()
	var sql strings.Builder
	for page := range 3 {
		fmt.Fprintf(&sql, "select * from member order by id limit 1000 offset %d;\n", page*1000)
	}
	s.sql(t, account, sql.String())
}

// clerk looks members up one by one, as an application does.
func clerk(t *testing.T, s *server, account string) {
	t.Helper()
	var sql strings.Builder
	sql.WriteString("prepare p as select * from member where id = $1;\n")
	for i := range 150 {
		fmt.Fprintf(&sql, "select name, phone from member where id = %d; execute p(%d);\n", 1+i*37, 1+i*41)
	}
	s.sql(t, account, sql.String())
}

func TestEveryWayOutOfARealServerIsFoundAndCounted(t *testing.T) {
	s := install(t)
	s.Start(t, settings)
	prepare(t, s)
	s.sql(t, "postgres", "select * from member;")
	for _, th := range thefts {
		th.do(t, s, th.account)
		th.do(t, s, th.account+blindly)
		th.do(t, s, th.account+textually)
	}
	s.sql(t, "postgres", "select * from member;")
	s.Stop(t)
	for _, name := range []string{"server.csv", "server.json", "server.log"} {
		log, err := os.ReadFile(filepath.Join(s.Data, "log", name))
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) { judge(t, log, true) })
		if name == "server.log" {
			// The default prefix names no account: connections must tell it.
			t.Run("default prefix", func(t *testing.T) {
				judge(t, debianPrefix.ReplaceAll(log, []byte("$1 ")), false)
			})
		}
	}
}

// debianPrefix is the beginning of a line up to the account, and the account.
var debianPrefix = regexp.MustCompile(`(?m)^(\d\S+ \S+ KST \[\d+\]) \S+@\S+ `)

// How the names of accounts without pgaudit.log_rows, and without pgaudit, end.
const (
	blindly   = "_norows"
	textually = "_text"
)

// prepare makes the database: synthetic members, orders, a view, and the accounts.
func prepare(t *testing.T, s *server) {
	t.Helper()
	s.Run(t, "", "createdb", "-U", "postgres", "shop")
	var sql strings.Builder
	fmt.Fprintf(&sql, `create extension pgaudit;
create table member (id int primary key, name text, email text, phone text, birth date, addr text);
insert into member select i, 'Name ' || i, 'm' || i || '@example.com', '010-0000-' || lpad((i %% 10000)::text, 4, '0'), date '1970-01-01' + i %% 9000, 'Street ' || i from generate_series(1, %d) i;
create table orders (id int, member_id int, total int);
insert into orders select i, i, i * 10 from generate_series(1, 300) i;
create view v_member as select id, name, email from member;
analyze;
grant all on schema public to public;
grant select on all tables in schema public to public;
`, members)
	for _, th := range thefts {
		for _, ending := range []string{"", blindly, textually} {
			fmt.Fprintf(&sql, "create role %s%s login;\n", th.account, ending)
		}
		fmt.Fprintf(&sql, "alter role %s%s set pgaudit.log_rows = off;\n", th.account, blindly)
		fmt.Fprintf(&sql, "alter role %s%s set pgaudit.log = 'none';\nalter role %s%s set log_statement = 'all';\n", th.account, textually, th.account, textually)
	}
	for _, account := range []string{"planned", "planned" + blindly, "planned" + textually} { // only a superuser may set these
		fmt.Fprintf(&sql, "alter role %s set auto_explain.log_min_duration = 0;\nalter role %s set auto_explain.log_analyze = on;\n", account, account)
	}
	s.sql(t, "postgres", sql.String())
}

// judge reads a log, checks that nothing was lost, and compares findings with the truth.
// The records of a short prefix do not name the account themselves.
func judge(t *testing.T, log []byte, named bool) {
	t.Helper()
	reader := pgsql.New()
	if c := reader.Detect(log[:min(len(log), evidence.HeadSize)]); c < evidence.Likely {
		t.Errorf("Detect = %d", c)
	}
	result, err := evidencetest.Read(reader, "log/server", log)
	if err != nil {
		t.Fatal(err)
	}
	if result.Tally.Damaged != 0 {
		t.Errorf("damaged records: %+v", result.Tally)
	}
	d := harvest.New(detect.Config{})
	d.Observe(&event.Batch{Queries: result.Events.Queries})
	found, err := d.Findings(detect.View{})
	if err != nil {
		t.Fatal(err)
	}
	for _, th := range thefts {
		for account, want := range map[string]*taken{th.account: th.rows, th.account + blindly: th.blind, th.account + textually: th.text} {
			if f := compare(t, found, account, want); f != nil {
				resolves(t, log, f, account, named)
			}
		}
	}
}

// compare checks the finding about an account's reads of members, and returns it.
func compare(t *testing.T, found []finding.Finding, account string, want *taken) *finding.Finding {
	t.Helper()
	var own []finding.Finding
	for _, f := range found {
		if f.Taken.Principal == account && f.Taken.Table == memberTable {
			own = append(own, f)
		}
	}
	if want == nil {
		if len(own) > 0 {
			t.Errorf("%s: %s", account, own[0].Sentence)
		}
		return nil
	}
	if len(own) != 1 {
		t.Errorf("%s: %d findings about members", account, len(own))
		return nil
	}
	f := &own[0]
	got := &taken{f.Taken.Table, f.Taken.Rows, f.Taken.Low, f.Taken.High, f.Taken.Exact, f.Taken.Whole}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s%s", account, diff, f.Sentence)
	}
	if want.Whole && f.Severity < finding.High {
		t.Errorf("%s: severity %s of %g: %v", account, f.Severity, f.Score, f.Parts)
	}
	if !slices.Contains(f.Taken.Personal, "e-mail") {
		t.Errorf("%s: personal data %v", account, f.Taken.Personal)
	}
	return f
}

// resolves checks that the references lead to whole records, of the account.
func resolves(t *testing.T, log []byte, f *finding.Finding, account string, named bool) {
	t.Helper()
	for _, ref := range f.Refs {
		record := string(log[ref.Offset : ref.Offset+ref.Length])
		if named && !strings.Contains(record, account) || !strings.HasSuffix(record, "\n") || ref.File != event.NewFileID("log/server") {
			t.Errorf("%s: the reference %v leads to %.100q", account, ref, record)
		}
	}
}
