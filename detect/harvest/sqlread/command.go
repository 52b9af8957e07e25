package sqlread

import "strconv"

// copy reads what follows COPY.
func (p *Parser) copy(lo, hi int) Statement {
	lo = p.past(lo, hi, "binary")
	st := Statement{Kind: CopyOut}
	var i int
	if p.is(lo, hi, "(") {
		st.Reads = p.query(lo+1, min(p.close[lo], hi), scope{})
		i = p.skip(lo, hi)
	} else {
		var table string
		table, i = p.table(lo, hi)
		if table == "" {
			return Statement{}
		}
		st.Target = table
		if p.is(i, hi, "(") {
			st.Columns = p.names(i+1, min(p.close[i], hi))
			i = p.skip(i, hi)
		}
		st.Reads = []Read{{Table: table, Limit: -1, Star: len(st.Columns) == 0, Columns: st.Columns}}
	}
	switch {
	case p.is(i, hi, "from"):
		return Statement{Kind: Write, Target: st.Target, Columns: st.Columns}
	case !p.is(i, hi, "to"):
		return Statement{}
	case p.is(i+1, hi, "stdout"):
		st.Destination = "stdout"
	case p.is(i+1, hi, "program"):
		st.Destination = "program"
	default:
		st.Destination = "file"
	}
	return st
}

// names reads a list of names.
func (p *Parser) names(lo, hi int) []string {
	var out []string
	for i := lo; i < hi && len(out) < maxColumns; i++ {
		if k := p.tokens[i].kind; (k == word || k == name) && (i == lo || p.is(i-1, hi, ",")) {
			out = append(out, p.tokens[i].text)
		}
	}
	return out
}

// declare reads what follows DECLARE.
func (p *Parser) declare(lo, hi int) Statement {
	cursor, _ := p.table(lo, hi)
	from := p.find(lo, hi, "for")
	if cursor == "" || from < 0 {
		return Statement{}
	}
	return Statement{Kind: Declare, Cursor: cursor, Reads: p.query(from+1, hi, scope{})}
}

// fetch reads what follows FETCH: [direction] [FROM | IN] cursor.
func (p *Parser) fetch(lo, hi int) Statement {
	st := Statement{Kind: Fetch, Count: 1}
	i := lo
	switch {
	case p.is(i, hi, "next", "prior", "first", "last") && i+1 < hi:
		i++
	case p.is(i, hi, "absolute", "relative"):
		i = p.pastNumber(i+1, hi, nil)
	case p.is(i, hi, "forward", "backward") && i+1 < hi:
		i = p.pastNumber(i+1, hi, &st.Count)
	default:
		i = p.pastNumber(i, hi, &st.Count)
	}
	i = p.past(i, hi, "from", "in")
	st.Cursor, _ = p.table(i, hi)
	if st.Cursor == "" {
		return Statement{}
	}
	return st
}

// pastNumber reads an optional number or ALL into n.
func (p *Parser) pastNumber(i, hi int, n *int64) int {
	if p.is(i, hi, "all") && i+1 < hi {
		if n != nil {
			*n = All
		}
		return i + 1
	}
	if p.is(i, hi, "-", "+") {
		i++
	}
	if i < hi && p.tokens[i].kind == number {
		if v, err := strconv.ParseInt(p.tokens[i].text, 10, 64); err == nil && n != nil {
			*n = v
		}
		return i + 1
	}
	return i
}

// create reads what follows CREATE.
func (p *Parser) create(lo, hi int) Statement {
	at := p.find(lo, hi, "table", "view", "(")
	if at < 0 || p.is(at, hi, "(") {
		return Statement{}
	}
	stores := p.is(at, hi, "table") || p.is(at-1, hi, "materialized")
	if !stores {
		return Statement{}
	}
	i := p.past(at+1, hi, "if", "not", "exists")
	target, i := p.table(i, hi)
	if target == "" {
		return Statement{}
	}
	if as := p.find(i, hi, "as"); as > 0 {
		return Statement{Kind: Stage, Target: target, Reads: p.query(as+1, hi, scope{})}
	}
	st := Statement{Kind: Create, Target: target}
	if p.is(i, hi, "(") {
		st.Columns = p.definitions(i+1, min(p.close[i], hi))
	}
	return st
}

// definitions reads the names of the columns of a CREATE TABLE.
func (p *Parser) definitions(lo, hi int) []string {
	var out []string
	for i := lo; i < hi && len(out) < maxColumns; {
		k := p.tokens[i].kind
		if (k == word || k == name) && !p.is(i, hi, "constraint", "primary", "unique", "foreign", "check", "exclude", "like") {
			out = append(out, p.tokens[i].text)
		}
		comma := p.find(i, hi, ",")
		if comma < 0 {
			break
		}
		i = comma + 1
	}
	return out
}

// insert reads what follows INSERT.
func (p *Parser) insert(lo, hi int) Statement {
	i := p.past(lo, hi, "into")
	target, i := p.table(i, hi)
	st := Statement{Kind: Write, Target: target}
	if p.is(i, hi, "as") {
		i += 2
	}
	if p.is(i, hi, "(") && !p.is(i+1, hi, "select", "with", "table", "values") {
		st.Columns = p.names(i+1, min(p.close[i], hi))
		i = p.skip(i, hi)
	}
	if from := p.find(i, hi, "select", "with", "table", "values", "("); from >= 0 {
		end := p.find(from, hi, "returning")
		if end < 0 {
			end = hi
		}
		if st.Reads = p.query(from, end, scope{}); len(st.Reads) > 0 {
			st.Kind = Stage
		}
	}
	return st
}

// write reads UPDATE, DELETE, MERGE and TRUNCATE. With RETURNING the rows that it
// changes go to the client.
func (p *Parser) write(lo, hi int) Statement {
	i := p.past(lo+1, hi, "from", "only", "table", "into")
	target, i := p.table(i, hi)
	st := Statement{Kind: Write, Target: target}
	returning := p.find(i, hi, "returning")
	if returning < 0 || target == "" {
		return st
	}
	r := Read{Table: target, Limit: -1}
	if where := p.find(i, returning, "where"); where > 0 {
		r.restrict(p.condition(where+1, returning), -1)
	}
	out := p.outputs(returning+1, hi)
	r.Star, r.Columns = out.star, out.columns("")
	st.Kind, st.Reads = Select, []Read{r}
	return st
}
