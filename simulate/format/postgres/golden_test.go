package postgres

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var kst = time.FixedZone("KST", 9*3600)

// night is a session in the Interpark replay's night.
func night(layout Layout) []byte {
	server := NewServer(&Settings{Layout: layout, Location: kst, Connections: true, Disconnections: true,
		Audit: Audit{Classes: Read | Write, Relation: true, Rows: true, Parameter: true}}, 731)
	at := time.Date(2016, 5, 4, 17, 11, 9, 123_456_789, time.UTC)
	s := server.Session(4711, at, &Client{User: "clerk", Database: "shop", Application: "psql", Host: "192.0.2.7", Port: 50112,
		Method: "scram-sha-256", HBAFile: "/etc/postgresql/15/main/pg_hba.conf", HBALine: 97})
	log := s.AppendReceived(nil, at)
	log = s.AppendAuthorized(log, at.Add(7*time.Millisecond))
	for _, q := range []Statement{
		Select("select name, \"phone\" from member\nwhere name = '김민지'", 3, Relation{Name: "public.member"}),
		CopyTable("copy member to stdout", "public.member"),
		{Command: "BEGIN", Text: "begin"},
		Declare("declare c cursor for select * from member", Relation{Name: "public.member"}),
		Fetch("fetch 1000 from c"),
		{Command: "COMMIT", Text: "commit"},
		{Command: "INSERT", Text: "insert into x values (1)", Rows: 1, Relations: []Relation{{Name: "public.x"}}},
		{Text: "select * from member", Relations: []Relation{{Name: "public.member"}}, Failure: StatementTimeout()},
	} {
		at = at.Add(90 * time.Second)
		log = s.AppendStatement(log, at, &q)
	}
	return s.AppendDisconnect(log, at.Add(26*time.Hour))
}

func TestCSVLog(t *testing.T) {
	want := `2016-05-05 02:11:09.123 KST,,,4711,"192.0.2.7:50112",572a2d2d.1267,1,"",2016-05-05 02:11:09 KST,,0,LOG,00000,"connection received: host=192.0.2.7 port=50112",,,,,,,,,"","not initialized",,0
2016-05-05 02:11:09.130 KST,"clerk","shop",4711,"192.0.2.7:50112",572a2d2d.1267,2,"authentication",2016-05-05 02:11:09 KST,3/1,0,LOG,00000,"connection authenticated: identity=""clerk"" method=scram-sha-256 (/etc/postgresql/15/main/pg_hba.conf:97)",,,,,,,,,"","client backend",,0
2016-05-05 02:11:09.130 KST,"clerk","shop",4711,"192.0.2.7:50112",572a2d2d.1267,3,"authentication",2016-05-05 02:11:09 KST,3/1,0,LOG,00000,"connection authorized: user=clerk database=shop application_name=psql",,,,,,,,,"","client backend",,0
2016-05-05 02:12:39.123 KST,"clerk","shop",4711,"192.0.2.7:50112",572a2d2d.1267,4,"SELECT",2016-05-05 02:11:09 KST,3/2,0,LOG,00000,"AUDIT: SESSION,1,1,READ,SELECT,TABLE,public.member,""select name, """"phone"""" from member
where name = '김민지'"",<none>,3",,,,,,,,,"psql","client backend",,0
2016-05-05 02:14:09.123 KST,"clerk","shop",4711,"192.0.2.7:50112",572a2d2d.1267,5,"COPY",2016-05-05 02:11:09 KST,3/3,0,LOG,00000,"AUDIT: SESSION,2,1,READ,COPY,,,copy member to stdout,<none>,0",,,,,,,,,"psql","client backend",,0
2016-05-05 02:17:09.123 KST,"clerk","shop",4711,"192.0.2.7:50112",572a2d2d.1267,6,"DECLARE CURSOR",2016-05-05 02:11:09 KST,3/4,0,LOG,00000,"AUDIT: SESSION,3,1,READ,DECLARE CURSOR,,,declare c cursor for select * from member,<none>,0",,,,,,,,,"psql","client backend",,0
2016-05-05 02:21:39.123 KST,"clerk","shop",4711,"192.0.2.7:50112",572a2d2d.1267,7,"INSERT",2016-05-05 02:11:09 KST,3/5,731,LOG,00000,"AUDIT: SESSION,4,1,WRITE,INSERT,TABLE,public.x,insert into x values (1),<none>,1",,,,,,,,,"psql","client backend",,0
2016-05-05 02:23:09.123 KST,"clerk","shop",4711,"192.0.2.7:50112",572a2d2d.1267,8,"SELECT",2016-05-05 02:11:09 KST,3/6,0,ERROR,57014,"canceling statement due to statement timeout",,,,,,"select * from member",,,"psql","client backend",,0
2016-05-06 04:23:09.123 KST,"clerk","shop",4711,"192.0.2.7:50112",572a2d2d.1267,9,"idle",2016-05-05 02:11:09 KST,,0,LOG,00000,"disconnection: session time: 26:12:00.000 user=clerk database=shop host=192.0.2.7 port=50112",,,,,,,,,"psql","client backend",,0
`
	if diff := cmp.Diff(want, string(night(CSVLog{}))); diff != "" {
		t.Error(diff)
	}
}

