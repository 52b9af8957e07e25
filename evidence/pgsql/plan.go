package pgsql

import (
	"bytes"
	"math"
	"strconv"
	"time"

	"github.com/go-faster/jx"

	"dwell/event"
)

// maxRelations bounds the relations of one plan that give events.
const maxRelations = 200

// maxDepth bounds how deep a plan may nest; the server's own limits are lower.
const maxDepth = 500

// averaged marks the rows of a plan node that ran more than once: the server
// writes the average of the runs, rounded.
const averaged = "rows are an average over several runs"

// relation is what a plan says of one relation that it reads.
type relation struct {
	name  string // with the schema when the plan says it
	rows  int64  // Unknown without ANALYZE
	loops int64
}

// plan gives one event per relation of an auto_explain plan, in text or JSON form.
func (m *maker) plan(body []byte, took time.Duration) {
	var statement []byte
	var relations []relation
	if trimmed := bytes.TrimLeft(body, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '{' {
		statement, relations = jsonPlan(trimmed)
	} else {
		statement, relations = textPlan(body)
	}
	if len(relations) == 0 {
		return
	}
	text := m.texts.get(statement)
	for _, r := range relations {
		q := m.query(event.QueryPlan)
		q.Statement, q.Duration, q.Command = text, took, m.command(statement)
		q.Object, q.ObjectType, q.Rows = r.name, "TABLE", r.rows
		if r.loops > 1 {
			q.Message = averaged
		}
	}
}

var queryText = []byte("Query Text: ")

// textPlan reads a plan as EXPLAIN prints it.
func textPlan(body []byte) (statement []byte, relations []relation) {
	if !bytes.HasPrefix(body, queryText) {
		return nil, nil
	}
	body = body[len(queryText):]
	end := -1
	for pos := 0; pos < len(body) && len(relations) < maxRelations; {
		stop := lineEnd(body, pos)
		line := body[pos:stop]
		if bytes.Contains(line, []byte("  (cost=")) || bytes.Contains(line, []byte(" (actual ")) {
			if end < 0 {
				end = pos
			}
			if r, ok := textNode(line); ok {
				relations = append(relations, r)
			}
		} else if end < 0 && bytes.HasPrefix(line, []byte("Query Parameters: ")) {
			end = pos
		}
		pos = stop
	}
	if end < 0 {
		return nil, nil
	}
	return bytes.TrimRight(body[:end], "\n"), relations
}

// textNode reads "->  Parallel Seq Scan on public.member m  (cost=... rows=3 ...)
// (actual time=... rows=833 loops=3)". Scans of what is no relation give nothing.
func textNode(line []byte) (relation, bool) {
	cost := bytes.Index(line, []byte("  ("))
	if cost < 0 {
		return relation{}, false
	}
	head := bytes.TrimLeft(line[:cost], " ->")
	on := bytes.Index(head, []byte(" on "))
	if on < 0 || !scansRelation(head[:on]) {
		return relation{}, false
	}
	r := relation{name: string(firstName(head[on+len(" on "):])), rows: event.Unknown}
	if actual := bytes.Index(line, []byte("(actual ")); actual >= 0 {
		rows, loops := figure(line[actual:], " rows="), figure(line[actual:], " loops=")
		r.set(rows, loops)
	}
	return r, r.name != ""
}

// set takes the rows of one run and the number of runs. From version 18 on rows
// have decimals.
func (r *relation) set(rows, loops float64) {
	const most = 1 << 53
	if rows >= 0 && loops >= 0 && rows*loops < most {
		r.rows, r.loops = int64(math.Round(rows*loops)), int64(loops)
	}
}

// scansRelation reports whether a node of that title reads a table.
func scansRelation(title []byte) bool {
	if using := bytes.Index(title, []byte(" using ")); using >= 0 {
		title = title[:using]
	}
	if !bytes.HasSuffix(title, []byte("Scan")) && !bytes.HasPrefix(title, []byte("Custom Scan")) && !bytes.HasSuffix(title, []byte("Scan Backward")) {
		return false
	}
	for _, other := range []string{"Subquery", "CTE", "Function", "Values", "WorkTable", "Named Tuplestore", "Bitmap Index"} {
		if bytes.HasPrefix(title, []byte(other)) {
			return false
		}
	}
	return true
}

// firstName returns the name, quoted or not, that b begins with.
func firstName(b []byte) []byte {
	inside := false
	for i, c := range b {
		switch {
		case c == '"':
			inside = !inside
		case c == ' ' && !inside:
			return b[:i]
		}
	}
	return b
}

func figure(b []byte, name string) float64 {
	at := bytes.Index(b, []byte(name))
	if at < 0 {
		return -1
	}
	b = b[at+len(name):]
	n := run(b, func(c byte) bool { return isDigit(c) || c == '.' })
	v, err := strconv.ParseFloat(string(b[:n]), 64)
	if err != nil {
		return -1
	}
	return v
}

// jsonPlan reads a plan in JSON form.
func jsonPlan(body []byte) (statement []byte, relations []relation) {
	d := jx.DecodeBytes(body)
	err := d.ObjBytes(func(d *jx.Decoder, key []byte) error {
		switch string(key) {
		case "Query Text":
			s, err := d.StrAppend(nil)
			statement = s
			return err
		case "Plan":
			return planNode(d, &relations, 0)
		}
		return d.Skip()
	})
	if err != nil {
		return nil, nil
	}
	return statement, relations
}

// planNode reads one node and those below it.
func planNode(d *jx.Decoder, relations *[]relation, depth int) error {
	if depth > maxDepth || len(*relations) >= maxRelations {
		return d.Skip()
	}
	var name, schema string
	rows, loops := -1.0, -1.0
	at := len(*relations)
	err := d.ObjBytes(func(d *jx.Decoder, key []byte) (err error) {
		switch string(key) {
		case "Relation Name":
			name, err = d.Str()
		case "Schema":
			schema, err = d.Str()
		case "Actual Rows":
			rows, err = d.Float64()
		case "Actual Loops":
			loops, err = d.Float64()
		case "Plans":
			return d.Arr(func(d *jx.Decoder) error { return planNode(d, relations, depth+1) })
		default:
			return d.Skip()
		}
		return err
	})
	if err != nil || name == "" {
		return err
	}
	r := relation{name: identifier(name), rows: event.Unknown}
	if schema != "" {
		r.name = identifier(schema) + "." + r.name
	}
	r.set(rows, loops)
	*relations = append((*relations)[:at], append([]relation{r}, (*relations)[at:]...)...)
	return nil
}

// identifier writes a name as SQL would have it, quoted where it must be.
func identifier(name string) string {
	for i := range len(name) {
		c := name[i]
		if !(c >= 'a' && c <= 'z' || c == '_' || c >= 0x80 || i > 0 && (isDigit(c) || c == '$')) {
			return `"` + string(bytes.ReplaceAll([]byte(name), []byte(`"`), []byte(`""`))) + `"`
		}
	}
	return name
}
