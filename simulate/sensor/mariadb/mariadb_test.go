package mariadb

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/sensor"
	"dwell/simulate/sensor/sensortest"
)

var (
	at    = sensortest.At
	third = sensortest.Third()
	ip    = netip.MustParseAddr
)

const (
	slowThird  = "database/mariadb-slow-2016-05-03.log"
	auditThird = "database/server_audit-2016-05-03.log"
)

// queries is a day with a statement of each kind.
func queries() *fact.Day {
	crm := &fact.Session{ID: 1, Start: at(9, 0, 0), User: "crm", Database: "shop", Client: ip("10.20.5.12"), ClientPort: 40_000}
	dump := &fact.Session{ID: 2, Start: at(3, 0, 0), User: "backup", Database: "shop", Client: ip("10.20.1.30")}
	thief := &fact.Session{ID: 3, Start: at(10, 0, 0), User: "crm", Database: "shop", Client: ip("10.20.5.13")}
	local := &fact.Session{ID: 4, Start: third.Add(-time.Hour), User: "root", Database: "shop"}
	const one = time.Millisecond
	return &fact.Day{Date: third, Statements: []fact.Statement{
		{Time: at(0, 10, 0), Session: local, Channel: fact.Write, Table: "public.orders", Text: "UPDATE orders SET state = 'closed' WHERE ordered < now() - interval '30 days'", Rows: 12, Duration: one},
		{Time: at(3, 0, 1), Session: dump, Channel: fact.Copy, Table: "public.member", Text: "COPY public.member (member_id, name) TO stdout;", Rows: 900, Bytes: 90_000, Duration: one},
		{Time: at(3, 0, 2), Session: dump, Channel: fact.Copy, Table: "public.orders", Text: "COPY public.orders TO STDOUT WITH CSV HEADER", Rows: 70, Duration: one, Last: true},
		{Time: at(9, 5, 0), Session: crm, Channel: fact.Prepared, Table: "public.member", Text: "SELECT name FROM member WHERE member_id = $1", Parameter: "42", Rows: 1, Bytes: 60, Duration: one},
		{Time: at(9, 6, 0), Session: crm, Channel: fact.Write, Table: "public.orders", Text: "INSERT INTO orders (member_id, note) VALUES ($1, $2)", Parameter: "42,it's", Rows: 1, Duration: one},
		{Time: at(9, 7, 0), Session: crm, Table: "public.member", Text: "SELECT name FROM member WHERE consent_mail", Rows: 360, Examined: 900, Duration: one},
		{Time: at(9, 8, 0), Session: crm, Channel: fact.Cancelled, Table: "public.member", Text: "SELECT * FROM member", Rows: 300, Duration: 2 * time.Second},
		{Time: at(9, 9, 0), Session: crm, Channel: fact.Cancelled, Table: "public.member", Text: "SELECT * FROM member", Rows: 200, Duration: 1500 * time.Millisecond},
		{Time: at(9, 10, 0), Session: crm, Channel: fact.Into, Table: "public.member", Text: "CREATE TABLE x AS SELECT * FROM member", Rows: 900, Duration: one},
		{Label: 5, Time: at(10, 0, 40), Session: thief, Channel: fact.Cursor, Table: "public.member", Text: "SELECT name FROM public.member", Rows: 900, Bytes: 50_000, Duration: 90 * time.Second, Fetch: 100, Last: true},
	}}
}