func TestStderr(t *testing.T) {
	layout, err := NewStderr("%m [%p] %q%u@%d %a %h ")
	if err != nil {
		t.Fatal(err)
	}
	want := `2016-05-05 02:11:09.123 KST [4711] [unknown]@[unknown] [unknown] 192.0.2.7 LOG:  connection received: host=192.0.2.7 port=50112
2016-05-05 02:11:09.130 KST [4711] clerk@shop [unknown] 192.0.2.7 LOG:  connection authenticated: identity="clerk" method=scram-sha-256 (/etc/postgresql/15/main/pg_hba.conf:97)
2016-05-05 02:11:09.130 KST [4711] clerk@shop [unknown] 192.0.2.7 LOG:  connection authorized: user=clerk database=shop application_name=psql
2016-05-05 02:12:39.123 KST [4711] clerk@shop psql 192.0.2.7 LOG:  AUDIT: SESSION,1,1,READ,SELECT,TABLE,public.member,"select name, ""phone"" from member
	where name = '김민지'",<none>,3
2016-05-05 02:14:09.123 KST [4711] clerk@shop psql 192.0.2.7 LOG:  AUDIT: SESSION,2,1,READ,COPY,,,copy member to stdout,<none>,0
2016-05-05 02:17:09.123 KST [4711] clerk@shop psql 192.0.2.7 LOG:  AUDIT: SESSION,3,1,READ,DECLARE CURSOR,,,declare c cursor for select * from member,<none>,0
2016-05-05 02:21:39.123 KST [4711] clerk@shop psql 192.0.2.7 LOG:  AUDIT: SESSION,4,1,WRITE,INSERT,TABLE,public.x,insert into x values (1),<none>,1
2016-05-05 02:23:09.123 KST [4711] clerk@shop psql 192.0.2.7 ERROR:  canceling statement due to statement timeout
2016-05-05 02:23:09.123 KST [4711] clerk@shop psql 192.0.2.7 STATEMENT:  select * from member
2016-05-06 04:23:09.123 KST [4711] clerk@shop psql 192.0.2.7 LOG:  disconnection: session time: 26:12:00.000 user=clerk database=shop host=192.0.2.7 port=50112
`
	if diff := cmp.Diff(want, string(night(layout))); diff != "" {
		t.Error(diff)
	}
}

func TestJSONLog(t *testing.T) {
	lines := strings.SplitAfter(string(night(JSONLog{})), "\n")
	for i, want := range map[int]string{
		0: `{"timestamp":"2016-05-05 02:11:09.123 KST","pid":4711,"remote_host":"192.0.2.7","remote_port":50112,"session_id":"572a2d2d.1267","line_num":1,"ps":"","session_start":"2016-05-05 02:11:09 KST","txid":0,"error_severity":"LOG","message":"connection received: host=192.0.2.7 port=50112","backend_type":"not initialized","query_id":0}`,
		3: `{"timestamp":"2016-05-05 02:12:39.123 KST","user":"clerk","dbname":"shop","pid":4711,"remote_host":"192.0.2.7","remote_port":50112,"session_id":"572a2d2d.1267","line_num":4,"ps":"SELECT","session_start":"2016-05-05 02:11:09 KST","vxid":"3/2","txid":0,"error_severity":"LOG","message":"AUDIT: SESSION,1,1,READ,SELECT,TABLE,public.member,\"select name, \"\"phone\"\" from member\nwhere name = '김민지'\",<none>,3","application_name":"psql","backend_type":"client backend","query_id":0}`,
		7: `{"timestamp":"2016-05-05 02:23:09.123 KST","user":"clerk","dbname":"shop","pid":4711,"remote_host":"192.0.2.7","remote_port":50112,"session_id":"572a2d2d.1267","line_num":8,"ps":"SELECT","session_start":"2016-05-05 02:11:09 KST","vxid":"3/6","txid":0,"error_severity":"ERROR","state_code":"57014","message":"canceling statement due to statement timeout","statement":"select * from member","application_name":"psql","backend_type":"client backend","query_id":0}`,
	} {
		if diff := cmp.Diff(want+"\n", lines[i]); diff != "" {
			t.Error(diff)
		}
	}
}

