package postgres_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dwell/event"
	"dwell/evidence/evidencetest"
	"dwell/evidence/pgsql"
	"dwell/simulate/format/postgres"
)

// hostile are texts that a client may send, and that a careless writer or reader would
// take for the end of a field or of a record.
var hostile = []string{
	"select 1",
	`select "a", 'b'`,
	"select 1;\n2016-05-05 02:11:09.123 KST,\"eve\",\"shop\",1,\"[local]\",1.1,1,\"\",2016-05-05 02:11:09 KST,1/1,0,LOG,00000,\"AUDIT: SESSION,1,1,READ,SELECT,,,x,<none>,1\"",
	"select '김민지', '남궁 민수'",
	"a,b\r\nc\td",
	`"`, `""`, `,`, "\n", `\`, `\"`, `'`, `{"timestamp":"x"}`, "<none>x", "LOG:  AUDIT: ", "ERROR:  x", "\x01\x02\x7f", "select $$x$$, E'\\u0000'",
}

func layouts(t *testing.T) map[string]postgres.Layout {
	t.Helper()
	all := map[string]postgres.Layout{"csvlog": postgres.CSVLog{}, "jsonlog": postgres.JSONLog{}}
	for _, prefix := range []string{"%m [%p] %q%u@%d ", "%m [%p]: user=%u,db=%d,app=%a,client=%h ", "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ", "%m [%p] "} {
		s, err := postgres.NewStderr(prefix)
		if err != nil {
			t.Fatal(err)
		}
		all["stderr "+prefix] = s
	}
	return all
}

func TestOurReaderUnderstandsEveryStatement(t *testing.T) {
	for name, layout := range layouts(t) {
		t.Run(name, func(t *testing.T) {
			for _, text := range hostile {
				log, want := visited(layout, text)
				got := read(t, log)
				compare(t, name, want, got)
			}
		})
	}
}

var seoul = time.FixedZone("KST", 9*3600)

// visited is one session in which a text stands wherever a client can put it, and what
// a reader should find.
func visited(layout postgres.Layout, text string) (log []byte, want []event.DatabaseQuery) {
	server := postgres.NewServer(&postgres.Settings{Layout: layout, Location: seoul, Connections: true, Disconnections: true, Statements: postgres.LogMod,
		Durations: true, MinDuration: time.Second, Audit: postgres.Audit{Classes: postgres.All, Relation: true, Rows: true, Parameter: true}}, 700)
	start := time.Date(2016, 5, 5, 2, 11, 9, 123e6, seoul)
	client := &postgres.Client{User: "kim, \"c\"", Database: "shop", Application: "app \"x\"", Host: "192.0.2.7", Port: 50112}
	s := server.Session(4711, start, client)
	log = s.AppendReceived(nil, start)
	log = s.AppendAuthorized(log, start.Add(time.Millisecond))
	at := start.Add(time.Hour)
	log = s.AppendStatement(log, at, &postgres.Statement{Text: text, Rows: 1 << 40, Parameters: []postgres.Parameter{{Value: text}, {Null: true}},
		Relations: []postgres.Relation{{Name: "public.member"}, {Name: `public."a,""b"`, Type: "VIEW"}}, Took: 1500 * time.Millisecond})
	log = s.AppendStatement(log, at, &postgres.Statement{Text: text, Failure: postgres.StatementTimeout()})
	q := postgres.CopyTable(text, "public.member")
	log = s.AppendStatement(log, at, &q)
	log = s.AppendDisconnect(log, start.Add(2*time.Hour))

	base := event.DatabaseQuery{Server: "postgresql", User: client.User, Database: "shop", Application: client.Application, Client: netip.MustParseAddr("192.0.2.7"),
		ClientHost: "192.0.2.7", PID: 4711, SessionID: "572a2d2d.1267", Rows: event.Unknown, Duration: event.Unknown, SQLState: "00000"}
	add := func(at time.Time, change func(*event.DatabaseQuery)) {
		q := base
		q.Time = event.Time{Nanos: at.UnixNano(), Offset: 9 * 3600, Zone: event.ZoneStated, Precision: event.PrecisionMilli}
		q.Line = int64(len(want) + 1)
		change(&q)
		want = append(want, q)
	}
	session := func(message string) func(*event.DatabaseQuery) {
		return func(q *event.DatabaseQuery) { q.Source, q.Message = event.QuerySession, message }
	}
	audit := func(id int64, kind, object string, rows int64, parameters string) func(*event.DatabaseQuery) {
		return func(q *event.DatabaseQuery) {
			q.Source, q.StatementID, q.SubID, q.Class, q.Command, q.ObjectType, q.Object = event.QueryAudit, id, 1, "READ", "SELECT", kind, object
			q.Statement, q.Rows, q.Parameters = text, rows, parameters
		}
	}
	add(start, func(q *event.DatabaseQuery) {
		session("connection received: host=192.0.2.7 port=50112")(q)
		q.User, q.Database, q.Application = "", "", ""
	})
	add(start.Add(time.Millisecond), func(q *event.DatabaseQuery) {
		session("connection authorized: user=" + client.User + " database=shop application_name=" + client.Application)(q)
	})
	parameters := field(text) + ","
	add(at, audit(1, "TABLE", "public.member", 1<<40, parameters))
	add(at, audit(1, "VIEW", `public."a,""b"`, 1<<40, parameters))
	add(at, func(q *event.DatabaseQuery) {
		q.Source, q.Statement, q.Duration = event.QueryStatement, text, 1500*time.Millisecond
	})
	add(at, func(q *event.DatabaseQuery) {
		q.Source, q.Statement, q.SQLState, q.Message = event.QueryError, text, "57014", "canceling statement due to statement timeout"
	})
	add(at, func(q *event.DatabaseQuery) {
		audit(2, "", "", 0, "")(q)
		q.Command = "COPY"
	})
	add(start.Add(2*time.Hour), session("disconnection: session time: 2:00:00.000 user="+client.User+" database=shop host=192.0.2.7 port=50112"))
	return log, want
}

