package impact

import (
	"cmp"
	"slices"
	"strings"

	"dwell/event"
	"dwell/finding"
)

// table gathers the reads of one table.
type table struct {
	name       string
	reads      []*finding.Finding
	rows       Count
	records    Count
	principals []string
	personal   []string
	refs       []event.Ref
}

// tables sorts the reads by table. A read whose table is not known stands for one
// table of its own, without a name.
func tables(findings []finding.Finding) []*table {
	byName := map[string]*table{}
	var out []*table
	for i := range findings {
		f := &findings[i]
		if f.Taken == nil {
			continue
		}
		name := strings.ToLower(f.Taken.Table)
		t := byName[name]
		if t == nil {
			t = &table{name: f.Taken.Table}
			byName[name] = t
			out = append(out, t)
		}
		t.name = min(t.name, f.Taken.Table)
		t.reads = append(t.reads, f)
	}
	for _, t := range out {
		t.count()
	}
	slices.SortFunc(out, func(a, b *table) int {
		return cmp.Or(cmp.Compare(b.rows.Estimate, a.rows.Estimate), cmp.Compare(a.name, b.name))
	})
	return out
}

// rowsOf is what one read says of its rows.
func rowsOf(t *finding.Taken) Count {
	c := Count{Known: t.Rows >= 0 || t.Low > 0, Estimate: max(t.Rows, 0), Low: max(t.Low, 0), High: t.High, Exact: t.Exact}
	if c.High < 0 || !c.Known {
		c.High = Unbounded
	}
	if t.Exact {
		c.Low, c.High = c.Estimate, c.Estimate
	}
	return c.settled()
}

// count adds up the reads. The rows of all reads are a plain sum; the records are
// between the largest single read, whose rows are different records, and the sum,
// which would mean that no record was read twice.
func (t *table) count() {
	for i, f := range t.reads {
		rows := rowsOf(f.Taken)
		if i == 0 {
			t.rows, t.records = rows, rows
		} else {
			t.rows = t.rows.plus(rows)
			t.records.Known = t.records.Known || rows.Known
			t.records.Estimate = max(t.records.Estimate, rows.Estimate)
			t.records.Low = max(t.records.Low, rows.Low)
			t.records.High = addHigh(t.records.High, rows.High)
		}
		t.principals = append(t.principals, f.Taken.Principal)
		t.personal = append(t.personal, f.Taken.Personal...)
		t.refs = append(t.refs, f.Refs...)
	}
	if len(t.reads) > 1 {
		t.records.Exact = false
	}
	t.rows, t.records = t.rows.settled(), t.records.settled()
	t.principals, t.personal = names(t.principals), names(t.personal)
	slices.SortFunc(t.refs, event.Ref.Compare)
	t.refs = slices.Compact(t.refs)
}

// names sorts and leaves out what is empty or double; the result is never nil.
func names(list []string) []string {
	out := []string{}
	for _, n := range list {
		if n != "" {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// read is the table as the report shows it.
func (t *table) read() TableRead {
	rows := t.rows
	rows.Rule = t.rule()
	refs := t.refs
	if refs == nil {
		refs = []event.Ref{}
	}
	return TableRead{Table: t.name, Principals: t.principals, Rows: rows, Personal: t.personal, Refs: refs}
}

// rule says how the rows of the table were counted.
func (t *table) rule() string {
	var rules []string
	for _, f := range t.reads {
		rules = append(rules, f.Taken.Rule)
	}
	rules = names(rules)
	const shown = 3
	if len(rules) > shown {
		rules = append(rules[:shown:shown], "and others")
	}
	text := strings.Join(rules, "; ")
	if len(t.reads) == 1 {
		return text
	}
	if text == "" {
		return "sum of all reads"
	}
	return "sum of all reads: " + text
}
