package mariadb

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// nothing is sent for a statement that another one runs.
const nothing = "-"

// step is a statement and what the logs say of it.
type step struct {
	send   string // to the client, when it is not the statement
	query  Query
	tables []Event // before it in server_audit
	status int
	slow   bool // false: the slow log has no record of it
}

func said(text string, q Query, tables ...Event) step {
	q.Text = text
	return step{query: q, tables: tables, slow: true}
}

func table(o Operation, name string) Event {
	return Event{Operation: o, Database: "shop", Object: name}
}

func failing(status int, s step) step {
	s.status = status
	return s
}

const members = `create table member (id int primary key, name varchar(60), email varchar(50)) engine = aria default charset utf8mb4;
insert into member select seq, concat('Name ', seq), concat('m', seq, '@example.com') from seq_1_to_2000;
create table orders (id int, member_id int) engine = aria;
insert into orders values (1, 1), (2, 2);
create view v_member as select id, name from member;
create table k (id int auto_increment primary key, v int) engine = aria;
insert into k (v) values (7);
select * from member, orders, k, v_member limit 1;
`

func full() *Plan { return &Plan{FullScan: true} }

// script are statements of every kind.
func script() []step {
	read := table(Read, "member")
	long := "select '" + strings.Repeat("가'' ", 300) + "'"
	return []step{
		said("select * from member", Query{RowsSent: 2000, RowsExamined: 2000, Plan: full(), Explain: FullScan("member", 2000, 100, "")}, read),
		said("select count(*) from member where name like '%5'", Query{RowsSent: 1, RowsExamined: 2000, Plan: full(), Explain: FullScan("member", 2000, 10, "Using where")}, read),
		said("select * from member where id = 42", Query{RowsSent: 1, RowsExamined: 1, Explain: ByKey("member", "PRIMARY", 4)}, read),
		said("select 'it''s', \"김민지\", 'a\\\\b', 'x\ny\tz'", Query{RowsSent: 1, Explain: []ExplainRow{{ID: "1", SelectType: "SIMPLE", Extra: "No tables used"}}}),
		said("insert into orders values (3, 4)", Query{RowsChanged: 1, Explain: Inserted("orders")}, table(Write, "orders")),
		said("insert into k (v) values (8), (9)", Query{RowsChanged: 2, Explain: Inserted("k")}, table(Write, "k")),
		said("select group_concat(email) from member", Query{RowsSent: 1, RowsExamined: 2000,
			Plan: &Plan{FullScan: true, TmpTables: 1}, Explain: FullScan("member", 2000, 100, "")}, read),
		said("select * from member order by name limit 5", Query{RowsSent: 5, RowsExamined: 2005, Plan: &Plan{FullScan: true, Filesort: true, PriorityQueue: true},
			Explain: []ExplainRow{{ID: "1", SelectType: "SIMPLE", Table: "member", Type: "ALL", Rows: "2000", RealRows: "5.00", Filtered: "100.00", RealFiltered: "100.00", Extra: "Using filesort"}}}, read),
		said("select * from member into outfile '/dev/shm/dwell-"+strconv.Itoa(os.Getpid())+"'", Query{RowsSent: 2000, RowsExamined: 2000, RowsChanged: 2000, BytesSent: 13, Plan: full(),
			Explain: FullScan("member", 2000, 100, "")}, read),
		failing(1146, said("select * from nowhere", Query{})),
		said("begin", Query{}),
		said("commit", Query{}),
		said("create procedure pp() select count(*) from member", Query{}),
		{send: "call pp()", query: Query{Text: "select count(*) from member", Routine: "shop.pp", RowsSent: 1}, tables: []Event{read}, slow: true},
		{send: nothing, query: Query{Text: "call pp()", RowsSent: 1}, slow: true},
		said("set log_slow_verbosity = ''", Query{}),
		said("select * from member", Query{RowsSent: 2000, RowsExamined: 2000}, read),
		{send: "use mysql", query: Query{Text: "SELECT DATABASE()", RowsSent: 1}, slow: true},
		said("select 1", Query{Schema: "mysql", RowsSent: 1}),
		{send: "use shop", query: Query{Text: "SELECT DATABASE()", Schema: "mysql", RowsSent: 1}, slow: true},
		said("select 2", Query{RowsSent: 1}),
		said("select sleep(1.2)", Query{RowsSent: 1}),
		said(long, Query{RowsSent: 1}),
		said("flush local slow logs", Query{}),
		said("create user a@localhost identified by 'se''cret'", Query{}),
		said("alter user a@localhost identified by 'other'", Query{}),
		said("/* x */ set password for a@localhost = password(\"third\")", Query{}),
		said("grant select on shop.* to a@localhost identified\n by 'fourth'", Query{}),
		said("grant select on shop.* to a@localhost", Query{}),
		said("rename table k to kk", Query{}, Event{Operation: Rename, Database: "shop", Object: "k", Renamed: "shop.kk"}),
		said("drop table kk", Query{}, table(Drop, "kk")),
	}
}