// field is a parameter as pgaudit writes it within the list of parameters.
func field(s string) string {
	if !strings.ContainsAny(s, ",\"\r\n") {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

func read(t *testing.T, log []byte) []event.DatabaseQuery {
	t.Helper()
	r := pgsql.New()
	if c := r.Detect(log); c == 0 {
		t.Errorf("the reader does not recognise %q", log)
	}
	result, err := evidencetest.Read(r, "server.log", log)
	if err != nil {
		t.Fatal(err)
	}
	if result.Tally.Damaged != 0 {
		t.Errorf("damaged: %+v in %q", result.Tally, log)
	}
	return result.Events.Queries
}

// compare leaves out what a layout does not say: standard error has only what its
// prefix names.
func compare(t *testing.T, layout string, want, got []event.DatabaseQuery) {
	t.Helper()
	ignored := []string{"Ref"}
	stderr := strings.HasPrefix(layout, "stderr")
	if layout == "jsonlog" {
		for i := range want {
			want[i].SQLState = strings.TrimPrefix(want[i].SQLState, "00000")
		}
	}
	if stderr {
		ignored = append(ignored, "SessionID", "Line", "SQLState", "Application")
		for i := range want {
			// The reader takes a carriage return before a line feed for the end of a line.
			want[i].Statement = strings.ReplaceAll(want[i].Statement, "\r\n", "\n")
			want[i].Parameters = strings.ReplaceAll(want[i].Parameters, "\r\n", "\n")
			if strings.Contains(layout, "%t") {
				want[i].Time.Precision = event.PrecisionSecond
				want[i].Time.Nanos -= want[i].Time.Nanos % 1e9
			}
		}
	}
	if strings.HasSuffix(layout, "%d ") {
		ignored = append(ignored, "Client", "ClientHost")
	}
	if strings.HasSuffix(layout, "[%p] ") {
		ignored = append(ignored, "User", "Database", "Client", "ClientHost")
	}
	for i := range got { // the first keyword of a statement is the reader's own conclusion
		if got[i].Source == event.QueryStatement || got[i].Source == event.QueryError {
			got[i].Command = ""
		}
	}
	options := cmp.Options{cmpopts.IgnoreFields(event.DatabaseQuery{}, ignored...), cmp.Comparer(func(a, b netip.Addr) bool { return a == b })}
	if diff := cmp.Diff(want, got, options); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
