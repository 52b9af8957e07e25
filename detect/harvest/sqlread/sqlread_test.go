package sqlread

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// describe writes the reads of a statement in one line each.
func describe(st Statement) string {
	kinds := []string{"other", "select", "copy", "declare", "fetch", "stage", "write", "create"}
	var b strings.Builder
	b.WriteString(kinds[st.Kind])
	for _, part := range []string{st.Destination, st.Cursor, st.Target} {
		if part != "" {
			b.WriteString(" " + part)
		}
	}
	if st.Kind == Fetch {
		fmt.Fprintf(&b, " %d", st.Count)
	}
	if len(st.Columns) > 0 {
		fmt.Fprintf(&b, " %v", st.Columns)
	}
	for _, r := range st.Reads {
		b.WriteString("; " + r.Table + " " + []string{"whole", "partial", "point"}[r.Extent])
		if r.Limit >= 0 {
			fmt.Fprintf(&b, " limit=%d", r.Limit)
		}
		for _, flag := range []struct {
			set  bool
			name string
		}{{r.Joined, " joined"}, {r.Aggregate, " aggregate"}, {r.Collected, " collected"}, {r.Filter, " filter"}, {r.Star, " *"}} {
			if flag.set {
				b.WriteString(flag.name)
			}
		}
		if len(r.Columns) > 0 && st.Kind != CopyOut {
			fmt.Fprintf(&b, " %v", r.Columns)
		}
	}
	return b.String()
}

func TestWhatStatementsRead(t *testing.T) {
	for _, c := range []struct{ sql, want string }{
		{`select * from member`, `select; member whole *`},
		{`SELECT * FROM Public."Member" AS m;`, `select; public.Member whole *`},
		{`table member`, `select; member whole *`},
		{`select m.name, email from shop.public.member m`, `select; public.member whole [name email]`},
		{`select * from only member where 1=1 and true`, `select; member whole *`},
		{`select * from member where id = 1 or 1 = 1`, `select; member whole *`},
		{`select * from member where id = 1 or id = 2`, `select; member point *`},
		{`select * from member where id = $1`, `select; member point *`},
		{`select * from member where (member_id)::int = '7' and state = 'a'`, `select; member point *`},
		{`select * from member where id in (1,2,3)`, `select; member point *`},
		{`select * from member where id in (select member_id from orders)`, `select; member partial *; orders whole filter [member_id]`},
		{`select * from member where created > '2020-01-01'`, `select; member partial *`},
		{`select * from member limit 100`, `select; member partial limit=100 *`},
		{`select * from member order by id fetch first 10 rows only`, `select; member partial limit=10 *`},
		{`select * from member limit all`, `select; member whole *`},
		{`select count(*) from member`, `select; member whole aggregate`},
		{`select count(*), max(id), 'x' as y from member where state = 1`, `select; member partial aggregate [id]`},
		{`select 1 from member`, `select; member whole`},
		{`select string_agg(email, ',') from member`, `select; member whole aggregate collected [email]`},
		{`select array_to_string(array_agg(m.email), ',') from member m where id < 300`, `select; member partial aggregate collected [email]`},
		{`select count(*) over () from member`, `select; member whole`},
		{`select state, count(*) from member group by state`, `select; member partial [state]`},
		{`select m.*, o.total from member m join orders o on o.member_id = m.id`, `select; member partial joined *; orders partial joined [total]`},
		{`select * from member m left join orders o using (id)`, `select; member whole joined *; orders partial joined *`},
		{`select * from "member" m, lateral (select 1) z`, `select; member whole joined *`},
		{`select * from a, b where a.x = b.x`, `select; a partial joined *; b partial joined *`},
		{`select * from (a join b on a.i = b.i) cross join c`, `select; a partial joined *; b partial joined *; c whole joined *`},
		{`select x.e from (select email as e from member limit 5) x`, `select; member partial limit=5 [email]`},
		{`select count(*) from (select * from member) x`, `select; member whole aggregate *`},
		{`with x as (select * from member) select * from x`, `select; member whole *`},
		{`with x as (select * from member), y as (select 1) select * from x where id > 3 limit 2`, `select; member partial limit=2 *`},
		{`with x as (select * from member), y as (select * from x limit 5) select * from y`, `select; member partial limit=5 *`},
		{`with member as (select 1) select * from member`, `select`},
		{`select * from a union all select * from b limit 3`, `select; a partial limit=3 *; b partial limit=3 *`},
		{`(select * from a) union (select * from b)`, `select; a whole *; b whole *`},
		{`select (select max(id) from orders), name from member`, `select; member whole [name]; orders partial joined aggregate [id]`},
		{`select name from member where exists (select 1 from orders where orders.m = member.id)`, `select; member partial [name]; orders partial filter`},
		{`select * from generate_series(1, 10) g`, `select`},
		{`select extract(year from birth) from member`, `select; member whole [year birth]`},
		{`select a is distinct from b from member`, `select; member whole [a b]`},
		{`select * from member tablesample system (10)`, `select; member partial *`},
		{`select * from /* from a /* nested */ */ member -- where`, `select; member whole *`},
		{`select 'from x', $$from y$$, $a$ from z $a$, E'\'from w' from member`, `select; member whole`},
		{`select * into backup from member`, `stage backup; member whole *`},
		{`create table copy1 as select * from member`, `stage copy1; member whole *`},
		{`create materialized view mv as select email from member`, `stage mv; member whole [email]`},
		{`create view v as select * from member`, `other`},
		{`create table if not exists shop.member (id int primary key, "Name" text, email varchar(99) not null, constraint c unique (email))`, `create shop.member [id Name email]`},
		{`insert into copy1 (a, b) select name, email from member`, `stage copy1 [a b]; member whole [name email]`},
		{`insert into member (id, name) values (1, 'x')`, `write member [id name]`},
		{`delete from member where id > 5 returning *`, `select member; member partial *`},
		{`update member set a = 1`, `write member`},
		{`copy member to stdout`, `copy stdout member; member whole *`},
		{`COPY public.member (id, name) TO stdout;`, `copy stdout public.member [id name]; public.member whole`},
		{`copy (select * from member where id < 10) to program 'x'`, `copy program; member partial *`},
		{`copy member to '/tmp/x' with csv`, `copy file member; member whole *`},
		{`copy member (id) from stdin`, `write member [id]`},
		{`declare c no scroll cursor with hold for select * from member`, `declare c; member whole *`},
		{`fetch forward 1000 from c`, `fetch c 1000`},
		{`FETCH 100 FROM _pg_dump_cursor`, `fetch _pg_dump_cursor 100`},
		{`fetch all in "C"`, `fetch C -1`},
		{`fetch forward all from c`, `fetch c -1`},
		{`fetch next from c`, `fetch c 1`},
		{`fetch c`, `fetch c 1`},
		{`fetch absolute 5 from c`, `fetch c 1`},
		{`prepare p (int) as select * from member where id = $1`, `select; member point *`},
		{`explain analyze select * from member`, `other`},
		{`select id from 회원`, `select; 회원 whole [id]`},
		{`select m.이름 from "회원" m`, `select; 회원 whole [이름]`},
	} {
		got := new(Parser).Parse(c.sql)
		if len(got) != 1 {
			t.Errorf("%s: %d statements", c.sql, len(got))
			continue
		}
		if diff := cmp.Diff(c.want, describe(got[0])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.sql, diff)
		}
	}
}

