package harvest

import (
	"dwell/event"
)

// sources is how many kinds of lines tell of executions: text, pgaudit, plan.
const sources = 3

// relation is the ordinary use of a table by an account: reads that are not large.
type relation struct {
	Lines [sources]int64 // by event.QuerySource
	Days  smallest[int64]
	Rows  int64 // of the largest of them
	// Unmeasured counts reads with a condition whose rows nothing tells.
	Unmeasured int64
}

// maxDays bounds the days of a habit: two years and more.
const maxDays = 800

// used counts one line of ordinary use.
func (r *relation) used(q *event.DatabaseQuery) {
	if int(q.Source) < sources {
		r.Lines[q.Source]++
	}
	r.Rows = max(r.Rows, min(q.Rows, mostRows))
	if q.Rows < 0 {
		r.Unmeasured++
	}
	r.Days.add(q.Time.Nanos/day, maxDays)
}

// statements returns the number of executions.
func (r *relation) statements() int64 { return max(r.Lines[0], r.Lines[1], r.Lines[2]) }

func (r *relation) merge(o *relation) {
	for i := range r.Lines {
		r.Lines[i] += o.Lines[i]
	}
	r.Days.merge(&o.Days, maxDays)
	r.Rows = max(r.Rows, o.Rows)
	r.Unmeasured += o.Unmeasured
}

// principal is when, from where and with what an account works.
type principal struct {
	Hours    [24]int64 // lines by hour of the day, in the server's zone
	Clients  census
	Programs census
	Lines    int64
}

// active counts one line of an account.
func (d *Detector) active(q *event.DatabaseQuery) {
	key := accountKey{q.Database, q.User}
	p, ok := d.state.Principals.Lookup(key)
	if !ok {
		if p = d.state.Principals.At(accountKey{cut(q.Database), cut(q.User)}); p == nil {
			return
		}
	}
	p.Lines++
	p.Hours[hourOfDay(q.Time)]++
	p.Clients.add(q.ClientHost, 1)
	p.Programs.add(q.Application, 1)
}

func (p *principal) merge(o *principal) {
	for i := range p.Hours {
		p.Hours[i] += o.Hours[i]
	}
	p.Lines += o.Lines
	p.Clients.merge(&o.Clients)
	p.Programs.merge(&o.Programs)
}

// census counts the lines of each of a few names.
type census struct {
	Lines map[string]int64
	Many  bool // so many names that none is odd; Lines is then empty
}

// maxNames bounds the names of a census. Beyond it all are let go, since which came
// first must not matter.
const maxNames = 256

func (c *census) add(name string, lines int64) {
	if name == "" || c.Many {
		return
	}
	if c.Lines == nil {
		c.Lines = map[string]int64{}
	}
	if _, ok := c.Lines[name]; !ok {
		name = cut(name)
	}
	c.Lines[name] += lines
	if len(c.Lines) > maxNames {
		c.Lines, c.Many = nil, true
	}
}

func (c *census) merge(o *census) {
	if o.Many {
		c.Lines, c.Many = nil, true
	}
	for name, lines := range o.Lines {
		c.add(name, lines)
	}
}

// share returns the share of all lines under a name, less some of them. ok is false
// when there is nothing to compare with.
func (c *census) share(name string, less, all int64) (share float64, ok bool) {
	if name == "" || c.Many || len(c.Lines) < 2 {
		return 0, false
	}
	return float64(max(0, c.Lines[name]-less)) / float64(all), true
}

func hourOfDay(t event.Time) int { return t.Local().Hour() }

// table is what statements say of a table.
type table struct {
	Columns smallest[string] // that any statement names as its own
	Copied  smallest[string] // tables that rows were copied into it from
}

// The bounds of a table's columns and sources.
const (
	maxColumns = 256
	maxCopied  = 16
)

// columns takes the columns of a table down.
func (d *Detector) columns(database, name string, columns []string) {
	if name == "" || len(columns) == 0 || system(name) {
		return
	}
	if t := d.table(database, name); t != nil {
		for _, c := range columns {
			if _, known := find(t.Columns.Members, c); !known {
				t.Columns.add(cut(c), maxColumns)
			}
		}
	}
}

func (d *Detector) table(database, name string) *table {
	if t, ok := d.state.Tables.Lookup(tableKey{database, name}); ok {
		return t
	}
	return d.state.Tables.At(tableKey{cut(database), cut(name)})
}

func (t *table) merge(o *table) {
	t.Columns.merge(&o.Columns, maxColumns)
	t.Copied.merge(&o.Copied, maxCopied)
}
