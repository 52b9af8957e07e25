package harvest

import (
	"cmp"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/detect/harvest/personal"
	"dwell/detect/harvest/sqlread"
	"dwell/event"
)

// claimKey is what a finding is about: who read a table, with which program, from where.
type claimKey struct {
	Table                   tableKey
	User, Application, Host string
	// Odd tells reads outside of the hours of a routine from the routine.
	Odd bool
}

func (k claimKey) compare(o claimKey) int {
	return cmp.Or(cmp.Compare(k.Table.Database, o.Table.Database), cmp.Compare(k.Table.Table, o.Table.Table),
		cmp.Compare(k.User, o.User), cmp.Compare(k.Application, o.Application), cmp.Compare(k.Host, o.Host), fold.FalseFirst(k.Odd, o.Odd))
}

// claim is the reads behind one finding, with what follows from all of them.
type claim struct {
	key      claimKey
	execs    []*execution
	marks    fold.Marks
	days     []int64 // on which it happened
	hours    [24]int // days by hour of the day
	routine  bool
	unnamed  bool // the lines do not name the account, so its other work is not known
	times    int64
	failed   int64
	taken    yield
	columns  []string
	personal []string // classes
	byName   bool     // personal by the name of the table alone
	copied   []string // tables that rows were staged in
	outputs  []string // of COPY: program, file
}

// claims groups the executions.
func (y *survey) claims() []*claim {
	groups := map[claimKey]*claim{}
	for _, e := range y.execs {
		key := claimKey{Table: e.table, User: e.Who.User, Application: e.Who.Application, Host: e.Who.Host}
		c, ok := groups[key]
		if !ok {
			c = &claim{key: key}
			groups[key] = c
		}
		c.execs = append(c.execs, e)
	}
	var out []*claim
	for _, c := range groups {
		out = append(out, c.split()...)
	}
	slices.SortFunc(out, func(a, b *claim) int { return a.key.compare(b.key) })
	for _, c := range out {
		y.conclude(c)
	}
	return out
}

// A routine is a read that comes back on routineDays days at the same hour, give or
// take one, and at that hour on most of its days.
const (
	routineDays  = 3
	routineShare = 0.6
)

// split looks for a routine, and parts the reads outside of its hours from it.
func (c *claim) split() []*claim {
	c.habits()
	at, share := c.usualHour()
	if len(c.days) < routineDays || share < routineShare {
		return []*claim{c}
	}
	usual, odd := &claim{key: c.key}, &claim{key: c.key}
	odd.key.Odd = true
	for _, e := range c.execs {
		if near(hourOfDay(e.Marks.First.Time), at) {
			usual.execs = append(usual.execs, e)
		} else {
			odd.execs = append(odd.execs, e)
		}
	}
	usual.habits()
	usual.routine = len(usual.days) >= routineDays
	if len(odd.execs) == 0 || !usual.routine {
		c.routine = usual.routine
		return []*claim{c}
	}
	odd.habits()
	return []*claim{usual, odd}
}

// habits counts days and hours of the reads.
func (c *claim) habits() {
	seen := map[[2]int64]bool{}
	for _, e := range c.execs {
		offset := int64(e.Marks.First.Time.Offset) * 1e9
		for _, h := range e.Hours.Members {
			local := h*hour + offset
			one := [2]int64{local / day, local % day / hour}
			if !seen[one] {
				seen[one] = true
				c.hours[((one[1]%24)+24)%24]++
				if !slices.Contains(c.days, one[0]) {
					c.days = append(c.days, one[0])
				}
			}
		}
	}
	slices.Sort(c.days)
}

// usualHour returns the hour around which most days have a read, and their share.
func (c *claim) usualHour() (at int, share float64) {
	best, all := 0, 0
	for h := range c.hours {
		all += c.hours[h]
		if n := c.hours[(h+23)%24] + c.hours[h] + c.hours[(h+1)%24]; n > best {
			best, at = n, h
		}
	}
	if all == 0 {
		return 0, 0
	}
	return at, float64(best) / float64(all)
}

// sameHour reports whether all reads came at the same hour, give or take one.
func (c *claim) sameHour() bool {
	_, share := c.usualHour()
	return share == 1
}

// near reports whether two hours of the day are at most one apart.
func near(a, b int) bool {
	d := (a - b + 24) % 24
	return d <= 1 || d == 23
}

// conclude adds up what the reads of a claim took.
func (y *survey) conclude(c *claim) {
	slices.SortFunc(c.execs, func(a, b *execution) int {
		return cmp.Or(a.Marks.First.Time.Compare(b.Marks.First.Time), a.Marks.First.Ref.Compare(b.Marks.First.Ref))
	})
	t := y.about(c.key.Table)
	for _, e := range c.execs {
		weigh := e.Marks
		for i := range weigh.Top {
			weigh.Top[i].Weight = max(weigh.Top[i].Weight, e.Rows)
		}
		c.marks.Merge(&weigh)
		c.times += e.Times
		c.unnamed = c.unnamed || e.unnamed
		c.failed += e.Failed
		c.columns = union(c.columns, e.columnsOf(t))
		if e.Facts.Way == wayStage && e.Facts.Target != "" {
			c.copied = union(c.copied, []string{e.Facts.Target})
		}
		if e.Facts.Destination == "program" || e.Facts.Destination == "file" {
			c.outputs = union(c.outputs, []string{e.Facts.Destination})
		}
	}
	c.taken = c.add(y)
	c.classify(y, t)
}

// union adds to a sorted set.
func union(set, more []string) []string {
	for _, s := range more {
		if at, found := slices.BinarySearch(set, s); !found {
			set = slices.Insert(set, at, s)
		}
	}
	return set
}

