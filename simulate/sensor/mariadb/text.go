package mariadb

import (
	"fmt"
	"strconv"
	"strings"

	"dwell/simulate/fact"
)

// dialect turns what the facts say in the words of PostgreSQL into those of MariaDB.
var dialect = strings.NewReplacer(
	"now() - interval '30 days'", "now() - interval 30 day",
	"date_trunc('week', now()) - interval '7 days'", "curdate() - interval weekday(curdate()) + 7 day",
)

// bare is a table's name without the schema.
func bare(table string) string { return table[strings.LastIndexByte(table, '.')+1:] }

// said is the text of a statement as the server logs it: a cursor is one SELECT for it,
// and of a prepared statement it shows the values where they stand.
func said(s *fact.Statement) string {
	if s.Channel == fact.Copy {
		return dump(s)
	}
	// There is no schema "public": what stands there is the database.
	text := strings.ReplaceAll(dialect.Replace(s.Text), "public.", s.Session.Database+".")
	if s.Parameter == "" {
		return text
	}
	values := strings.Split(s.Parameter, ",")
	for i := len(values); i > 0; i-- { // $12 before $1
		text = strings.ReplaceAll(text, "$"+strconv.Itoa(i), literal(values[i-1]))
	}
	return text
}

// literal is a value in a statement.
func literal(value string) string {
	if _, err := strconv.ParseInt(value, 10, 64); err == nil {
		return value
	}
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(value) + "'"
}

// dump is what mariadb-dump asks instead of PostgreSQL's COPY: by name for the columns
// that the fact names, or for all.
func dump(s *fact.Statement) string {
	columns := "*"
	if _, rest, ok := strings.Cut(s.Text, s.Table+" ("); ok {
		list, _, _ := strings.Cut(rest, ")")
		columns = "`" + strings.ReplaceAll(list, ", ", "`, `") + "`"
	}
	return fmt.Sprintf("SELECT /*!40001 SQL_NO_CACHE */ %s FROM `%s`", columns, bare(s.Table))
}

// target is the table that CREATE TABLE AS makes.
func target(text string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(text, "CREATE TABLE "), " ")
	return bare(name)
}
