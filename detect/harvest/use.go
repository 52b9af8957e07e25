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

// principal is when and from where an account works.
type principal struct {
	Hours   [24]int64 // lines by hour of the day, in the server's zone
	Clients map[string]int64
	Many    bool // so many clients that none is new; Clients is then empty
	Lines   int64
}

// maxClients bounds the clients that are kept of one account. Beyond it all are let
// go, since which came first must not matter.
const maxClients = 256

// active counts one line of an account.
func (d *Detector) active(q *event.DatabaseQuery) {
	key := accountKey{q.Database, q.User}
	p, ok := d.state.Principals.Entries[key]
	if !ok {
		if p = d.state.Principals.At(accountKey{cut(q.Database), cut(q.User)}); p == nil {
			return
		}
	}
	p.Lines++
	p.Hours[hourOfDay(q.Time)]++
	p.from(q.ClientHost, 1)
}

func (p *principal) from(client string, lines int64) {
	if client == "" || p.Many {
		return
	}
	if p.Clients == nil {
		p.Clients = map[string]int64{}
	}
	if _, ok := p.Clients[client]; !ok {
		client = cut(client)
	}
	p.Clients[client] += lines
	if len(p.Clients) > maxClients {
		p.Clients, p.Many = nil, true
	}
}

func (p *principal) merge(o *principal) {
	for i := range p.Hours {
		p.Hours[i] += o.Hours[i]
	}
	p.Lines += o.Lines
	if o.Many {
		p.Clients, p.Many = nil, true
	}
	for client, lines := range o.Clients {
		p.from(client, lines)
	}
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
	if t, ok := d.state.Tables.Entries[tableKey{database, name}]; ok {
		return t
	}
	return d.state.Tables.At(tableKey{cut(database), cut(name)})
}

func (t *table) merge(o *table) {
	t.Columns.merge(&o.Columns, maxColumns)
	t.Copied.merge(&o.Copied, maxCopied)
}