// columnsOf returns the columns that come out: those that the text names, or all that
// any statement ever named.
func (e *execution) columnsOf(t *table) []string {
	var known []string
	if t != nil {
		known = t.Columns.Members
	}
	if e.Facts.Star || e.Facts.Through || len(e.Facts.Columns) == 0 {
		return known
	}
	if !e.Facts.Joined || len(known) == 0 {
		return e.Facts.Columns
	}
	var own []string
	for _, c := range e.Facts.Columns {
		if slices.Contains(known, c) {
			own = append(own, c)
		}
	}
	return own
}

// classify says which personal data came out.
func (c *claim) classify(y *survey, t *table) {
	name := c.key.Table.Table
	c.personal = personal.Classes(name, c.columns)
	if t != nil && len(c.personal) == 0 {
		for _, source := range t.Copied.Members { // a copy of a table of people
			from := y.resolve(c.key.Table.Database, source)
			if o := y.about(from); o != nil {
				c.personal = union(c.personal, personal.Classes(from.Table, o.Columns.Members))
			}
			if len(c.personal) == 0 && personal.People(from.Table) {
				c.personal = []string{personal.Record}
			}
		}
	}
	known := t != nil && len(t.Columns.Members) > 0
	if len(c.personal) == 0 && !known && personal.People(name) {
		c.personal, c.byName = []string{personal.Record}, true
	}
}

// add combines the bounds of all reads. Rows of one read may come again in another, so
// a union lies between the largest and the sum; reads of the whole table hold all.
func (c *claim) add(y *survey) yield {
	out := yield{Rows: event.Unknown, High: 0, Exact: true}
	sum, estimate := int64(0), int64(0)
	largest := c.execs[0]
	for _, e := range c.execs {
		if e.Whole && !largest.Whole || e.Whole == largest.Whole && (e.Rows > largest.Rows || e.Rows == largest.Rows && e.Exact && !largest.Exact) {
			largest = e
		}
		out.Low = max(out.Low, e.Low)
		if e.Sum < 0 || sum < 0 {
			sum = event.Unknown
		} else {
			sum += e.Sum
		}
		if e.Rows >= 0 {
			estimate += e.several()
		}
	}
	out.Rule, out.Whole = largest.Rule, largest.Whole
	if len(c.execs) == 1 && c.times+c.failed <= 1 || out.Whole {
		out.Rows, out.High, out.Exact = largest.Rows, largest.High, largest.Exact
		if out.Whole {
			c.whole(&out)
		}
		return out
	}
	n := y.size(c.key.Table, c.execs[len(c.execs)-1].Marks.Last.Time)
	out.Exact = false
	out.High = sum
	if n.High >= 0 && (sum < 0 || sum > n.High) {
		out.High = max(n.High, out.Low)
	}
	if largest.Rows >= 0 {
		out.Rows = max(estimate, out.Low)
		if out.High >= 0 {
			out.Rows = min(out.Rows, out.High)
		}
	}
	if c.times > 1 {
		out.Rule = largest.Rule + "; " + ruleSeveral
	}
	return out
}

// whole bounds the union of reads of which some were of the whole table: it is at least
// the largest that is proven, and at most the largest size.
func (c *claim) whole(out *yield) {
	for _, e := range c.execs {
		if !e.Whole {
			continue
		}
		if e.High < 0 {
			out.High = event.Unknown
		} else if out.High >= 0 {
			out.High = max(out.High, e.High)
		}
	}
	if out.High >= 0 && out.Low > out.High {
		out.High = out.Low
	}
	if out.Rows >= 0 {
		out.Rows = max(out.Rows, out.Low)
	}
	out.Exact = out.Exact && out.Low == out.High
}

// several estimates the distinct rows of all times that a text was executed: the same
// text gives the same rows, unless it has parameters.
func (e *execution) several() int64 {
	if !e.Facts.Parameters || e.Sum < 0 || e.counted() < 0 {
		return e.Rows
	}
	return e.Sum
}

// trifling reports whether the reads of a claim are too small to speak of.
func (c *claim) trifling() bool {
	return c.taken.High >= 0 && c.taken.High < floorRows
}

// programs that people type SQL into, by the application name that they set.
var interactive = []string{
	"psql", "pgcli", "pgadmin", "dbeaver", "datagrip", "tableplus", "navicat", "heidisql", "azure data studio", "dbvisualizer",
	"sqlgate", "postico", "beekeeper", "toad", "orange", "sqlectron", "adminer", "phppgadmin", "intellij", "sqlworkbench",
}

// dumpers are programs that read whole tables by design.
var dumpers = []string{"pg_dump", "pg_dumpall", "pg_restore", "pg_basebackup", "barman", "pgbackrest", "wal-g", "ora2pg", "pgloader", "debezium"}

// jobNames are parts of the names of accounts that backups, replication and exports use.
var jobNames = []string{"backup", "bkup", "pgbackrest", "barman", "dumper", "repl", "etl", "batch", "export", "archive"}

// jobAccount reports whether an account is named for such a job.
func jobAccount(user string) bool { return anyOf(user, jobNames) }

func anyOf(text string, names []string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(names, func(n string) bool { return strings.Contains(text, n) })
}

// dumps reports whether the program, or the form of the statements, is that of a dump.
func (c *claim) dumps() bool {
	return anyOf(c.key.Application, dumpers) || slices.ContainsFunc(c.execs, func(e *execution) bool {
		return e.Facts.Way == wayCursor && e.Facts.Cursor == dumpCursor
	})
}

// wholeIntended reports whether some read asked for all rows.
func (c *claim) wholeIntended() bool {
	return slices.ContainsFunc(c.execs, func(e *execution) bool {
		return e.Facts.Extent == sqlread.Whole && e.Facts.Limit < 0
	})
}