func TestMariaDBAuditFile(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, New(d.Setting(), "db01", sensortest.Zone()), queries())
	var got []string
	for _, line := range d.Lines(t, auditThird, "") {
		fields := strings.SplitN(line, ",", 7) // time, server, user, host, connection, number of the statement, rest
		if fields[1] != "db01" {
			t.Errorf("server %s", fields[1])
		}
		got = append(got, fields[0][9:]+" "+fields[2]+"@"+fields[3]+" "+fields[6])
	}
	want := []string{
		"00:00:00 root@localhost CONNECT,shop,,0",
		"00:10:00 root@localhost WRITE,shop,orders,",
		`00:10:00 root@localhost QUERY,shop,'UPDATE orders SET state = \'closed\' WHERE ordered < now() - interval 30 day',0`,
		"03:00:00 backup@10.20.1.30 CONNECT,shop,,0",
		"03:00:01 backup@10.20.1.30 READ,shop,member,",
		"03:00:01 backup@10.20.1.30 QUERY,shop,'SELECT /*!40001 SQL_NO_CACHE */ `member_id`, `name` FROM `member`',0",
		"03:00:02 backup@10.20.1.30 READ,shop,orders,",
		"03:00:02 backup@10.20.1.30 QUERY,shop,'SELECT /*!40001 SQL_NO_CACHE */ * FROM `orders`',0",
		"03:00:02 backup@10.20.1.30 DISCONNECT,shop,,0",
		"09:00:00 crm@10.20.5.12 CONNECT,shop,,0",
		"09:05:00 crm@10.20.5.12 READ,shop,member,",
		"09:05:00 crm@10.20.5.12 QUERY,shop,'SELECT name FROM member WHERE member_id = 42',0",
		"09:06:00 crm@10.20.5.12 WRITE,shop,orders,",
		`09:06:00 crm@10.20.5.12 QUERY,shop,'INSERT INTO orders (member_id, note) VALUES (42, \'it\\\'s\')',0`,
		"09:07:00 crm@10.20.5.12 READ,shop,member,",
		"09:07:00 crm@10.20.5.12 QUERY,shop,'SELECT name FROM member WHERE consent_mail',0",
		"09:08:00 crm@10.20.5.12 READ,shop,member,",
		"09:08:02 crm@10.20.5.12 QUERY,shop,'SELECT * FROM member',1969",
		"09:09:00 crm@10.20.5.12 READ,shop,member,",
		"09:09:01 crm@10.20.5.12 QUERY,shop,'SELECT * FROM member',1317",
		"09:10:00 crm@10.20.5.12 READ,shop,member,",
		"09:10:00 crm@10.20.5.12 CREATE,shop,x,",
		"09:10:00 crm@10.20.5.12 WRITE,shop,x,",
		"09:10:00 crm@10.20.5.12 QUERY,shop,'CREATE TABLE x AS SELECT * FROM member',0",
		"10:00:00 crm@10.20.5.13 CONNECT,shop,,0",
		"10:00:40 crm@10.20.5.13 READ,shop,member,",
		"10:02:10 crm@10.20.5.13 QUERY,shop,'SELECT name FROM shop.member',0",
		"10:02:10 crm@10.20.5.13 DISCONNECT,shop,,0",
		"23:59:59 root@localhost DISCONNECT,shop,,0",
		"23:59:59 crm@10.20.5.12 DISCONNECT,shop,,0",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A statement has the same connection in both logs, and its tables have its number.
func TestMariaDBNumbers(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, New(d.Setting(), "db01", sensortest.Zone()), queries())
	audit := d.Lines(t, auditThird, "10.20.5.13,")
	number := func(i, field int) string { return strings.Split(audit[i], ",")[field] }
	if len(audit) != 4 || number(0, 4) != number(3, 4) || number(1, 5) != number(2, 5) || number(0, 5) != "0" || number(1, 5) == "0" {
		t.Errorf("%s", strings.Join(audit, "\n"))
	}
	slow := string(d.Content(t, slowThird))
	_, record, _ := strings.Cut(slow, "@  [10.20.5.13]\n")
	if want := "# Thread_id: " + number(0, 4) + "  Schema: shop"; !strings.HasPrefix(record, want) {
		t.Errorf("want %s before %.60s", want, record)
	}
	connections := map[string]bool{}
	for _, line := range d.Lines(t, auditThird, ",CONNECT,") {
		connections[strings.Split(line, ",")[4]] = true
	}
	if len(connections) != 4 {
		t.Errorf("%d connections have a number of their own, want 4", len(connections))
	}
}

