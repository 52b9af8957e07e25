package sqlread

import "strconv"

// scope holds the common table expressions that are visible.
type scope struct {
	names  []string
	tables [][]Read
}

func (s scope) with(n string, reads []Read) scope {
	return scope{append(s.names[:len(s.names):len(s.names)], n), append(s.tables[:len(s.tables):len(s.tables)], reads)}
}

func (s scope) lookup(n string) ([]Read, bool) {
	for i := len(s.names) - 1; i >= 0; i-- {
		if s.names[i] == n {
			return s.tables[i], true
		}
	}
	return nil, false
}

// maxInner bounds the reads of one query, so that expressions that name each other
// cannot multiply without end.
const maxInner = 4 * maxReads

// query reads a query with its set operations.
func (p *Parser) query(lo, hi int, visible scope) []Read {
	if p.depth++; p.depth > maxDepth {
		p.depth--
		return nil
	}
	defer func() { p.depth-- }()
	if p.is(lo, hi, "with") {
		lo, visible = p.expressions(lo+1, hi, visible)
	}
	var reads []Read
	parts := 0
	for lo < hi {
		end := p.find(lo, hi, "union", "intersect", "except")
		if end < 0 {
			end = hi
		}
		part := p.simple(lo, end, visible)
		if end == hi && parts > 0 { // a limit at the end is the whole query's
			_, limit := p.limit(lo, end)
			for i := range reads {
				reads[i].restrict(Whole, limit)
			}
		}
		reads = append(reads, part...)
		parts++
		lo = p.past(end+1, hi, "all", "distinct")
		if len(reads) > maxInner {
			return reads[:maxInner]
		}
	}
	return reads
}

// expressions reads "name [(columns)] AS [[NOT] MATERIALIZED] (query), ..." and returns
// where the main query begins.
func (p *Parser) expressions(lo, hi int, visible scope) (int, scope) {
	i := p.past(lo, hi, "recursive")
	for i < hi {
		expression, next := p.table(i, hi)
		if next == i {
			break
		}
		i = next
		if p.is(i, hi, "(") {
			i = p.skip(i, hi)
		}
		i = p.past(i, hi, "as", "not", "materialized")
		if !p.is(i, hi, "(") {
			break
		}
		end := min(p.close[i], hi)
		reads := p.query(i+1, end, visible)
		if p.is(i+1, end, "insert", "update", "delete") {
			reads = p.statement(i+1, end).Reads
		}
		visible = visible.with(expression, reads)
		i = p.skip(i, hi)
		if !p.is(i, hi, ",") {
			break
		}
		i++
	}
	return i, visible
}

// simple reads one operand of a set operation.
func (p *Parser) simple(lo, hi int, visible scope) []Read {
	switch {
	case p.is(lo, hi, "("):
		reads := p.query(lo+1, min(p.close[lo], hi), visible)
		_, limit := p.limit(p.skip(lo, hi), hi)
		for i := range reads {
			reads[i].restrict(Whole, limit)
		}
		return reads
	case p.is(lo, hi, "table"):
		i := p.past(lo+1, hi, "only")
		table, i := p.table(i, hi)
		extent, limit := p.limit(i, hi)
		r := Read{Limit: -1, Star: true}
		r.restrict(extent, limit)
		return p.named(table, r, visible)
	case p.is(lo, hi, "select"):
		return p.level(lo+1, hi, visible)
	}
	return nil
}

// level reads one SELECT behind its first word.
func (p *Parser) level(lo, hi int, visible scope) []Read {
	from := p.from(lo, hi)
	listEnd := hi
	if from >= 0 {
		listEnd = from
	}
	if into := p.find(lo, listEnd, "into"); into >= 0 {
		listEnd = into
	}
	out := p.outputs(p.afterDistinct(lo, listEnd), listEnd)
	inList := p.subqueries(lo, listEnd, visible)
	for i := range inList { // a scalar subquery gives one value for each row
		inList[i].Joined = true
		inList[i].restrict(Partial, -1)
	}
	if from < 0 {
		return inList
	}
	tail := p.find(from+1, hi, "where", "group", "having", "window", "order", "limit", "offset", "fetch", "for")
	if tail < 0 {
		tail = hi
	}
	extent, filters := p.conditions(tail, hi, visible)
	limited, limit := p.limit(tail, hi)
	grouped := p.find(tail, hi, "group") >= 0
	items := p.fromList(from+1, tail, visible)
	var reads []Read
	for i := range items {
		item := &items[i]
		for _, r := range item.reads {
			r.restrict(max(extent, limited), limit)
			r.Joined = r.Joined || len(items) > 1
			if len(items) > 1 && !item.preserved {
				r.Extent = max(r.Extent, Partial)
			}
			if grouped { // one row for each group
				r.restrict(Partial, -1)
			}
			r.Aggregate = r.Aggregate || out.onlyAggregates && !grouped
			r.Collected = r.Collected || out.collects
			r.project(out, item)
			reads = append(reads, r)
		}
	}
	return append(append(reads, inList...), filters...)
}