func TestARealServerWritesTheSame(t *testing.T) {
	s := start(t)
	s.sql("create database shop", "-uroot")
	s.sql(members, "-uroot", "shop")
	var all strings.Builder
	for _, st := range script() {
		if st.send == "" {
			st.send = st.query.Text
		}
		if st.send != nothing {
			all.WriteString(st.send + ";\n")
		}
	}
	defer os.Remove("/dev/shm/dwell-" + strconv.Itoa(os.Getpid()))
	s.sql(all.String(), "-uroot", "shop", "--comments")
	s.sql("select 7; select * from mysql.user", "-ua", "-pfourth", "shop")
	s.sql("select 8", "-ua", "-pwrong", "shop")
	s.sql("select 9", "-ua", "-pfourth", "nowhere")
	s.stop(t)
	t.Run("slow log", func(t *testing.T) { compareSlow(t, s.read(t, "slow")) })
	t.Run("server_audit", func(t *testing.T) { compareAudit(t, s.read(t, "audit")) })
}

// slowRecord is one record with what can be known only from the real server.
var slowRecord = regexp.MustCompile(`(?s)^(?:# Time: [^\n]+\n)?# User@Host: [^\n]+\n# Thread_id: (\d+)  Schema[^\n]+\n# Query_time: (\S+)  Lock_time: (\S+)  .*?Bytes_sent: (\d+)\n.*?(?:Tmp_table_sizes: (\d+)\n.*?)?SET (?:last_insert_id=\d+,)?(?:insert_id=(\d+),)?timestamp=(\d+);\n(.*)$`)

// cutSlow cuts a log into headers and records.
func cutSlow(log string) []string {
	var out []string
	for _, line := range strings.SplitAfter(log, "\n") {
		begins := strings.HasPrefix(line, "# Time: ") || strings.HasPrefix(line, "/usr/sbin/mariadbd, Version") ||
			strings.HasPrefix(line, "# User@Host: ") && (len(out) == 0 || !strings.HasPrefix(out[len(out)-1], "# Time: ") || strings.Contains(out[len(out)-1], "# User@Host: "))
		if begins || len(out) == 0 {
			out = append(out, "")
		}
		out[len(out)-1] += line
	}
	return out
}