func TestMariaDBSlowLog(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, New(d.Setting(), "db01", sensortest.Zone()), queries())
	slow := string(d.Content(t, slowThird))
	if n := strings.Count(slow, "# User@Host: "); n != 10 {
		t.Errorf("%d records, want one for each of 10 statements", n)
	}
	if !strings.HasPrefix(slow, "/usr/sbin/mariadbd, Version: 10.11") {
		t.Errorf("it begins with %.40s", slow)
	}
	for _, want := range []string{
		"Rows_sent: 900  Rows_examined: 900\n# Rows_affected: 0  Bytes_sent: 90180\n# Full_scan: Yes", // the dump
		"Rows_sent: 360  Rows_examined: 900\n",
		"900\t900.00\t100.00\t40.00\tUsing where\n",
		"const\tPRIMARY\tPRIMARY\t8\tconst\t1\tNULL\t100.00\tNULL\t\n",
		"# Query_time: 90.000000  ",
		"Rows_sent: 300  Rows_examined: 300\n", // so far
		"Rows_sent: 0  Rows_examined: 900\n# Rows_affected: 900  ",
		"# User@Host: root[root] @ localhost []\n",
		"SET timestamp=1462233960;\nINSERT INTO",
		"# Time: 160503 10:00:40\n",
	} {
		if !strings.Contains(slow, want) {
			t.Errorf("no %q", want)
		}
	}
}

func TestMariaDBMarksWhatBelongsToTheAttack(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, New(d.Setting(), "db01", sensortest.Zone()), queries())
	if got, want := d.Noted(t, auditThird, 5), d.Lines(t, auditThird, "10.20.5.13,"); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	records := d.Noted(t, slowThird, 5)
	if len(records) != 1 || !strings.HasPrefix(records[0], "# Time: ") || !strings.HasSuffix(records[0], ";\nSELECT name FROM shop.member;") {
		t.Errorf("%q", records)
	}
}

func TestMariaDBTwiceAndWithAnOutage(t *testing.T) {
	sensortest.SameTwice(t, func(d *sensortest.Desk) {
		sensortest.Observe(t, New(d.Setting(), "db01", sensortest.Zone()), queries())
	})
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, New(d.Setting(sensor.Outage{From: at(8, 0, 0), To: at(11, 0, 0)}), "db01", sensortest.Zone()), queries())
	if lines := d.Lines(t, auditThird, " 09:"); len(lines) != 0 {
		t.Errorf("the outage holds %s", lines[0])
	}
	if n := strings.Count(string(d.Content(t, slowThird)), "# User@Host: "); n != 3 {
		t.Errorf("%d records, want 3", n)
	}
	if len(d.Marks) != 0 {
		t.Errorf("%d marks of what nobody wrote", len(d.Marks))
	}
}

// What begins in one day and ends in the next stands in the files of the next.
func TestMariaDBOverMidnight(t *testing.T) {
	s := &fact.Session{ID: 1, Start: at(23, 59, 0), User: "crm", Database: "shop", Client: ip("10.20.5.12")}
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, New(d.Setting(), "db01", sensortest.Zone()), &fact.Day{Date: third, Statements: []fact.Statement{
		{Time: at(23, 59, 58), Session: s, Table: "public.member", Text: "SELECT name FROM member", Rows: 5, Duration: 5 * time.Second}}}, &fact.Day{Date: third.AddDate(0, 0, 1)})
	if n := len(d.Lines(t, auditThird, "")); n != 2 {
		t.Errorf("%d lines in the first day, want CONNECT and READ", n)
	}
	next := d.Lines(t, "database/server_audit-2016-05-04.log", "")
	if len(next) != 2 || !strings.HasPrefix(next[0], "20160504 00:00:03") || !strings.Contains(next[1], ",DISCONNECT,") {
		t.Errorf("%s", strings.Join(next, "\n"))
	}
}