// from returns the FROM of a SELECT; "is distinct from" is another.
func (p *Parser) from(lo, hi int) int {
	for i := lo; ; i++ {
		at := p.find(i, hi, "from", "union", "intersect", "except")
		if at < 0 || !p.is(at, hi, "from") {
			return -1
		}
		if !p.is(at-1, hi, "distinct") || !p.is(at-2, hi, "is", "not") {
			return at
		}
		i = at
	}
}

func (p *Parser) afterDistinct(lo, hi int) int {
	i := p.past(lo, hi, "all", "distinct")
	if i > lo && p.is(i, hi, "on") && p.is(i+1, hi, "(") {
		return p.skip(i+1, hi)
	}
	return i
}

// conditions reads WHERE and the tables in the subqueries of the clauses behind FROM.
func (p *Parser) conditions(lo, hi int, visible scope) (Extent, []Read) {
	extent := Whole
	if where := p.find(lo, hi, "where"); where >= 0 {
		end := p.find(where+1, hi, "group", "having", "window", "order", "limit", "offset", "fetch", "for")
		if end < 0 {
			end = hi
		}
		extent = p.condition(where+1, end)
	}
	filters := p.subqueries(lo, hi, visible)
	for i := range filters {
		filters[i].Filter = true
	}
	return extent, filters
}

// subqueries reads the queries in brackets, at any depth of expressions.
func (p *Parser) subqueries(lo, hi int, visible scope) []Read {
	var reads []Read
	for i := lo; i < hi; i++ {
		if p.is(i, hi, "(") && p.is(i+1, hi, "select", "with", "table") && len(reads) < maxInner {
			end := min(p.close[i], hi)
			reads = append(reads, p.query(i+1, end, visible)...)
			i = end
		}
	}
	return reads
}

// limit reads LIMIT and FETCH FIRST. The extent is Partial when the number is not
// in the text.
func (p *Parser) limit(lo, hi int) (Extent, int64) {
	at := p.find(lo, hi, "limit", "fetch")
	if at < 0 {
		return Whole, -1
	}
	i := at + 1
	if p.is(at, hi, "fetch") {
		i = p.past(i, hi, "first", "next")
		if p.is(i, hi, "row", "rows") {
			return Partial, 1
		}
	}
	if p.is(i, hi, "all", "null") {
		return Whole, -1
	}
	if i < hi && p.tokens[i].kind == number {
		if n, err := strconv.ParseInt(p.tokens[i].text, 10, 64); err == nil && n >= 0 {
			return Partial, n
		}
	}
	return Partial, -1
}

// restrict narrows a read.
func (r *Read) restrict(e Extent, limit int64) {
	r.Extent = max(r.Extent, e)
	r.Filtered = r.Filtered || e > Whole || limit >= 0
	if limit >= 0 && (r.Limit < 0 || limit < r.Limit) {
		r.Limit = limit
	}
	if limit >= 0 {
		r.Extent = max(r.Extent, Partial)
	}
}

// named gives the reads behind a name: the table itself, or what a common table
// expression of that name reads.
func (p *Parser) named(table string, outer Read, visible scope) []Read {
	if table == "" {
		return nil
	}
	if inner, ok := visible.lookup(table); ok {
		reads := append([]Read(nil), inner...)
		for i := range reads {
			reads[i].restrict(outer.Extent, outer.Limit) // TABLE x LIMIT n
		}
		return reads
	}
	outer.Table = table
	return []Read{outer}
}
