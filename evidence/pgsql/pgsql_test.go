package pgsql

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
)

func read(t testing.TB, content string) evidencetest.Result {
	t.Helper()
	r, err := evidencetest.Read(New(), "pg.log", []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// csv writes a record of csvlog as version 15 does, with the message at its place.
func csv(line int, message string) string {
	return csvTail(line, message, `,,,,,,,,,"psql","client backend",,0`)
}

func csvTail(line int, message, tail string) string {
	return fmt.Sprintf(`2026-03-01 02:03:04.567 KST,"kim","shop",4242,"192.0.2.7:50123",69a30000.1092,%d,"SELECT",2026-03-01 02:00:00 KST,3/7,0,LOG,00000,"%s"%s`,
		line, strings.ReplaceAll(message, `"`, `""`), tail) + "\n"
}

const fullRead = "AUDIT: SESSION,7,1,READ,SELECT,TABLE,public.member,select * from member,<none>,50000"

// wanted is the event of fullRead in a layout that gives everything.
func wanted(content string, offset, length int) event.DatabaseQuery {
	at := time.Date(2026, 3, 1, 2, 3, 4, 567e6, time.FixedZone("KST", 9*3600))
	return event.DatabaseQuery{
		Time:   event.At(at, event.PrecisionMilli),
		Ref:    event.Ref{File: event.NewFileID("pg.log"), Offset: int64(offset), Length: int64(length)},
		Source: event.QueryAudit, Server: "postgresql", User: "kim", Database: "shop",
		Client: netip.MustParseAddr("192.0.2.7"), ClientHost: "192.0.2.7", Application: "psql",
		PID: 4242, SessionID: "69a30000.1092", Line: 5, StatementID: 7, SubID: 1, Class: "READ", Command: "SELECT",
		ObjectType: "TABLE", Object: "public.member", Statement: "select * from member",
		Rows: 50000, Duration: event.Unknown, SQLState: "00000",
	}
}

var sameAddr = cmp.Comparer(func(a, b netip.Addr) bool { return a == b })

func TestOneAuditLineInEachLayout(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		change  func(*event.DatabaseQuery)
	}{
		"csvlog": {csv(5, fullRead), func(*event.DatabaseQuery) {}},
		"jsonlog": {`{"timestamp":"2026-03-01 02:03:04.567 KST","user":"kim","dbname":"shop","pid":4242,"remote_host":"192.0.2.7","remote_port":50123,"session_id":"69a30000.1092","line_num":5,"ps":"SELECT","session_start":"2026-03-01 02:00:00 KST","vxid":"3/7","txid":0,"error_severity":"LOG","state_code":"00000","message":"` + fullRead + `","application_name":"psql","backend_type":"client backend","query_id":0}` + "\n",
			func(*event.DatabaseQuery) {}},
		"stderr of pgBadger": {"2026-03-01 02:03:04 KST [4242]: [5-1] user=kim,db=shop,app=psql,client=192.0.2.7 LOG:  " + fullRead + "\n",
			func(q *event.DatabaseQuery) {
				q.Time.Nanos -= 567e6
				q.Time.Precision, q.SessionID, q.SQLState = event.PrecisionSecond, "pid-4242", ""
			}},
		"stderr of Debian": {"2026-03-01 02:03:04.567 KST [4242] kim@shop LOG:  " + fullRead + "\n",
			func(q *event.DatabaseQuery) {
				q.Application, q.ClientHost, q.Client, q.Line = "", "", netip.Addr{}, 0
				q.SessionID, q.SQLState = "pid-4242", ""
			}},
		"stderr of RDS": {"2026-02-28 17:03:04 UTC:192.0.2.7(50123):kim@shop:[4242]:LOG:  " + fullRead + "\n",
			func(q *event.DatabaseQuery) {
				q.Time = event.UTC(q.Time.Nanos-567e6, event.PrecisionSecond)
				q.Application, q.Line, q.SessionID, q.SQLState = "", 0, "pid-4242", ""
			}},
		"stderr of a prefix nobody listed": {"<2026-03-01 02:03:04.567 KST|pid:4242|69a30000.1092|kim@shop|00000|192.0.2.7(50123)> LOG:  " + fullRead + "\n",
			func(q *event.DatabaseQuery) { q.Application, q.Line = "", 0 }},
	} {
		t.Run(name, func(t *testing.T) {
			head := c.content
			if got := New().Detect([]byte(head)); got < evidence.Likely {
				t.Errorf("Detect = %d, want at least likely", got)
			}
			want := wanted(c.content, 0, len(c.content))
			c.change(&want)
			got := read(t, c.content)
			if diff := cmp.Diff([]event.DatabaseQuery{want}, got.Events.Queries, sameAddr); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if got.Tally.Records != 1 || got.Tally.Damaged != 0 {
				t.Errorf("tally %+v, want one record read", got.Tally)
			}
		})
	}
}

func TestColumnsOfEveryVersion(t *testing.T) {
	for version, tail := range map[string]string{
		"8.4": `,,,,,,,,`, "9.0 to 12": `,,,,,,,,,"psql"`, "13": `,,,,,,,,,"psql","client backend"`, "14 to 17": `,,,,,,,,,"psql","client backend",,0`,
	} {
		r := read(t, csvTail(5, fullRead, tail))
		if len(r.Events.Queries) != 1 || r.Events.Queries[0].Rows != 50000 {
			t.Errorf("version %s: %+v", version, r.Tally)
		}
	}
}

func TestMessages(t *testing.T) {
	type said struct {
		Source               event.QuerySource
		Command, Statement   string
		Parameters, Object   string
		Rows                 int64
		Duration             time.Duration
		SQLState, Message    string
		Class, User, AppName string
	}
	detail := func(message, detail string) string {
		return csvTail(5, message, `,"`+detail+`",,,,,,,,"psql","client backend",,0`)
	}
	failure := strings.Replace(csvTail(5, "canceling statement due to user request", `,,,,,,"select * from member",,,"psql","client backend",,0`), "LOG,00000", "ERROR,57014", 1)
	for name, c := range map[string]struct {
		content string
		want    []said
	}{
		"statement":           {csv(5, "statement: select 1;"), []said{{Command: "SELECT", Statement: "select 1;"}}},
		"statement of Korean": {strings.Replace(csv(5, "명령 구문: select 1"), ",LOG,", ",로그,", 1), []said{{Command: "SELECT", Statement: "select 1"}}},
		"commented statement": {csv(5, "statement: /* x */ -- y\n (select 1)"), []said{{Command: "SELECT", Statement: "/* x */ -- y\n (select 1)"}}},
		"duration":            {csv(5, "duration: 1.825 ms  statement: copy member to stdout"), []said{{Command: "COPY", Statement: "copy member to stdout", Duration: 1825 * time.Microsecond}}},
		"duration alone":      {csv(5, "duration: 1.825 ms"), nil},
		"execute": {detail("execute P_0: select * from member where id=$1;", "parameters: $1 = '3'"),
			[]said{{Command: "SELECT", Statement: "select * from member where id=$1;", Parameters: "$1 = '3'"}}},
		"execute by name": {detail("statement: execute p(44);", "prepare: prepare p as select * from member where id=$1;"),
			[]said{{Command: "EXECUTE", Statement: "prepare p as select * from member where id=$1;"}}},
		"portal":         {csv(5, "execute fetch from S_1/C_2: select * from member"), []said{{Command: "FETCH", Statement: "select * from member"}}},
		"parse and bind": {csv(5, "duration: 0.1 ms  parse P_0: select 1") + csv(6, "duration: 0.1 ms  bind P_0: select 1"), nil},
		"text plan": {csv(5, "duration: 1.5 ms  plan:\nQuery Text: select *\nfrom member m\nGather  (cost=0.00..73.25 rows=25 width=21) (actual time=1.075..5.833 rows=2500 loops=1)\n  Workers Planned: 2\n  ->  Parallel Seq Scan on shop.\"Member\" m  (cost=0.00..73.25 rows=10 width=21) (actual time=0.281..0.528 rows=833 loops=3)\n  ->  Index Only Scan using a_pkey on a  (cost=0.00..73.25 rows=10 width=21) (actual time=0.281..0.528 rows=7.00 loops=1)\n  ->  CTE Scan on x  (cost=0.00..1 rows=1 width=1) (actual time=0..0 rows=7 loops=1)"),
			[]said{{Source: event.QueryPlan, Command: "SELECT", Statement: "select *\nfrom member m", Object: `shop."Member"`, Rows: 2499, Duration: 1500 * time.Microsecond, Message: averaged},
				{Source: event.QueryPlan, Command: "SELECT", Statement: "select *\nfrom member m", Object: "a", Rows: 7, Duration: 1500 * time.Microsecond}}},
		"JSON plan": {csv(5, "duration: 2.000 ms  plan:\n"+`{"Query Text": "select 1", "Plan": {"Node Type": "Limit", "Actual Rows": 5, "Actual Loops": 1, "Plans": [{"Node Type": "Seq Scan", "Relation Name": "member", "Schema": "public", "Actual Rows": 5, "Actual Loops": 1}]}}`),
			[]said{{Source: event.QueryPlan, Command: "SELECT", Statement: "select 1", Object: "public.member", Rows: 5, Duration: 2 * time.Millisecond}}},
		"audit without rows": {csv(5, "AUDIT: OBJECT,1,2,READ,COPY,,,copy member to stdout,<not logged>"),
			[]said{{Source: event.QueryAudit, Class: "READ", Command: "COPY", Statement: "copy member to stdout", Rows: event.Unknown}}},
		"audit of a text with quotes": {csv(5, `AUDIT: SESSION,1,1,READ,SELECT,TABLE,"public.""Member""","select ""a"", 'x'`+"\n"+`from ""Member""","1,""2""",3`),
			[]said{{Source: event.QueryAudit, Class: "READ", Command: "SELECT", Object: `public."Member"`, Statement: "select \"a\", 'x'\nfrom \"Member\"", Parameters: `1,"2"`, Rows: 3}}},
		"text written once": {csv(5, "AUDIT: SESSION,9,1,READ,SELECT,TABLE,public.a,select 1,<none>,4") + csv(6, "AUDIT: SESSION,9,1,READ,SELECT,TABLE,public.b,<previously logged>,<previously logged>,4"),
			[]said{{Source: event.QueryAudit, Class: "READ", Command: "SELECT", Object: "public.a", Statement: "select 1", Rows: 4},
				{Source: event.QueryAudit, Class: "READ", Command: "SELECT", Object: "public.b", Statement: "select 1", Rows: 4}}},
		"cancelled": {failure, []said{{Source: event.QueryError, Command: "SELECT", Statement: "select * from member", SQLState: "57014", Message: "canceling statement due to user request"}}},
		"connection": {csv(5, "connection authorized: user=kim database=shop application_name=DBeaver 21 - Main SSL enabled (protocol=TLSv1.3)"),
			[]said{{Source: event.QuerySession, Message: "connection authorized: user=kim database=shop application_name=DBeaver 21 - Main SSL enabled (protocol=TLSv1.3)"}}},
		"checkpoint": {csv(5, "checkpoint complete: wrote 5 buffers"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, c.content)
			var got []said
			for _, q := range r.Events.Queries {
				s := said{Source: q.Source, Command: q.Command, Statement: q.Statement, Parameters: q.Parameters, Object: q.Object,
					Rows: q.Rows, Duration: max(0, q.Duration), SQLState: q.SQLState, Message: q.Message, Class: q.Class}
				if s.SQLState == "00000" {
					s.SQLState = ""
				}
				if s.Source == event.QueryStatement || s.Source == event.QueryError || s.Source == event.QuerySession {
					s.Rows = 0
				}
				got = append(got, s)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if r.Tally.Damaged != 0 || r.Tally.Records == 0 {
				t.Errorf("tally %+v", r.Tally)
			}
		})
	}
}

func TestSessionsOfAShortPrefixAreNamedByTheirConnection(t *testing.T) {
	r := read(t, "2026-03-01 02:03:04.567 UTC [77] LOG:  connection received: host=192.0.2.7 port=50123\n"+
		"2026-03-01 02:03:04.568 UTC [77] LOG:  connection authorized: user=kim database=shop application_name=DBeaver 21 - Main SSL enabled (protocol=TLSv1.3)\n")
	if len(r.Events.Queries) != 2 {
		t.Fatalf("%d events", len(r.Events.Queries))
	}
	first, second := r.Events.Queries[0], r.Events.Queries[1]
	if first.Client != netip.MustParseAddr("192.0.2.7") || first.SessionID != "pid-77" {
		t.Errorf("received: %+v", first)
	}
	if second.User != "kim" || second.Database != "shop" || second.Application != "DBeaver 21 - Main" {
		t.Errorf("authorized: %+v", second)
	}
}

func TestPartsOfAStderrRecordBelongTogether(t *testing.T) {
	prefix := "2026-03-01 02:03:04.567 KST [77] kim@shop "
	content := prefix + "ERROR:  canceling statement due to statement timeout\n" +
		prefix + "CONTEXT:  somewhere\n\tmore\n" +
		prefix + "STATEMENT:  select *\n\tfrom member\n\twhere true\n" +
		prefix + "LOG:  statement: select 2\n"
	r := read(t, content)
	if len(r.Events.Queries) != 2 {
		t.Fatalf("%d events: %+v", len(r.Events.Queries), r.Tally)
	}
	q := r.Events.Queries[0]
	if q.Statement != "select *\nfrom member\nwhere true" || q.SQLState != "57014" {
		t.Errorf("%q, state %s", q.Statement, q.SQLState)
	}
	if got := content[q.Ref.Offset : q.Ref.Offset+q.Ref.Length]; !strings.HasSuffix(got, "\twhere true\n") || !strings.HasPrefix(got, prefix+"ERROR") {
		t.Errorf("the reference covers %q", got)
	}
}

func TestParallelWorkersAreLeftOut(t *testing.T) {
	for name, content := range map[string]string{
		"csvlog": csvTail(1, fullRead, `,,,,,,,,,"psql","parallel worker",4242,0`),
		"stderr": "2026-03-01 02:03:04.567 KST [77] LOG:  " + fullRead + "\n2026-03-01 02:03:04.567 KST [78] kim@shop LOG:  checkpoint\n",
	} {
		r := read(t, content)
		if len(r.Events.Queries) != 0 || r.Tally.Skipped != 1 || len(r.Tally.Notes) == 0 {
			t.Errorf("%s: %d events, %+v", name, len(r.Events.Queries), r.Tally)
		}
	}
}

// Debian's prefix fits longer ones too, with the rest of them in the database's name.
func TestALongerPrefixIsPreferred(t *testing.T) {
	r := read(t, "2026-03-01 02:03:04.567 KST [70] LOG:  checkpoint starting: time\n"+
		"2026-03-01 02:03:04.567 KST [77] kim@shop psql 192.0.2.7 LOG:  "+fullRead+"\n"+
		"2026-03-01 02:03:05.567 KST [79] lee@shop crm 192.0.2.8 LOG:  "+fullRead+"\n")
	if len(r.Events.Queries) != 2 {
		t.Fatalf("%d events, %+v", len(r.Events.Queries), r.Tally)
	}
	if q := r.Events.Queries[0]; q.User != "kim" || q.Database != "shop" || q.Application != "psql" || q.Client != netip.MustParseAddr("192.0.2.7") {
		t.Errorf("%+v", q)
	}
}

func TestAPrefixWithoutAccountsKeepsItsAuditLines(t *testing.T) {
	r := read(t, "2026-03-01 02:03:04.567 KST [77] LOG:  "+fullRead+"\n2026-03-01 02:03:04.567 KST [77] LOG:  checkpoint\n")
	if len(r.Events.Queries) != 1 || r.Tally.Skipped != 0 {
		t.Errorf("%d events, %+v", len(r.Events.Queries), r.Tally)
	}
}

func TestADamagedRecordCostsOnlyItself(t *testing.T) {
	whole := csv(1, fullRead)
	for name, damage := range map[string]string{
		"cut inside the message": csv(2, fullRead)[:170] + "\n",
		"cut outside quotes":     "2026-03-01 02:03:04.567 KST,\"kim\",\"shop\",42\n",
		"garbage":                "\x00\x01 garbage \" with a quote\n",
		"stray quote":            strings.Replace(csv(2, fullRead), `"SELECT"`, `"SEL"ECT"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, whole+damage+whole+whole)
			if r.Tally.Damaged != 1 || len(r.Events.Queries) != 3 {
				t.Errorf("%d events, tally %+v", len(r.Events.Queries), r.Tally)
			}
		})
	}
}

func TestARecordThatAClientWritesIntoAStatementIsNotRead(t *testing.T) {
	inner := "select 1\n" + strings.TrimSuffix(csv(9, "statement: forged"), "\n") + "\n" +
		`2026-03-01 02:03:04.567 KST,,,1,,69a30000.1092,1,,2026-03-01 02:00:00 KST,,0,LOG,00000,`
	r := read(t, csv(1, "statement: "+inner)+csv(2, "statement: select 2"))
	if len(r.Events.Queries) != 2 || !strings.Contains(r.Events.Queries[0].Statement, "forged") || r.Tally.Damaged != 0 {
		t.Errorf("%d events, %+v", len(r.Events.Queries), r.Tally)
	}
	if at := (csvLog{}).cut([]byte(csv(1, "statement: "+inner) + "2026")); at != 0 {
		t.Errorf("cut at %d, inside a statement", at)
	}
}

func TestAnUnfinishedLastRecordIsDamaged(t *testing.T) {
	jsonLine := `{"timestamp":"2026-03-01 02:03:04.567 UTC","pid":1,"error_severity":"LOG","message":"statement: select 1"}` + "\n"
	stderrLine := "2026-03-01 02:03:04.567 KST [4242] kim@shop LOG:  " + fullRead + "\n"
	for name, content := range map[string]string{
		"csvlog":  csv(1, fullRead) + csv(2, fullRead)[:180],
		"jsonlog": jsonLine + jsonLine[:60],
		"stderr":  stderrLine + stderrLine[:100],
	} {
		r := read(t, content)
		if r.Tally.Damaged != 1 || len(r.Tally.Reasons) != 1 || len(r.Events.Queries) != 1 {
			t.Errorf("%s: %d events, %+v", name, len(r.Events.Queries), r.Tally)
		}
	}
}

func TestZones(t *testing.T) {
	base := time.Date(2026, 3, 1, 2, 3, 4, 0, time.UTC).UnixNano()
	for zone, want := range map[string]event.Time{
		" UTC":    {Nanos: base, Zone: event.ZoneUTC},
		" KST":    {Nanos: base - 9*3600e9, Offset: 9 * 3600, Zone: event.ZoneStated},
		" +09":    {Nanos: base - 9*3600e9, Offset: 9 * 3600, Zone: event.ZoneStated},
		" -0330":  {Nanos: base + 3.5*3600e9, Offset: -12600, Zone: event.ZoneStated},
		" +05:45": {Nanos: base - 5.75*3600e9, Offset: 20700, Zone: event.ZoneStated},
		" IST":    {Nanos: base - 5.5*3600e9, Offset: 19800, Zone: event.ZoneAssumed},
		" XYZ":    {Nanos: base, Zone: event.ZoneAssumed},
		"":        {Nanos: base, Zone: event.ZoneAssumed},
	} {
		want.Precision = event.PrecisionSecond
		r := read(t, "2026-03-01 02:03:04"+zone+" [77]: LOG:  statement: select 1\n")
		if len(r.Events.Queries) != 1 || r.Events.Queries[0].Time != want {
			t.Errorf("zone %q: %+v %+v", zone, r.Events.Queries, want)
		}
		assumed := want.Zone == event.ZoneAssumed
		if got := len(r.Tally.Notes) > 1; got != assumed {
			t.Errorf("zone %q: notes %q", zone, r.Tally.Notes)
		}
	}
	r := read(t, "1772330584.500 [77] LOG:  statement: select 1\n")
	if len(r.Events.Queries) != 1 || r.Events.Queries[0].Time != event.UTC(1772330584500e6, event.PrecisionMilli) {
		t.Errorf("epoch: %+v", r.Events.Queries)
	}
}

func TestDetectLeavesOtherLogsAlone(t *testing.T) {
	for name, head := range map[string]string{
		"empty":  "",
		"web":    `192.0.2.1 - - [01/Mar/2026:02:03:04 +0900] "GET / HTTP/1.1" 200 12 "-" "x"` + "\n",
		"syslog": "Mar  1 02:03:04 host postgres[12]: starting\n",
		"json":   `{"timestamp":"2026-03-01T02:03:04Z","event_type":"dns","pid":1}` + "\n",
		"csv":    "2026-03-01 02:03:04,a,b,c\n",
		"java":   strings.Repeat("2026-03-01 02:03:04.123 [main] ERROR: something failed\n", 5),
		"prose":  "Please see the log. ERROR:  two spaces\nand more\nand more\n",
	} {
		if got := New().Detect([]byte(head)); got != evidence.No {
			t.Errorf("%s: %d", name, got)
		}
	}
}

// Blocks are cut only where a record begins, so any cut gives the same events.
func TestEveryCutGivesTheSameEvents(t *testing.T) {
	var csvText, stderr, jsonText strings.Builder
	for i := range 40 {
		message := fmt.Sprintf("statement: select %d,\n\"a\"\n2026-03-01 02:03:04.567 KST from member", i)
		csvText.WriteString(csv(i+1, message))
		stderr.WriteString("2026-03-01 02:03:04.567 KST [77] kim@shop LOG:  " + strings.ReplaceAll(message, "\n", "\n\t") + "\n2026-03-01 02:03:04.567 KST [77] kim@shop DETAIL:  parameters: $1 = '1'\n")
		jsonText.WriteString(`{"timestamp":"2026-03-01 02:03:04.567 UTC","pid":1,"error_severity":"LOG","message":"statement: select 1"}` + "\n")
	}
	for name, content := range map[string]string{"csvlog": csvText.String(), "stderr": stderr.String(), "jsonlog": jsonText.String()} {
		form, _ := detect([]byte(content))
		for size := 1; size < len(content); size += 97 {
			at := form.cut([]byte(content[:size]))
			if at == 0 {
				continue
			}
			a, b := read(t, content[:at]), read(t, content[at:])
			if n := len(a.Events.Queries) + len(b.Events.Queries); n != 40 || a.Tally.Damaged+b.Tally.Damaged != 0 {
				t.Fatalf("%s: cut at %d gives %d events", name, at, n)
			}
		}
	}
}

func FuzzCSVLog(f *testing.F) {
	f.Add([]byte(csv(1, fullRead)))
	f.Add([]byte(csv(1, "duration: 1.5 ms  plan:\nQuery Text: x\nSeq Scan on a  (cost=1) (actual time=1 rows=3 loops=2)")))
	fuzz(f, csvLog{})
}

func FuzzJSONLog(f *testing.F) {
	f.Add([]byte(`{"timestamp":"2026-03-01 02:03:04.567 UTC","pid":1,"error_severity":"ERROR","message":"x","statement":"select 1"}` + "\n"))
	fuzz(f, jsonLog{})
}

func FuzzStderr(f *testing.F) {
	f.Add([]byte("2026-03-01 02:03:04.567 KST [77] kim@shop ERROR:  x\n2026-03-01 02:03:04.567 KST [77] kim@shop STATEMENT:  a\n\tb\n"))
	f.Add([]byte("2026-03-01 02:03:04 UTC:192.0.2.7(50123):kim@shop:[4242]:LOG:  " + fullRead + "\n"))
	fuzz(f, nil)
}

// fuzz reads anything, in the layout given or the one that is detected. References
// must lie within the content.
func fuzz(f *testing.F, form layout) {
	f.Fuzz(func(t *testing.T, content []byte) {
		use := form
		if use == nil {
			use, _ = detect(content)
		}
		if at := use.cut(content); at < 0 || at > len(content) {
			t.Fatalf("cut at %d of %d", at, len(content))
		}
		r, err := evidencetest.Read(fixed{use}, "pg.log", content)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range r.Events.Queries {
			if q.Ref.Offset < 0 || q.Ref.Length <= 0 || q.Ref.Offset+q.Ref.Length > int64(len(content)) {
				t.Fatalf("reference %v of %d bytes", q.Ref, len(content))
			}
		}
	})
}

func BenchmarkCSVLog(b *testing.B) {
	var text strings.Builder
	for i := range benchmarkRecords {
		text.WriteString(csv(i+1, fmt.Sprintf(`AUDIT: SESSION,%d,1,READ,SELECT,TABLE,public.member,"select id, name, email, phone from member where id = %d and state = 'active'",<none>,1`, i, i)))
	}
	benchmark(b, text.String())
}

func BenchmarkStderr(b *testing.B) {
	var text strings.Builder
	for i := range benchmarkRecords {
		fmt.Fprintf(&text, "2026-03-01 02:03:04.567 KST [77] kim@shop LOG:  AUDIT: SESSION,%d,1,READ,SELECT,TABLE,public.member,\"select id, name, email, phone from member where id = %d and state = 'active'\",<none>,1\n", i, i)
	}
	benchmark(b, text.String())
}

func BenchmarkJSONLog(b *testing.B) {
	var text strings.Builder
	for i := range benchmarkRecords {
		fmt.Fprintf(&text, `{"timestamp":"2026-03-01 02:03:04.567 KST","user":"kim","dbname":"shop","pid":4242,"remote_host":"192.0.2.7","remote_port":50123,"session_id":"69a30000.1092","line_num":%d,"ps":"SELECT","session_start":"2026-03-01 02:00:00 KST","vxid":"3/7","txid":0,"error_severity":"LOG","message":"AUDIT: SESSION,%d,1,READ,SELECT,TABLE,public.member,\"select id, name, email, phone from member where id = %d and state = 'active'\",<none>,1","application_name":"psql","backend_type":"client backend","query_id":0}`+"\n", i, i, i)
	}
	benchmark(b, text.String())
}
