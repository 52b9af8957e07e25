package mariadb

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	kst = time.FixedZone("KST", 9*3600)
	at  = time.Date(2016, 5, 4, 17, 11, 9, 123e6, time.UTC)
)

func TestSlowLog(t *testing.T) {
	l := NewSlowLog(kst)
	log := l.AppendHeader(nil, &Server{Program: "/usr/sbin/mariadbd", Version: "10.11.19-MariaDB-0+deb12u1-log (Debian 12)", Port: 3306, Socket: "/run/mysqld/mysqld.sock"})
	for _, q := range []Query{
		{Time: at, Thread: 31, QueryTime: 2*time.Second + 7*time.Microsecond, LockTime: 93 * time.Microsecond, RowsSent: 200000, RowsExamined: 200000, BytesSent: 12933702,
			Plan: full(), Explain: FullScan("member", 200000, 100, ""), Text: "SELECT /*!40001 SQL_NO_CACHE */ `id`, `name` FROM `member`"},
		{Time: at.Add(time.Millisecond), Thread: 32, Address: "192.0.2.7", RowsChanged: 1, InsertID: 7, LastInsertID: 6, Plan: &Plan{}, Text: "insert into t values (null, last_insert_id(), '김민지\n')"},
		{Time: at.Add(8 * time.Hour), Thread: 31, Account: "staff", Cached: true, Schema: "we`ird", Routine: "shop.pp", Text: "select 1"},
		{Time: at.Add(8 * time.Hour), Thread: 31, Text: "Quit", Command: true, Plan: &Plan{Filesort: true, TmpTables: 2, TmpTablesOnDisk: 1, TmpTablesBytes: 16384, MergePasses: 3}},
	} {
		q.User, q.Host = "clerk", "localhost"
		if q.Schema == "" {
			q.Schema = "shop"
		}
		log = l.Append(log, &q)
	}
	want := "/usr/sbin/mariadbd, Version: 10.11.19-MariaDB-0+deb12u1-log (Debian 12). started with:\n" +
		"Tcp port: 3306  Unix socket: /run/mysqld/mysqld.sock\n" +
		"Time\t\t    Id Command\tArgument\n" +
		`# Time: 160505  2:11:09
# User@Host: clerk[clerk] @ localhost []
# Thread_id: 31  Schema: shop  QC_hit: No
# Query_time: 2.000007  Lock_time: 0.000093  Rows_sent: 200000  Rows_examined: 200000
# Rows_affected: 0  Bytes_sent: 12933702
# Full_scan: Yes  Full_join: No  Tmp_table: No  Tmp_table_on_disk: No
# Filesort: No  Filesort_on_disk: No  Merge_passes: 0  Priority_queue: No
#
# explain: id	select_type	table	type	possible_keys	key	key_len	ref	rows	r_rows	filtered	r_filtered	Extra
# explain: 1	SIMPLE	member	ALL	NULL	NULL	NULL	NULL	200000	200000.00	100.00	100.00	` + `
#
` + "use `shop`;" + `
SET timestamp=1462381869;
SELECT /*!40001 SQL_NO_CACHE */ ` + "`id`, `name` FROM `member`" + `;
# User@Host: clerk[clerk] @ localhost [192.0.2.7]
# Thread_id: 32  Schema: shop  QC_hit: No
# Query_time: 0.000000  Lock_time: 0.000000  Rows_sent: 0  Rows_examined: 0
# Rows_affected: 1  Bytes_sent: 0
SET last_insert_id=6,insert_id=7,timestamp=1462381869;
insert into t values (null, last_insert_id(), '김민지
');
# Time: 160505 10:11:09
# User@Host: staff[clerk] @ localhost []
# Thread_id: 31  Schema: we` + "`" + `ird  QC_hit: Yes
# Query_time: 0.000000  Lock_time: 0.000000  Rows_sent: 0  Rows_examined: 0
# Rows_affected: 0  Bytes_sent: 0
# Stored_routine: shop.pp
` + "use `we``ird`;" + `
SET timestamp=1462410669;
select 1;
# User@Host: clerk[clerk] @ localhost []
# Thread_id: 31  Schema: shop  QC_hit: No
# Query_time: 0.000000  Lock_time: 0.000000  Rows_sent: 0  Rows_examined: 0
# Rows_affected: 0  Bytes_sent: 0
# Tmp_tables: 2  Tmp_disk_tables: 1  Tmp_table_sizes: 16384
# Full_scan: No  Full_join: No  Tmp_table: Yes  Tmp_table_on_disk: Yes
# Filesort: Yes  Filesort_on_disk: No  Merge_passes: 3  Priority_queue: No
` + "use `shop`;" + `
SET timestamp=1462410669;
# administrator command: Quit;
`
	if diff := cmp.Diff(want, string(log)); diff != "" {
		t.Error(diff)
	}
}

