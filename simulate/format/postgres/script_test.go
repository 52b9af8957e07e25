package postgres

// step is something that a client sends and what happens there.
type step struct {
	send string // to psql, when it is not the text of the statement
	Statement
}

// schema is made before the scripts run.
const schema = `create extension pgaudit;
create table member (id int primary key, name text, email text);
insert into member select i, 'Name ' || i, 'm' || i || '@example.com' from generate_series(1, 5000) i;
create table orders (id int, member_id int);
insert into orders values (1, 1), (2, 2);
create view v_member as select id, name from member;
create function f(i int) returns text language sql as 'select name from member where id = i';
create function g(i int) returns text language plpgsql as $$ begin return (select name from member where id = i); end $$;
create procedure p() language sql as 'select count(*) from member';
create role auditor;
create role plain login;
analyze;
`

func member() Relation { return Relation{Name: "public.member"} }
func orders() Relation { return Relation{Name: "public.orders"} }

func of(command, text string, rows int64, relations ...Relation) step {
	return step{Statement: Statement{Command: command, Text: text, Rows: rows, Relations: relations}}
}

func plain(command, text string) step {
	return step{Statement: Statement{Command: command, Text: text}}
}

func as(s Statement) step { return step{Statement: s} }

func failing(s step, f *Failure) step {
	s.Failure = f
	return s
}

// reads are all the ways in which rows leave.
func reads() []step {
	return []step{
		of("SELECT", "select * from member;", 5000, member()),
		of("SELECT", "select m.*, o.id from member m join orders o on o.member_id = m.id;", 2, member(), orders()),
		of("SELECT", "select * from v_member limit 3;", 3, View("public.v_member", member())...),
		of("SELECT", "select * from v_member v, member m, orders o where v.id = m.id and o.id = m.id;", 2,
			append([]Relation{member(), orders()}, View("public.v_member", member())...)...),
		of("SELECT", "select string_agg(email, ',') from member;", 1, member()),
		of("SELECT", "select 1;", 1),
		of("SELECT", "select relname from pg_class limit 1;", 1, Relation{Name: "pg_catalog.pg_class"}),
		of("SELECT", "select c.relname from member m, pg_class c limit 2;", 2, member(), Relation{Name: "pg_catalog.pg_class"}),
		of("SELECT", "select '김민지, \"인용\"\n둘째 줄\t' as x, E'\\\\' from member where id = 7;", 1, member()),
		as(CopyTable("copy member to stdout;", "public.member")),
		as(CopyQuery("copy (select * from member where id <= 7) to stdout;", 7, member())),
		plain("BEGIN", "begin;"),
		as(Declare("declare c cursor for select * from member;", member())),
		as(Fetch("fetch forward 1000 from c;")),
		as(Fetch("fetch 500 in c;")),
		of("SELECT", "select 2;", 1),
		plain("CLOSE CURSOR", "close c;"),
		plain("COMMIT", "commit;"),
		as(Prepare("prepare q(int, text) as select * from member where id = $1 and name <> $2;")),
		as(Execute("execute q(42, 'Kim, \"M\" it''s');", "prepare q(int, text) as select * from member where id = $1 and name <> $2;", 1,
			[]Parameter{{Value: "42"}, {Value: `Kim, "M" it's`}}, member())),
		as(Execute("execute q(42, null);", "prepare q(int, text) as select * from member where id = $1 and name <> $2;", 0,
			[]Parameter{{Value: "42"}, {Null: true}}, member())),
		plain("DEALLOCATE", "deallocate q;"),
		as(Statement{Command: "EXPLAIN", Text: "explain analyze select * from member;", Inner: []Statement{Select("explain analyze select * from member;", 5000, member())}}),
		as(Statement{Command: "DO", Text: "do $$ begin perform * from member; end $$;", Inner: []Statement{Select("SELECT * from member", 5000, member())}}),
		as(Statement{Command: "CALL", Text: "call p();", Functions: []string{"public.p"}, Inner: []Statement{Select("select count(*) from member", 1, member())}}),
		as(Statement{Text: "select f(3);", Rows: 1, Functions: []string{"public.f"}, Inner: []Statement{inF("3")}}),
		as(Statement{Text: "select f(id), g(id) from member where id < 3;", Rows: 2, Relations: []Relation{member()}, Functions: []string{"public.f", "public.g"},
			Inner: []Statement{inF("1"), inG("1"), inF("2"), inG("2")}}),
	}
}

func inF(id string) Statement {
	s := Select("select name from member where id = i", 1, member())
	s.Parameters = []Parameter{{Value: id}}
	return s
}

