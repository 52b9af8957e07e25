package postgres

import (
	"fmt"
	"strings"

	"dwell/simulate/fact"
	"dwell/simulate/format/postgres"
)

// statements is what the client sends to get the rows in its way.
func statements(s *fact.Statement) []postgres.Statement {
	relation := postgres.Relation{Name: s.Table}
	switch s.Channel {
	case fact.Copy:
		return []postgres.Statement{postgres.CopyTable(s.Text, s.Table)}
	case fact.Cursor:
		fetch := fmt.Sprintf("FETCH FORWARD %d FROM c", s.Fetch)
		out := []postgres.Statement{{Text: "BEGIN", Command: "BEGIN"}, postgres.Declare("DECLARE c CURSOR FOR "+s.Text, relation)}
		for range s.Rows/max(1, s.Fetch) + 1 {
			out = append(out, postgres.Fetch(fetch))
		}
		return append(out, postgres.Statement{Text: "COMMIT", Command: "COMMIT"})
	case fact.Prepared:
		q := postgres.Select(s.Text, s.Rows, relation)
		q.Name = "<unnamed>"
		for value := range strings.SplitSeq(s.Parameter, ",") {
			q.Parameters = append(q.Parameters, postgres.Parameter{Value: value})
		}
		return []postgres.Statement{q}
	case fact.Write:
		command, _, _ := strings.Cut(s.Text, " ")
		q := postgres.Statement{Text: s.Text, Command: command, Rows: s.Rows, Relations: []postgres.Relation{relation}}
		for value := range strings.SplitSeq(s.Parameter, ",") {
			if value != "" {
				q.Parameters = append(q.Parameters, postgres.Parameter{Value: value})
			}
		}
		return []postgres.Statement{q}
	case fact.Cancelled:
		q := postgres.Select(s.Text, s.Rows, relation)
		q.Failure = postgres.StatementTimeout()
		return []postgres.Statement{q}
	case fact.Into:
		table, _, _ := strings.Cut(strings.TrimPrefix(s.Text, "CREATE TABLE "), " ")
		return []postgres.Statement{postgres.CreateTableAs(s.Text, table, s.Rows, relation)}
	}
	return []postgres.Statement{postgres.Select(s.Text, s.Rows, relation)}
}
