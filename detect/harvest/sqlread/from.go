package sqlread

// item is one table, function or subquery of a FROM list.
type item struct {
	reads     []Read
	aliases   []string // names that columns are qualified with
	derived   bool     // a subquery or expression, whose reads know their columns
	preserved bool     // every row comes out, whatever the others hold
}

// How an item is joined to those before it.
const (
	joinCross = iota // comma or CROSS JOIN: drops no rows
	joinLeft         // drops no rows of the items before it
	joinInner
)

// fromList reads the items of FROM.
func (p *Parser) fromList(lo, hi int, visible scope) []item {
	var items []item
	var joins []int
	kind := joinCross
	for i := lo; i < hi && len(items) < maxReads; {
		it, next := p.item(i, hi, visible)
		items, joins = append(items, it), append(joins, kind)
		var filters []Read
		kind, i, filters = p.joining(next, hi, visible)
		if len(filters) > 0 {
			items[len(items)-1].reads = append(items[len(items)-1].reads, filters...)
		}
	}
	for i := range items {
		items[i].preserved = preserved(joins, i)
	}
	return items
}

// preserved reports whether no join drops rows of item i.
func preserved(joins []int, i int) bool {
	for at, kind := range joins {
		switch {
		case at == 0 || kind == joinCross:
		case kind == joinLeft && at > i:
		default:
			return false
		}
	}
	return true
}

// item reads the item at i and returns what follows its alias.
func (p *Parser) item(i, hi int, visible scope) (item, int) {
	i = p.past(i, hi, "lateral", "only")
	var it item
	switch {
	case p.is(i, hi, "("):
		end := min(p.close[i], hi)
		if p.is(i+1, end, "select", "with", "values", "table", "(") {
			it.reads, it.derived = p.query(i+1, end, visible), true
		}
		if len(it.reads) == 0 && !p.is(i+1, end, "select", "with", "values", "table") && p.depth < maxDepth {
			p.depth++
			for _, inner := range p.fromList(i+1, end, visible) { // bracketed joins
				for _, r := range inner.reads {
					r.Joined = true
					if !inner.preserved {
						r.Extent = max(r.Extent, Partial)
					}
					it.reads = append(it.reads, r)
				}
				it.aliases = append(it.aliases, inner.aliases...)
			}
			p.depth--
		}
		i = p.skip(i, hi)
	default:
		table, next := p.table(i, hi)
		if next == i {
			return it, p.skip(i, hi)
		}
		i = next
		if p.is(i, hi, "(") { // a function
			i = p.skip(i, hi)
			break
		}
		if p.is(i, hi, "*") {
			i++
		}
		_, it.derived = visible.lookup(table)
		it.reads = p.named(table, Read{Limit: -1}, visible)
		it.aliases = []string{table, last(table)}
	}
	return p.alias(it, i, hi)
}

// clauseWords end an item, so that none of them is taken for its alias.
var clauseWords = []string{
	"on", "using", "join", "inner", "left", "right", "full", "cross", "natural", "tablesample", ",", ")",
	"where", "group", "order", "limit", "for", "union", "window", "having", "offset", "fetch", "with",
}

// alias reads "[AS] name [(columns)]" and a sample behind it.
func (p *Parser) alias(it item, i, hi int) (item, int) {
	if p.is(i, hi, "as") {
		i++
	}
	if i < hi && (p.tokens[i].kind == word || p.tokens[i].kind == name) && !p.is(i, hi, clauseWords...) {
		it.aliases = []string{p.tokens[i].text}
		i++
		if p.is(i, hi, "(") {
			i = p.skip(i, hi)
		}
	}
	if p.is(i, hi, "tablesample") {
		for k := range it.reads {
			it.reads[k].restrict(Partial, -1)
		}
		for i++; i < hi && !p.is(i, hi, clauseWords...); {
			i = p.skip(i, hi)
		}
	}
	return it, i
}

// joining reads what stands between two items: a comma, or the words of a join with
// the condition of the one before it.
func (p *Parser) joining(i, hi int, visible scope) (kind, next int, filters []Read) {
	kind = joinCross
	start := i
	for i < hi {
		switch {
		case p.is(i, hi, ","):
			return kind, i + 1, p.filters(start, i, visible)
		case p.is(i, hi, "left"):
			kind = joinLeft
		case p.is(i, hi, "right", "full", "natural", "inner"):
			kind = joinInner
		case p.is(i, hi, "join"):
			if kind == joinCross && !p.is(i-1, hi, "cross") {
				kind = joinInner
			}
			return kind, i + 1, p.filters(start, i, visible)
		}
		i = p.skip(i, hi)
	}
	return kind, hi, p.filters(start, hi, visible)
}

// filters reads the subqueries of a join's condition.
func (p *Parser) filters(lo, hi int, visible scope) []Read {
	reads := p.subqueries(lo, hi, visible)
	for i := range reads {
		reads[i].Filter = true
	}
	return reads
}

// last returns the part of a name behind its schema.
func last(table string) string {
	for i := len(table) - 1; i >= 0; i-- {
		if table[i] == '.' {
			return table[i+1:]
		}
	}
	return table
}