func TestAJoinIsNoCondition(t *testing.T) {
	for sql, want := range map[string]bool{
		"select * from a join b on a.x = b.x":               false,
		"select * from a":                                   false,
		"select * from a join b on a.x = b.x where a.y = 1": true,
		"select * from a join b on a.x = b.x limit 5":       true,
		"select * from (select * from a limit 5) x, b":      true,
	} {
		if r := new(Parser).Parse(sql)[0].Reads[0]; r.Filtered != want {
			t.Errorf("%s: filtered %t", sql, r.Filtered)
		}
	}
}

func TestSeveralStatementsInOneText(t *testing.T) {
	got := new(Parser).Parse("set a = 1; select * from a; ; select * from b")
	if len(got) != 3 || got[1].Reads[0].Table != "a" || got[2].Reads[0].Table != "b" {
		t.Errorf("%+v", got)
	}
}

// Hostile texts must neither hang nor take long: one pass each, whatever they hold.
func TestHostileTexts(t *testing.T) {
	start := time.Now()
	for _, text := range []string{
		"", "'", `"`, "$a$", "/*/*/*", "select", "select * from", "copy", "declare", "fetch", "with x as (", "insert into",
		strings.Repeat("(", 100_000), strings.Repeat("select * from (", 20_000), strings.Repeat("/*", 50_000),
		"select * from a where " + strings.Repeat("x = 1 and ", 20_000), "select " + strings.Repeat("a,", 50_000) + "b from c",
		"with " + strings.Repeat("a as (select 1),", 5000) + " b as (select 1) select * from b",
		"select * from " + strings.Repeat("a join ", 20_000) + "b", strings.Repeat("select 1 union ", 20_000),
		strings.Repeat("with a as (select * from a), b as (select * from a) select ", 2000),
		"with a as (select * from x, x, x, x), " + strings.Repeat("a as (select * from a, a, a, a), ", 500) + " b as (select 1) select * from a",
		strings.Repeat("\xff\x00", 50_000), "select * from \"" + strings.Repeat("a", 100_000),
	} {
		for _, st := range new(Parser).Parse(text) {
			if len(st.Reads) > maxReads {
				t.Errorf("%d reads of %.40q", len(st.Reads), text)
			}
		}
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`with x as (select a, string_agg(b, ',') from c left join d on (e = f)) select * from x where g in (1) limit 3`)
	f.Add(`copy (select * from "A" where b = $1) to stdout; fetch 3 from c; create table t (a int)`)
	f.Fuzz(func(t *testing.T, s string) { new(Parser).Parse(s) })
}

func BenchmarkParse(b *testing.B) {
	const sql = `select m.id, m.name, m.email from member m left join orders o on o.member_id = m.id where m.id = $1 and m.state = 'active' order by m.id limit 20`
	b.SetBytes(int64(len(sql)))
	b.ReportAllocs()
	for b.Loop() {
		new(Parser).Parse(sql)
	}
}