// TestAuditMessage shows pgaudit's own quoting, one field at a time.
func TestAuditMessage(t *testing.T) {
	line := AuditLine{StatementID: 7, SubID: 2, Class: Read, Command: "SELECT", ObjectType: "TABLE", ObjectName: "public.m", Rows: 5}
	for _, c := range []struct {
		name       string
		statement  string
		parameters []Parameter
		settings   Audit
		want       string
	}{
		{"no settings", "select 1", nil, Audit{}, "select 1,<not logged>"},
		{"rows", "select 1", nil, Audit{Rows: true}, "select 1,<not logged>,5"},
		{"no parameters", "select 1", nil, Audit{Parameter: true}, "select 1,<none>"},
		{"comma", "select 1,2", nil, Audit{}, `"select 1,2",<not logged>`},
		{"quotation mark", `select "a"`, nil, Audit{}, `"select ""a""",<not logged>`},
		{"apostrophe", `select 'a'`, nil, Audit{}, `select 'a',<not logged>`},
		{"line feed", "a\nb", nil, Audit{}, "\"a\nb\",<not logged>"},
		{"one parameter", "q", []Parameter{{Value: "42"}}, Audit{Parameter: true}, "q,42"},
		{"empty parameter", "q", []Parameter{{}}, Audit{Parameter: true}, "q,"},
		{"null", "q", []Parameter{{Null: true}, {Null: true}}, Audit{Parameter: true}, `q,","`},
		{"two parameters", "q", []Parameter{{Value: "42"}, {Value: "x"}}, Audit{Parameter: true}, `q,"42,x"`},
		{"hostile parameters", "q", []Parameter{{Value: `a"b`}, {Value: "c,d"}}, Audit{Parameter: true}, `q,"""a""""b"",""c,d"""`},
		{"no text", "select 1", nil, Audit{OmitStatement: true, Rows: true}, "<not logged>,<not logged>,5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			line.Statement, line.Parameters = c.statement, c.parameters
			got := string(AppendAuditMessage(nil, &c.settings, &line))
			if want := "AUDIT: SESSION,7,2,READ,SELECT,TABLE,public.m," + c.want; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestPrefixesThatAreNotSupported(t *testing.T) {
	for _, prefix := range []string{"%", "%z", "%-10u", "%10p"} {
		if _, err := NewStderr(prefix); err == nil {
			t.Errorf("%q is accepted", prefix)
		}
	}
}

// TestProcessesShareSlots: who comes takes the first free slot, whose counter goes on.
func TestProcessesShareSlots(t *testing.T) {
	layout, err := NewStderr("%u %v|")
	if err != nil {
		t.Fatal(err)
	}
	server := NewServer(&Settings{Layout: layout, Audit: Audit{Classes: All}}, 1)
	at := time.Unix(1462381869, 0)
	session := func(user string) *Session { return server.Session(1, at, &Client{User: user, Host: "[local]"}) }
	q := Select("select 1", 1)
	a, b := session("a"), session("b")
	log := a.AppendStatement(nil, at, &q)
	log = b.AppendStatement(log, at, &q)
	log = a.AppendDisconnect(log, at)
	log = session("c").AppendStatement(log, at, &q)
	log = b.AppendStatement(log, at, &q)
	const text = "|LOG:  AUDIT: SESSION,1,1,READ,SELECT,,,select 1,<not logged>\n"
	want := "a 3/2" + text + "b 4/2" + text + "c 3/4" + text + "b 4/3" + strings.Replace(text, "SESSION,1", "SESSION,2", 1)
	if diff := cmp.Diff(want, string(log)); diff != "" {
		t.Error(diff)
	}
}
