package example

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// members is how many rows the member table has.
const members = 48_211

// query is one audited statement.
type query struct {
	at                              time.Time
	user, host, application, object string
	statement                       string
	command                         string
	rows                            int
}

// databaseLog writes the csvlog of a PostgreSQL 15 server with pgaudit and its
// log_rows setting: the web shop's keyed reads, the nightly dump, and one read of
// the whole member table.
func databaseLog() []byte {
	r := random(2)
	var queries []query
	for t := begin.Add(spread(r, time.Hour)); t.Before(end); t = t.Add(exponential(r, 25*time.Minute)) {
		queries = append(queries, query{t, "shop_web", serverWeb, "shop", "public.member", fmt.Sprintf("SELECT name, email FROM member WHERE member_id = %d", 1+r.IntN(members)), "SELECT", 1})
	}
	for day := begin.Add(4 * time.Hour); day.Before(end); day = day.AddDate(0, 0, 1) {
		queries = append(queries, query{day, "backup", serverDB, "pg_dump", "public.member", "COPY public.member (member_id, name, email, phone, address, birth_date) TO stdout;", "COPY", members})
	}
	for day := begin.Add(10 * time.Hour); day.Before(end); day = day.AddDate(0, 0, 1) {
		queries = append(queries, query{day.Add(spread(r, 6*time.Hour)), "crm", pcHandler, "CRM Desk", "public.member", "SELECT name, phone FROM member WHERE grade = 'VIP' LIMIT 50", "SELECT", 50})
	}
	queries = append(queries, query{bulkRead, "crm", pcHandler, "psql", "public.member", "SELECT member_id, name, email, phone, address, birth_date FROM member", "SELECT", members})
	slices.SortStableFunc(queries, func(a, b query) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.user, b.user)) })
	var l lines
	for i, q := range queries {
		l.add(q.line(i))
	}
	return l.Bytes()
}

// line writes the 26 columns of csvlog.
func (q query) line(i int) string {
	audit := fmt.Sprintf(`AUDIT: SESSION,%d,1,READ,%s,TABLE,%s,"%s",<none>,%d`, 1, q.command, q.object, q.statement, q.rows)
	pid := 2000 + i%700
	return strings.Join([]string{
		q.at.Format("2006-01-02 15:04:05.000 MST"), quoted(q.user), quoted("shop"), fmt.Sprint(pid), quoted(fmt.Sprintf("%s:%d", q.host, 40000+i%20000)),
		fmt.Sprintf("%x.%x", q.at.Unix(), pid), "1", quoted(q.command), q.at.Format("2006-01-02 15:04:05 MST"), "3/" + fmt.Sprint(i+10), "0", "LOG", "00000",
		quoted(audit), "", "", "", "", "", "", "", "", quoted(q.application), quoted("client backend"), "", "0",
	}, ",")
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// accessLog writes the web server's log: visitors of the shop.
func accessLog() []byte {
	r := random(3)
	pages := []string{"/", "/goods/list", "/goods/view?id=%d", "/cart", "/member/login", "/static/style.css"}
	var l lines
	for t := begin; t.Before(end); t = t.Add(exponential(r, 20*time.Minute)) {
		page := pages[r.IntN(len(pages))]
		if strings.Contains(page, "%d") {
			page = fmt.Sprintf(page, 100+r.IntN(900))
		}
		l.add(fmt.Sprintf(`198.51.100.%d - - [%s] "GET %s HTTP/1.1" 200 %d "-" "Mozilla/5.0 (Example)"`, 100+r.IntN(150), t.Format("02/Jan/2006:15:04:05 -0700"), page, 800+r.IntN(40000)))
	}
	return l.Bytes()
}
