package harvest

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

// server is a made-up log of a database "shop".
type server struct {
	next  int64
	batch event.Batch
	now   time.Time
	stmt  int64
}

func newServer() *server { return &server{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)} }

// account is somebody who works with the database.
type account struct{ user, application, host, session string }

var (
	web    = account{"web", "shop-api", "192.0.2.10", "a.1"}
	admin  = account{"kim", "psql", "192.0.2.20", "b.1"}
	backup = account{"backup", "pg_dump", "192.0.2.30", "c.1"}
)

// line adds one line about a statement, a second after the one before.
func (s *server) line(a account, source event.QuerySource, statement string, change func(*event.DatabaseQuery)) {
	s.next++
	s.now = s.now.Add(time.Second)
	q := event.DatabaseQuery{
		Time: event.At(s.now, event.PrecisionMilli), Ref: event.Ref{File: 7, Offset: s.next * 100, Length: 100},
		Source: source, Server: "postgresql", User: a.user, Database: "shop", ClientHost: a.host,
		Client: netip.MustParseAddr(a.host), Application: a.application, SessionID: a.session,
		Statement: statement, Rows: event.Unknown, Duration: event.Unknown,
	}
	q.Command = strings.ToUpper(strings.Fields(statement + " ?")[0])
	if change != nil {
		change(&q)
	}
	s.batch.Queries = append(s.batch.Queries, q)
}

func (s *server) text(a account, statement string) { s.line(a, event.QueryStatement, statement, nil) }

// audit adds pgaudit's line of one relation, with a statement id of its own.
func (s *server) audit(a account, statement, object string, rows int64) {
	s.stmt++
	s.again(a, statement, object, rows)
}

// again adds another line of the same execution.
func (s *server) again(a account, statement, object string, rows int64) {
	id := s.stmt
	s.line(a, event.QueryAudit, statement, func(q *event.DatabaseQuery) {
		q.Class, q.Command, q.StatementID, q.SubID, q.Object, q.Rows = "READ", "SELECT", id, 1, object, rows
		if object != "" {
			q.ObjectType = "TABLE"
		}
	})
}

// define tells the columns of the table of members.
func (s *server) define() {
	s.line(admin, event.QueryAudit, "create table member (id int, name text, email text, phone text)", func(q *event.DatabaseQuery) {
		q.Class, q.Command, q.Object = "DDL", "CREATE TABLE", "public.member"
	})
}

// work adds days of ordinary work of the application from 9 to 18.
func (s *server) work(days int) {
	start := s.now
	for d := range days {
		for i := range 60 {
			s.now = start.AddDate(0, 0, d).Add(time.Duration(i) * 9 * time.Minute)
			s.audit(web, fmt.Sprintf("select * from member where id = %d", d*100+i), "public.member", 1)
		}
	}
}

