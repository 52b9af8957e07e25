package sqlread

// Kind is what a statement does, as far as data that leaves is concerned.
type Kind uint8

// The kinds of statements.
const (
	Other   Kind = iota
	Select       // rows go to the client
	CopyOut      // COPY ... TO
	Declare      // a cursor is opened; rows follow with Fetch
	Fetch        // rows of a cursor go to the client
	Stage        // rows are copied into another table
	Write        // INSERT, UPDATE, DELETE, TRUNCATE, COPY FROM
	Create       // CREATE TABLE with its columns
)

// All is the Count of a FETCH ALL.
const All = -1

// Statement is what one statement says.
type Statement struct {
	Kind        Kind
	Reads       []Read
	Cursor      string   // of Declare and Fetch
	Count       int64    // of Fetch: rows at most, or All
	Target      string   // the table that Stage, Write and Create name, and a COPY of no query
	Columns     []string // that Create, Write and COPY of a table list
	Destination string   // of CopyOut: "stdout", "program", "file"
}

// Extent is how much of a table a statement lets through.
type Extent uint8

// The extents, widest first.
const (
	Whole   Extent = iota // no condition
	Partial               // a condition, a join or a sample
	Point                 // a condition on a key
)

// Read is one table that a statement reads.
type Read struct {
	Table     string // "public.member", or "member" when no schema is written
	Extent    Extent
	Limit     int64 // rows of the result at most, -1 without
	Filtered  bool  // by a condition, a limit or a grouping, not just by a join
	Joined    bool  // with other tables, so rows of the result are not rows of this one
	Aggregate bool  // only aggregates of it come out
	Collected bool  // its values come out, many in one row (string_agg)
	Filter    bool  // it only decides which rows of others come out
	Star      bool  // all its columns come out
	Columns   []string
}

// maxReads bounds the tables of one statement.
const maxReads = 64

// Parser reads statements. It keeps its buffers, and is for one goroutine. The zero
// Parser is ready.
type Parser struct {
	tokens []token
	close  []int // for an opening bracket, where it closes (len when it does not)
	open   []int
	depth  int
}

// maxDepth bounds nested queries; the server itself gives up near its stack limit.
const maxDepth = 64

// Parse reads the statements of a text, which may be several. What it returns holds
// parts of the text and is the caller's.
func (p *Parser) Parse(s string) []Statement {
	p.tokens, p.depth = lex(s, p.tokens[:0]), 0
	p.match()
	var out []Statement
	for lo := 0; lo < len(p.tokens); {
		hi := p.find(lo, len(p.tokens), ";")
		if hi < 0 {
			hi = len(p.tokens)
		}
		if hi > lo {
			st := p.statement(lo, hi)
			if len(st.Reads) > maxReads {
				st.Reads = st.Reads[:maxReads]
			}
			out = append(out, st)
		}
		lo = hi + 1
	}
	clear(p.tokens) // let go of the text
	return out
}

// match pairs the brackets.
func (p *Parser) match() {
	p.close, p.open = p.close[:0], p.open[:0]
	for i, t := range p.tokens {
		p.close = append(p.close, len(p.tokens))
		if t.kind != mark {
			continue
		}
		switch t.text {
		case "(":
			p.open = append(p.open, i)
		case ")":
			if n := len(p.open); n > 0 {
				p.close[p.open[n-1]] = i
				p.open = p.open[:n-1]
			}
		}
	}
}

// is reports whether token i is one of the keywords or marks. Every keyword that
// is asked for must stand in keyword.go; a test holds that.
func (p *Parser) is(i, hi int, words ...string) bool {
	if i < 0 || i >= hi || !p.tokens[i].keyword {
		return false
	}
	for _, w := range words {
		if p.tokens[i].text == w {
			return true
		}
	}
	return false
}

// skip returns the token behind i, past a bracketed range that opens there.
func (p *Parser) skip(i, hi int) int {
	if p.is(i, hi, "(") {
		return min(p.close[i]+1, hi)
	}
	return i + 1
}

// find returns the first of the words outside of brackets, or -1.
func (p *Parser) find(lo, hi int, words ...string) int {
	for i := lo; i < hi; i = p.skip(i, hi) {
		if p.is(i, hi, words...) {
			return i
		}
	}
	return -1
}

// table reads a possibly qualified name; next is lo when there is none. A database
// before the schema is dropped.
func (p *Parser) table(lo, hi int) (table string, next int) {
	var parts []string
	i := lo
	for i < hi && (p.tokens[i].kind == word || p.tokens[i].kind == name) {
		parts = append(parts, p.tokens[i].text)
		i++
		if !p.is(i, hi, ".") {
			break
		}
		i++
	}
	if len(parts) == 0 {
		return "", lo
	}
	return join(parts), i
}

func join(parts []string) string {
	if len(parts) > 2 {
		parts = parts[len(parts)-2:]
	}
	if len(parts) == 2 {
		return parts[0] + "." + parts[1]
	}
	return parts[0]
}

// statement reads one statement.
func (p *Parser) statement(lo, hi int) Statement {
	switch {
	case p.is(lo, hi, "select", "with", "table", "values", "("):
		return p.selection(lo, hi)
	case p.is(lo, hi, "copy"):
		return p.copy(lo+1, hi)
	case p.is(lo, hi, "declare"):
		return p.declare(lo+1, hi)
	case p.is(lo, hi, "fetch"):
		return p.fetch(lo+1, hi)
	case p.is(lo, hi, "prepare"):
		if as := p.find(lo+1, hi, "as"); as > 0 && p.depth < maxDepth {
			p.depth++
			defer func() { p.depth-- }()
			return p.statement(as+1, hi)
		}
	case p.is(lo, hi, "create"):
		return p.create(lo+1, hi)
	case p.is(lo, hi, "insert"):
		return p.insert(lo+1, hi)
	case p.is(lo, hi, "update", "delete", "truncate", "merge"):
		return p.write(lo, hi)
	}
	return Statement{}
}

// selection reads a SELECT; with INTO it stages.
func (p *Parser) selection(lo, hi int) Statement {
	st := Statement{Kind: Select, Reads: p.query(lo, hi, scope{})}
	if into := p.find(lo, hi, "into"); into > 0 && p.is(lo, hi, "select") {
		st.Kind = Stage
		st.Target, _ = p.table(p.past(into+1, hi, "temporary", "temp", "unlogged", "table"), hi)
	}
	return st
}

// past returns the first token from i on that is none of the words.
func (p *Parser) past(i, hi int, words ...string) int {
	for p.is(i, hi, words...) {
		i++
	}
	return i
}