// inG has a second parameter for the function's result, which is not set.
func inG(id string) Statement {
	s := Select("(select name from member where id = i)", 1, member())
	s.Parameters = []Parameter{{Value: id}, {Null: true}}
	return s
}

// writes change data and schema.
func writes() []step {
	return []step{
		of("UPDATE", "update member set name = '김민지, \"인용\"\nx' where id = 7;", 1, member()),
		of("UPDATE", "update member set name = name where id = -1;", 0, member()),
		of("UPDATE", "update orders set id = orders.id from member where member.id = member_id;", 2, orders(), member()),
		of("DELETE", "delete from orders where id = 2;", 1, orders()),
		of("INSERT", "insert into orders values (3, 4) returning *;", 1, orders()),
		of("INSERT", "insert into orders select id, id from member where id < 3;", 2, orders(), member()),
		{send: "copy orders from stdin;\n8\t9\n\\.\n", Statement: CopyInto("copy orders from stdin;", "public.orders")},
		as(CreateTableAs("create table x as select * from member;", "public.x", 5000, member())),
		as(Statement{Command: "DROP TABLE", Text: "drop table x;", Objects: []Object{{Type: "TABLE", Name: "public.x"}}}),
		as(Statement{Command: "CREATE TABLE", Text: "create table k (id int primary key);",
			Objects: []Object{{Type: "TABLE", Name: "public.k"}, {Type: "INDEX", Name: "public.k_pkey", Command: "CREATE INDEX"}}}),
		as(Statement{Command: "ALTER TABLE", Text: "alter table k add v int;", Objects: []Object{{Type: "TABLE", Name: "public.k"}}}),
		as(Statement{Command: "GRANT", Text: "grant select on k to auditor;", Objects: []Object{{Type: "TABLE"}}}),
		as(Statement{Command: "DROP TABLE", Text: "drop table k;", Objects: []Object{
			{Type: "TABLE", Name: "public.k"}, {Type: "TABLE CONSTRAINT", Name: "k_pkey on public.k"}, {Type: "INDEX", Name: "public.k_pkey"}}}),
		plain("TRUNCATE TABLE", "truncate orders;"),
		plain("CREATE ROLE", "create role bob PassWord 'secret';"),
		plain("ALTER ROLE", "alter role bob password 'other';"),
		plain("DROP ROLE", "drop role bob;"),
		as(Statement{Command: "VACUUM", Text: "vacuum (truncate false) member;", Transactions: 3}),
		plain("SET", "set work_mem = '5MB';"),
		plain("RESET", "reset work_mem;"),
		plain("SHOW", "show work_mem;"),
	}
}

// failures fail, alone and in transaction blocks.
func failures() []step {
	nope := &Failure{State: "42703", Message: `column "nope" does not exist`, Position: 8, Early: true}
	return []step{
		failing(of("SELECT", "select * from nowhere;", 0), &Failure{State: "42P01", Message: `relation "nowhere" does not exist`, Position: 15, Early: true}),
		plain("SET", "set statement_timeout = 50;"),
		failing(of("SELECT", "select *, pg_sleep(0.01) from member;", 0, member()), StatementTimeout()),
		failing(as(CopyQuery("copy (select *, pg_sleep(0.01) from member) to '/dev/null';", 0, member())), StatementTimeout()),
		plain("SET", "set statement_timeout = 0;"),
		plain("BEGIN", "begin;"),
		of("SELECT", "select id from member where id = 1;", 1, member()),
		failing(plain("SELECT", "select nope;"), nope),
		plain("SELECT", "select 1;"), // refused because of the block
		plain("ROLLBACK", "rollback;"),
		plain("START TRANSACTION", "start transaction;"),
		of("INSERT", "insert into orders values (8, 8);", 1, orders()),
		of("SELECT", "select * from orders;", 3, orders()),
		plain("SAVEPOINT", "savepoint a;"),
		failing(plain("SELECT", "select nope;"), nope),
		plain("ROLLBACK", "rollback to a;"),
		of("SELECT", "select 5;", 1),
		plain("COMMIT", "commit;"),
		failing(as(Statement{Command: "INSERT", Text: "insert into member values (1);", Relations: []Relation{member()}, Writes: true}), &Failure{State: "23505",
			Message: `duplicate key value violates unique constraint "member_pkey"`, Detail: "Key (id)=(1) already exists."}),
		of("SELECT", "select 6;", 1),
		failing(of("SELECT", "select selekt\n from;", 0), &Failure{State: "42601", Message: `syntax error at or near ";"`, Position: 20, Early: true}),
		failing(of("SELECT", "select pg_terminate_backend(pg_backend_pid());", 1), AdministratorCommand()),
	}
}