func (s *server) findings(t *testing.T) []finding.Finding {
	t.Helper()
	d := New(detect.Config{})
	d.Observe(&s.batch)
	f, err := d.Findings(detect.View{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// of returns the finding about an account's reads of a table.
func of(t *testing.T, found []finding.Finding, user, table string) finding.Finding {
	t.Helper()
	var own []finding.Finding
	for _, f := range found {
		if f.Taken.Principal == user && f.Taken.Table == "shop/"+table {
			own = append(own, f)
		}
	}
	if len(own) != 1 {
		t.Fatalf("%d findings about %s and %s among %d", len(own), user, table, len(found))
	}
	return own[0]
}

const member = "public.member"

func TestAnUnexplainedReadOfAWholeTableOfPeopleIsHigh(t *testing.T) {
	s := newServer()
	s.define()
	s.work(20)
	s.now = s.now.Add(8 * time.Hour) // at night
	s.audit(admin, "select * from member", member, 200_000)
	f := of(t, s.findings(t), "kim", member)
	want := &finding.Taken{Table: "shop/public.member", Principal: "kim", Rows: 200_000, Low: 200_000, High: 200_000,
		Exact: true, Whole: true, Rule: ruleAudit, Personal: []string{"e-mail", "name", "phone"}}
	if diff := cmp.Diff(want, f.Taken); diff != "" {
		t.Errorf("taken (-want +got):\n%s", diff)
	}
	if f.Severity < finding.High || f.Kind != finding.BulkRead || f.Tactic != finding.Collection {
		t.Errorf("%s %s %s: %v", f.Severity, f.Kind, f.Tactic, f.Parts)
	}
	entities := []finding.Entity{{Type: finding.Table, Value: "shop/public.member", Role: finding.Object},
		{Type: finding.Account, Value: "kim", Role: finding.Principal}, {Type: finding.Host, Value: "192.0.2.20", Role: finding.Source}}
	if diff := cmp.Diff(entities, f.Entities); diff != "" {
		t.Error(diff)
	}
}

func TestANightlyBackupIsQuietUntilItComesAtAnotherHour(t *testing.T) {
	s := newServer()
	s.define()
	s.work(30)
	first := s.now.AddDate(0, 0, -29)
	night := time.Date(first.Year(), first.Month(), first.Day(), 3, 0, 0, 0, time.UTC)
	dump := func(session string) {
		a := backup
		a.session = session
		s.text(a, "COPY public.member (id, name, email, phone) TO stdout;")
	}
	for d := range 20 {
		s.now = night.AddDate(0, 0, d).Add(time.Duration(d%7) * time.Minute)
		dump(fmt.Sprintf("c.%d", d))
	}
	if f := of(t, s.findings(t), "backup", member); f.Severity > finding.Low || !strings.Contains(strings.Join(f.Innocent, " "), "backup") {
		t.Errorf("routine: %s %v", f.Severity, f.Parts)
	}
	s.now = night.AddDate(0, 0, 25).Add(11 * time.Hour)
	dump("c.odd")
	var severities []finding.Severity
	for _, f := range s.findings(t) {
		if f.Taken.Principal == "backup" {
			severities = append(severities, f.Severity)
		}
	}
	if len(severities) != 2 || severities[0] < finding.High || severities[1] > finding.Low {
		t.Errorf("severities %v, want the odd one high beside the routine", severities)
	}
}

func TestALegalDumpInShortEvidenceIsNotHigh(t *testing.T) {
	s := newServer()
	s.define()
	s.work(2)
	s.now = s.now.Add(9 * time.Hour)
	for _, sql := range []string{"COPY public.member (id, name, email, phone) TO stdout;", "COPY public.orders (id, total) TO stdout;"} {
		s.text(backup, sql)
	}
	if f := of(t, s.findings(t), "backup", member); f.Severity > finding.Medium {
		t.Errorf("%s: %v", f.Severity, f.Parts)
	}
}

func TestAnotherProgramAndClientThanUsualTell(t *testing.T) {
	s := newServer()
	s.define()
	s.work(20)
	thief := account{"web", "psql", "198.51.100.7", "z.1"}
	s.now = s.now.Add(9 * time.Hour)
	s.audit(thief, "select * from member", member, 200_000)
	f := of(t, s.findings(t), "web", member)
	var names []string
	for _, p := range f.Parts {
		names = append(names, p.Name)
	}
	for _, want := range []string{"client", "program", "hour", "against its own reads"} {
		if !slices.Contains(names, want) {
			t.Errorf("no part %q in %v", want, f.Parts)
		}
	}
	if f.Severity != finding.Critical {
		t.Errorf("%s of %g", f.Severity, f.Score)
	}
}

func TestATableWithoutPersonalDataIsAtMostLow(t *testing.T) {
	s := newServer()
	s.work(20)
	s.line(admin, event.QueryAudit, "create table product (id int, name text, price int)", func(q *event.DatabaseQuery) { q.Class = "DDL" })
	s.audit(admin, "select * from product", "public.product", 9_000_000)
	if f := of(t, s.findings(t), "kim", "public.product"); f.Severity > finding.Low || len(f.Taken.Personal) != 0 {
		t.Errorf("%s: %v %v", f.Severity, f.Parts, f.Taken.Personal)
	}
}

func TestLinesOfOneExecutionCountOnce(t *testing.T) {
	s := newServer()
	const sql = "select * from member m join orders o on o.m = m.id;"
	s.text(admin, sql)
	s.line(admin, event.QueryPlan, sql, func(q *event.DatabaseQuery) { q.Object, q.Rows = "member", 900 })
	s.audit(admin, strings.TrimSuffix(sql, ";"), member, 700)
	s.again(admin, sql, member, 700) // the same relation by SESSION and OBJECT
	s.again(admin, sql, "public.orders", 700)
	found := s.findings(t)
	f := of(t, found, "kim", member)
	if f.Measures["executions"] != int64(1) || f.Taken.Rows != 700 || f.Taken.High != 700 || f.Taken.Low != 1 || f.Taken.Exact {
		t.Errorf("%+v %v", f.Taken, f.Measures)
	}
}

func TestRulesOfCounting(t *testing.T) {
	cancelled := func(q *event.DatabaseQuery) { q.SQLState = "57014" }
	type answer struct {
		Rows, Low, High int64
		Exact, Whole    bool
		Rule            string
	}
	for name, c := range map[string]struct {
		do   func(s *server)
		want answer
	}{
		"text of a whole read": {func(s *server) { s.text(admin, "select * from member") }, answer{-1, 0, -1, false, true, ruleWholeBare}},
		"copy, size known before and after": {func(s *server) {
			s.audit(web, "select * from member", member, 1000)
			s.text(admin, "copy member to stdout")
			s.audit(web, "select id from member", member, 1010)
		}, answer{1000, 1000, 1010, false, true, ruleWhole}},
		"copy, size known within a day": {func(s *server) {
			s.audit(web, "select * from member", member, 1000)
			s.text(admin, "copy member to stdout")
		}, answer{1000, 1000, 1000, false, true, ruleWhole}},
		"copy, size known long ago": {func(s *server) {
			s.audit(web, "select * from member", member, 1000)
			s.now = s.now.AddDate(0, 1, 0)
			s.text(admin, "copy member to stdout")
		}, answer{1000, 0, -1, false, true, ruleWhole}},
		"pgaudit's count of a COPY is not rows": {func(s *server) {
			s.audit(web, "select * from member", member, 1000)
			s.stmt++
			s.line(admin, event.QueryAudit, "copy member to stdout", func(q *event.DatabaseQuery) {
				q.Class, q.Command, q.StatementID, q.Rows = "READ", "COPY", s.stmt, 0
			})
		}, answer{1000, 1000, 1000, false, true, ruleWhole}},
		"limit": {func(s *server) { s.text(admin, "select * from member limit 5000") }, answer{5000, 0, 5000, false, false, ruleLimit}},
		"cancelled": {func(s *server) {
			s.audit(web, "select * from member", member, 1000)
			s.text(admin, "select * from member")
			s.line(admin, event.QueryError, "select * from member", cancelled)
		}, answer{-1, 0, 1000, false, false, ruleCancelled}},
		"cancelled, then repeated": {func(s *server) {
			s.line(admin, event.QueryError, "select * from member", cancelled)
			s.audit(admin, "select * from member", member, 1000)
		}, answer{1000, 1000, 1000, true, true, ruleAudit}},
		"plan": {func(s *server) {
			s.line(admin, event.QueryPlan, "select * from member where id < 500", func(q *event.DatabaseQuery) { q.Object, q.Rows = "member", 499 })
		}, answer{499, 499, 499, true, false, rulePlan}},
		"plan of parallel runs": {func(s *server) {
			s.line(admin, event.QueryPlan, "select * from member where id < 500", func(q *event.DatabaseQuery) {
				q.Object, q.Rows, q.Message = "member", 498, "rows are an average over several runs"
			})
		}, answer{498, 490, 506, false, false, ruleAverage}},
		"collected values": {func(s *server) {
			s.audit(web, "select * from member", member, 1000)
			s.audit(admin, "select string_agg(email, ',') from member", member, 1)
		}, answer{1000, 1000, 1000, false, true, ruleWhole}},
		"cursor": {func(s *server) {
			s.text(admin, "declare c cursor for select * from member")
			for range 6 {
				s.text(admin, "fetch forward 1000 from c")
			}
		}, answer{6000, 4000, 6000, false, false, ruleFetch}},
		"cursors of one name, one after the other": {func(s *server) {
			s.text(admin, "declare c cursor for select * from orders")
			s.text(admin, "fetch 9000 from c")
			s.text(admin, "close c")
			s.text(admin, "declare c cursor for select * from member")
			s.text(admin, "fetch 1000 from c")
			s.text(admin, "fetch 300 from c")
			s.text(admin, "fetch 300 from c")
		}, answer{1600, 1000, 1600, false, false, ruleFetch}},
		"cursor without a FETCH in the log": {func(s *server) {
			s.audit(admin, "declare c cursor for select * from member", member, -1)
		}, answer{-1, 0, -1, false, false, ruleUnfetched}},
		"pages": {func(s *server) {
			for page := range 4 {
				s.audit(admin, fmt.Sprintf("select * from member limit 1000 offset %d", page*1000), member, 1000)
			}
		}, answer{4000, 1000, 4000, false, false, ruleAudit + "; " + ruleSeveral}},
		"injected condition": {func(s *server) { s.audit(admin, "select * from member where id = '1' or 1=1", member, 8000) },
			answer{8000, 8000, 8000, true, true, ruleAudit}},
		"view, by pgaudit's base table": {func(s *server) {
			s.audit(admin, "select * from v_member", "public.v_member", 600)
			s.batch.Queries[len(s.batch.Queries)-1].ObjectType = "VIEW"
			s.again(admin, "select * from v_member", member, 600)
			s.text(admin, "select * from v_member")
		}, answer{600, 600, 600, false, false, ruleView}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer()
			c.do(s)
			found := s.findings(t)
			f := of(t, found, "kim", member)
			got := answer{f.Taken.Rows, f.Taken.Low, f.Taken.High, f.Taken.Exact, f.Taken.Whole, f.Taken.Rule}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("taken (-want +got):\n%s%s", diff, f.Sentence)
			}
			for _, f := range found {
				if strings.HasSuffix(f.Taken.Table, "v_member") {
					t.Errorf("the view is reported beside its table: %s", f.Title)
				}
			}
		})
	}
}

func TestWhatTakesNothingIsNotReported(t *testing.T) {
	s := newServer()
	s.work(1)
	s.audit(admin, "select count(*) from member", member, 1)
	s.text(admin, "select count(*), max(id) from member")
	s.audit(admin, "select * from member where id = 5", member, 1)
	s.text(admin, "explain analyze select * from member")
	s.text(admin, "prepare p as select * from member")
	s.text(admin, "select 1 from orders where id in (select id from member) limit 1")
	s.audit(admin, "select * from pg_catalog.pg_class", "pg_catalog.pg_class", 4000)
	s.line(admin, event.QueryError, "select * from member wher", func(q *event.DatabaseQuery) { q.SQLState = "42601" })
	s.audit(admin, "select * from settings", "public.settings", 12)
	for _, f := range s.findings(t) {
		t.Errorf("%s", f.Sentence)
	}
}

func TestSchemasAreFoundWhereStatementsLeaveThemOut(t *testing.T) {
	s := newServer()
	s.audit(web, "select * from shop.member where id = 1", "shop.member", 1)
	s.text(admin, "select * from member")
	of(t, s.findings(t), "kim", "shop.member")
}

func TestAccountsOfAShortPrefixComeFromTheirConnection(t *testing.T) {
	s := newServer()
	nobody := account{"", "", "192.0.2.20", "pid-77"}
	quiet := func(q *event.DatabaseQuery) {
		q.Database, q.ClientHost, q.Client = "", "", netip.Addr{}
		if q.Source == event.QuerySession && strings.Contains(q.Message, "authorized") {
			q.User, q.Database, q.Application = "kim", "shop", "psql"
		}
	}
	connection := func(message, host string) {
		s.line(nobody, event.QuerySession, "", func(q *event.DatabaseQuery) {
			q.Message = message
			quiet(q)
			q.ClientHost = host
		})
	}
	connection("connection received: host=192.0.2.20", "192.0.2.20")
	connection("connection authorized: user=kim", "")
	s.line(nobody, event.QueryStatement, "select * from member", quiet)
	worker := nobody
	worker.session = "pid-78"
	s.line(worker, event.QueryAudit, "select * from member", func(q *event.DatabaseQuery) {
		quiet(q)
		q.Class, q.Command, q.Object, q.ObjectType = "READ", "SELECT", member, "TABLE"
	})
	found := s.findings(t)
	f := of(t, found, "kim", member)
	if f.Measures["application"] != "psql" || f.Measures["client"] != "192.0.2.20" || len(found) != 1 {
		t.Errorf("%d findings, %v", len(found), f.Measures)
	}
}

func TestACopyOfATableOfPeopleIsAboutPeople(t *testing.T) {
	s := newServer()
	s.define()
	s.audit(admin, "create table tmp1 as select * from member", member, 5000)
	s.audit(admin, "select * from tmp1", "public.tmp1", 5000)
	found := s.findings(t)
	if f := of(t, found, "kim", "public.tmp1"); !slices.Contains(f.Taken.Personal, "e-mail") {
		t.Errorf("personal %v", f.Taken.Personal)
	}
	if f := of(t, found, "kim", member); f.Measures["staged_in"] != "tmp1" {
		t.Errorf("measures %v", f.Measures)
	}
}

func TestOnlyTheColumnsThatComeOutAreTaken(t *testing.T) {
	s := newServer()
	s.define()
	s.audit(admin, "select m.email from member m", member, 5000)
	if f := of(t, s.findings(t), "kim", member); !slices.Equal(f.Taken.Personal, []string{"e-mail"}) {
		t.Errorf("personal %v", f.Taken.Personal)
	}
}

// mixed is a log with something of everything.
func mixed() *server {
	s := newServer()
	s.define()
	s.work(6)
	s.text(admin, "select * from member")
	s.audit(admin, "select * from member", member, 40_000)
	s.line(admin, event.QueryPlan, "select * from member", func(q *event.DatabaseQuery) { q.Object, q.Rows = "member", 40_000 })
	s.line(admin, event.QueryError, "select * from member", func(q *event.DatabaseQuery) { q.SQLState = "57014" })
	for i := range 50 { // more executions than are kept one by one
		s.audit(web, "select * from member where id > $1", member, int64(100+i))
	}
	for i := range 3 {
		s.text(admin, fmt.Sprintf("declare c cursor for select * from member where id > %d", i))
		s.text(admin, "fetch 700 from c")
		s.text(admin, "fetch 700 from c")
	}
	for d := range 5 {
		s.now = s.now.AddDate(0, 0, 1)
		a := backup
		a.session = fmt.Sprintf("pid-%d", d)
		s.line(a, event.QuerySession, "", func(q *event.DatabaseQuery) { q.Message = "connection authorized: user=backup" })
		a.application = ""
		s.text(a, "COPY public.member (id, name) TO stdout;")
		s.text(a, "copy orders to stdout")
	}
	s.audit(admin, "create table tmp1 as select * from shop.customer", "shop.customer", 5000)
	s.audit(admin, "select * from v", "public.v", 600)
	s.batch.Queries[len(s.batch.Queries)-1].ObjectType = "VIEW"
	s.again(admin, "select * from v", member, 600)
	return s
}

func TestLaw(t *testing.T) {
	stream := []event.Batch{mixed().batch}
	detecttest.Law(t, Spec(), detect.Config{}, detect.View{}, stream)
	t.Run("with too few keys", func(t *testing.T) {
		detecttest.Law(t, Spec(), detect.Config{MaxKeys: 64}, detect.View{}, stream)
	})
}

func TestBudgetsHold(t *testing.T) {
	d := New(detect.Config{MaxKeys: 800})
	s := newServer()
	for i := range 3000 {
		a := admin
		a.session, a.host = fmt.Sprintf("s.%d", i), fmt.Sprintf("192.0.2.%d", i%256)
		s.text(a, fmt.Sprintf("select * from t%d", i))
		s.text(a, fmt.Sprintf("declare c%d cursor for select * from t", i))
		s.text(a, fmt.Sprintf("fetch 10 from c%d", i))
	}
	for range 6000 {
		s.text(admin, "fetch 10 from c")
	}
	d.Observe(&s.batch)
	if n := d.state.Reads.Len(); n > 100 {
		t.Errorf("%d reads", n)
	}
	for _, c := range d.state.Cursors.All() {
		if len(c.Fetches[0].Lines) > maxFetches {
			t.Errorf("%d fetches", len(c.Fetches[0].Lines))
		}
	}
	found, err := d.Findings(detect.View{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if _, ok := f.Measures["reads_share_sampled"]; !ok {
			t.Errorf("the finding does not say that reads were sampled: %v", f.Measures)
		}
	}
}

func TestHostileStatementsAreHarmless(t *testing.T) {
	s := newServer()
	for _, sql := range []string{
		"", ";", "'", `"`, "select * from '", `select * from "`, "select * from " + strings.Repeat("x", 100_000),
		"select " + strings.Repeat("'a',", 25_000) + " from member", strings.Repeat("/* ", 30_000),
		strings.Repeat("select * from (", 6_000), "copy " + strings.Repeat("(", 50_000), "select * from \xff\xfe\x00",
		"select * from " + strings.Repeat("가", 30_000), strings.Repeat("fetch 99999999999999999999 from c;", 1000),
		"fetch 9223372036854775807 from c", "declare c cursor for select * from member", "select * from member limit 99999999999999999999",
	} {
		for source := range event.QuerySource(5) {
			s.line(admin, source, sql, func(q *event.DatabaseQuery) {
				q.Class, q.Command, q.Rows = "READ", "SELECT", 1<<62
				if source == event.QueryAudit {
					q.Command = "FETCH"
					q.Time = event.Time{}
				}
			})
		}
	}
	for _, f := range s.findings(t) {
		if len(f.Title) > 2000 {
			t.Errorf("a title of %d bytes", len(f.Title))
		}
		if f.Taken.High >= 0 && f.Taken.Low > f.Taken.High {
			t.Errorf("bounds %+v", f.Taken)
		}
	}
}

func BenchmarkObserve(b *testing.B) {
	s := newServer()
	for i := range 10_000 {
		s.audit(web, fmt.Sprintf("select id, name, email from member where id = %d and state = 'active'", i), member, 1)
		if i%100 == 0 {
			a := admin
			a.session = fmt.Sprintf("b.%d", i)
			s.audit(a, "select * from member", member, 40_000)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		New(detect.Config{}).Observe(&s.batch)
	}
	b.ReportMetric(float64(len(s.batch.Queries))*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// Every statement is another, and none has a count: the dearest case.
func BenchmarkObserveTexts(b *testing.B) {
	s := newServer()
	for i := range 10_000 {
		s.text(web, fmt.Sprintf("select id, name, email from member where id = %d and state = 'active'", i))
	}
	b.ReportAllocs()
	for b.Loop() {
		New(detect.Config{}).Observe(&s.batch)
	}
	b.ReportMetric(float64(len(s.batch.Queries))*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