func compareSlow(t *testing.T, log string) {
	records := cutSlow(log)
	slow := NewSlowLog(seoul(t))
	header := headerOf(records[0])
	steps := script()
	at := -1
	for _, real := range records {
		if strings.HasPrefix(real, "/usr/sbin/mariadbd") {
			equal(t, real, string(slow.AppendHeader(nil, header)))
			continue
		}
		m := slowRecord.FindStringSubmatch(real)
		if m == nil {
			t.Fatalf("not understood: %s", real)
		}
		text := strings.TrimSuffix(m[8], ";\n")
		if at < 0 && text != steps[0].query.Text {
			slow.Append(nil, &Query{Time: time.Unix(int64(number(m[7])), 0), Schema: schemaOf(real)})
			continue
		}
		at++
		if at == len(steps) {
			return
		}
		q := steps[at].query
		if q.Schema == "" {
			q.Schema = "shop"
		}
		q.User, q.Host = "root", "localhost"
		q.Thread, q.QueryTime, q.LockTime = int64(number(m[1])), seconds(t, m[2]), seconds(t, m[3])
		if q.BytesSent == 0 {
			q.BytesSent = int64(number(m[4]))
		}
		if q.Plan != nil && m[5] != "" {
			q.Plan.TmpTablesBytes = int64(number(m[5]))
		}
		q.InsertID, q.Time = int64(number(m[6])), time.Unix(int64(number(m[7])), 0)
		equal(t, real, string(slow.Append(nil, &q)))
	}
	t.Errorf("only %d of %d statements", at+1, len(steps))
}

func schemaOf(record string) string {
	_, rest, _ := strings.Cut(record, "  Schema: ")
	name, _, _ := strings.Cut(rest, "  QC_hit")
	return name
}

func headerOf(header string) *Server {
	m := regexp.MustCompile(`^(\S+), Version: (.*)\. started with:\nTcp port: (\d+)  Unix socket: (\S+)\n`).FindStringSubmatch(header)
	if m == nil {
		return &Server{}
	}
	return &Server{Program: m[1], Version: m[2], Port: number(m[3]), Socket: m[4]}
}

func equal(t *testing.T, real, ours string) {
	t.Helper()
	if real != ours {
		t.Fatalf("real %s\nours %s", real, ours)
	}
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func seconds(t *testing.T, s string) time.Duration {
	t.Helper()
	d, err := time.ParseDuration(s + "s")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// bookkeeping are the tables in which the server looks by itself.
var bookkeeping = regexp.MustCompile(`,(READ|WRITE),mysql,\w+,$`)

// compareAudit takes time, connection and number of the statement from each real line.
func compareAudit(t *testing.T, log string) {
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	file := &AuditFile{Server: host, Zone: seoul(t)}
	var want []Event
	for _, s := range script() {
		database := s.query.Schema
		if database == "" {
			database = "shop"
		}
		for _, e := range append(s.tables, Event{Operation: QueryEvent, Database: database, Text: s.query.Text, Status: s.status}) {
			e.User = "root"
			want = append(want, e)
		}
	}
	want = append(want, Event{User: "root", Operation: Disconnect, Database: "shop"},
		Event{User: "a", Operation: Connect, Database: "shop"}, Event{User: "a", Operation: QueryEvent, Database: "shop", Text: "select 7"},
		Event{User: "a", Operation: QueryEvent, Database: "shop", Text: "select * from mysql.user", Status: 1142}, Event{User: "a", Operation: Disconnect, Database: "shop"},
		Event{User: "a", Operation: FailedConnect, Status: 1045}, Event{User: "a", Operation: Disconnect},
		Event{User: "a", Operation: FailedConnect, Status: 1044}, Event{User: "a", Operation: Disconnect})
	lines := strings.SplitAfter(log, "\n")
	begin := 0
	for i, line := range lines {
		if strings.Contains(line, ",READ,shop,member,") && strings.HasSuffix(lines[i+1], ",'select * from member',0\n") {
			begin = i
			break
		}
	}
	for _, real := range lines[begin:] {
		if bookkeeping.MatchString(strings.TrimSuffix(real, "\n")) {
			continue
		}
		if len(want) == 0 {
			return
		}
		e := want[0]
		want = want[1:]
		fields := strings.SplitN(real, ",", 7)
		if e.Time, err = time.ParseInLocation("20060102 15:04:05", fields[0], file.Zone); err != nil {
			t.Fatal(err)
		}
		e.Host, e.Connection, e.Query = "localhost", int64(number(fields[4])), int64(number(fields[5]))
		equal(t, real, string(file.Append(nil, &e)))
	}
	if len(want) > 0 {
		t.Errorf("missing: %+v", want[0])
	}
}