func TestAuditFile(t *testing.T) {
	file := &AuditFile{Server: "db1", Zone: kst}
	for _, c := range []struct {
		event Event
		want  string
	}{
		{Event{Operation: Connect, Database: "shop"}, "CONNECT,shop,,0"},
		{Event{Operation: FailedConnect, Status: 1045}, "FAILED_CONNECT,,,1045"},
		{Event{Operation: Disconnect, Database: "shop"}, "DISCONNECT,shop,,0"},
		{Event{Operation: Read, Database: "shop", Object: "member"}, "READ,shop,member,"},
		{Event{Operation: Rename, Database: "shop", Object: "a", Renamed: "shop.b"}, "RENAME,shop,a|shop.b,"},
		{Event{Operation: QueryEvent, Database: "shop", Text: "select '김민지', \"x\", a\\b\n\t\r\f\b\x01", Status: 1160},
			`QUERY,shop,'select \'김민지\', "x", a\\b\n\t\r\f\b` + "\x01',1160"},
		{Event{Operation: QueryEvent, Text: "create user a identified  by 'x''y' require ssl"}, `QUERY,,'create user a identified  by *****\'y\' require ssl',0`},
		{Event{Operation: QueryEvent, Text: "alter user a identified by 'it\\'s', b identified\nby \"x\""}, `QUERY,,'alter user a identified by *****, b identified by *****',0`},
		{Event{Operation: QueryEvent, Text: "set password = password('x')"}, `QUERY,,'set password = password(*****)',0`},
		{Event{Operation: QueryEvent, Text: "set names 'utf8'"}, `QUERY,,'set names \'utf8\'',0`},
		{Event{Operation: QueryEvent, Text: "/* a */ (/*!40101 grant*/ usage on *.* to a identified with 'p' as 'h'"}, `QUERY,,'/* a */ (/*!40101 grant*/ usage on *.* to a identified with \'p\' as \'h\'',0`},
		{Event{Operation: QueryEvent, Text: "create server s options (password 'x', user 'u')"}, `QUERY,,'create server s options (password *****, user \'u\')',0`},
		{Event{Operation: QueryEvent, Text: "identified by 'x'"}, `QUERY,,'identified by \'x\'',0`},
		{Event{Operation: QueryEvent, Text: strings.Repeat("x", 1022) + "''"}, "QUERY,,'" + strings.Repeat("x", 1022) + `\'',0`},
		{Event{Operation: QueryEvent, Text: strings.Repeat("x", 1023) + "''"}, "QUERY,,'" + strings.Repeat("x", 1023) + "',0"},
		{Event{Operation: QueryEvent, Text: strings.Repeat("가", 400)}, "QUERY,,'" + strings.Repeat("가", 400)[:1024] + "',0"},
		{Event{Operation: QueryEvent, Text: ""}, "QUERY,,'',0"},
	} {
		c.event.Time, c.event.User, c.event.Host, c.event.Connection, c.event.Query = at, "clerk", "192.0.2.7", 31, 88
		if got := string(file.Append(nil, &c.event)); got != "20160505 02:11:09,db1,clerk,192.0.2.7,31,88,"+c.want+"\n" {
			t.Errorf("got  %swant %s", got, c.want)
		}
	}
}

func BenchmarkSlowLog(b *testing.B) {
	for _, explained := range []bool{false, true} {
		name := "plain"
		q := Query{User: "clerk", Host: "localhost", Thread: 31, Schema: "shop", QueryTime: time.Millisecond, RowsSent: 1, RowsExamined: 1, BytesSent: 206,
			Text: "select * from member where id = 1234567"}
		if explained {
			name, q.Plan, q.Explain = "explain", full(), FullScan("member", 200000, 100, "Using where")
		}
		b.Run(name, func(b *testing.B) {
			l := NewSlowLog(seoul(b))
			q.Time = at
			var log []byte
			b.ReportAllocs()
			for b.Loop() {
				q.Time = q.Time.Add(100 * time.Millisecond)
				log = l.Append(log[:0], &q)
			}
			b.SetBytes(int64(len(log)))
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrecords/s")
		})
	}
}

func BenchmarkAuditFile(b *testing.B) {
	file := &AuditFile{Server: "db1", Zone: seoul(b)}
	e := Event{Time: at, User: "clerk", Host: "localhost", Connection: 31, Query: 88, Operation: QueryEvent, Database: "shop", Text: "select * from member where name = '김민지' and id = 1234567"}
	var log []byte
	b.ReportAllocs()
	for b.Loop() {
		log = file.Append(log[:0], &e)
	}
	b.SetBytes(int64(len(log)))
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/1e6, "Mlines/s")
}
