package sqlread

import "slices"

// maxColumns bounds the columns that are kept of one statement.
const maxColumns = 256

// column is a column that comes out, with the alias it is qualified with.
type column struct{ alias, name string }

// output is what the list of a SELECT lets out.
type output struct {
	star           bool     // *
	stars          []string // aliases of "m.*"
	named          []column
	onlyAggregates bool
	collects       bool
}

// Functions that make one value of many rows. The collecting ones hold the values
// of all rows in it.
var (
	aggregates = []string{
		"count", "sum", "avg", "min", "max", "stddev", "stddev_pop", "stddev_samp", "variance", "var_pop", "var_samp",
		"bool_and", "bool_or", "every", "bit_and", "bit_or", "corr", "percentile_cont", "percentile_disc", "mode",
		"regr_slope", "regr_intercept", "regr_r2", "regr_count", "covar_pop", "covar_samp",
	}
	collectors = []string{
		"string_agg", "array_agg", "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg", "xmlagg", "range_agg",
	}
)

// outputs reads the list of a SELECT or a RETURNING.
func (p *Parser) outputs(lo, hi int) output {
	out := output{onlyAggregates: hi > lo}
	counted := false
	for i := lo; i < hi; {
		end := p.find(i, hi, ",")
		if end < 0 {
			end = hi
		}
		aggregate, constant := p.expression(i, end, &out)
		counted = counted || aggregate
		out.onlyAggregates = out.onlyAggregates && (aggregate || constant)
		i = end + 1
	}
	// "select 1 from member" gives a row for each of the table.
	out.onlyAggregates = out.onlyAggregates && counted
	return out
}

// expression reads one item of the list.
func (p *Parser) expression(lo, hi int, out *output) (aggregate, constant bool) {
	if p.is(lo, hi, "*") && hi == lo+1 {
		out.star = true
		return false, false
	}
	constant = true
	for i := lo; i < hi; i++ {
		t := p.tokens[i]
		switch {
		case p.is(i, hi, "(") && p.is(i+1, hi, "select", "with"):
			i = min(p.close[i], hi) // read as a subquery
			constant = false
			continue
		case t.kind == word && p.is(i+1, hi, "("):
			behind := p.skip(i+1, hi)
			behind = p.pastFilter(behind, hi)
			if slices.Contains(collectors, t.text) {
				out.collects = true
			}
			if slices.Contains(aggregates, t.text) || slices.Contains(collectors, t.text) {
				aggregate = aggregate || !p.is(behind, hi, "over")
			}
			if slices.Contains(aggregates, t.text) && !p.is(behind, hi, "over") && t.text != "min" && t.text != "max" {
				i = p.skip(i+1, hi) - 1 // what is counted does not come out
			}
			continue
		case p.is(i, hi, "as") && i > lo:
			return aggregate, constant
		case t.kind == word && slices.Contains(noColumns, t.text):
			constant = constant && slices.Contains(constants, t.text)
			continue
		case t.kind != word && t.kind != name:
			continue
		}
		constant = false
		i = p.column(i, hi, out)
	}
	return aggregate, constant
}

// pastFilter returns what follows "FILTER (...)" and "WITHIN GROUP (...)".
func (p *Parser) pastFilter(i, hi int) int {
	for p.is(i, hi, "filter", "within", "group") {
		i = p.past(i, hi, "filter", "within", "group")
		i = p.skip(i, hi)
	}
	return i
}

// Words of expressions that are no columns, and those of them that are constants.
var (
	constants = []string{"null", "true", "false", "current_date", "current_timestamp", "current_user", "now"}
	noColumns = append([]string{
		"case", "when", "then", "else", "end", "and", "or", "not", "is", "in", "like", "ilike", "between", "distinct",
		"from", "for", "over", "partition", "by", "order", "asc", "desc", "filter", "where", "within", "group",
		"interval", "collate", "at", "time", "zone", "any", "some", "exists", "array", "row",
	}, constants...)
)

// column reads "name", "alias.name", "schema.table.name" or "alias.*" and returns its
// last token.
func (p *Parser) column(i, hi int, out *output) int {
	if p.is(i-1, hi, ":") { // the type of a cast
		return i
	}
	var parts []string
	for {
		parts = append(parts, p.tokens[i].text)
		if !p.is(i+1, hi, ".") || i+2 >= hi {
			break
		}
		if p.is(i+2, hi, "*") {
			out.stars = append(out.stars, join(parts))
			return i + 2
		}
		if k := p.tokens[i+2].kind; k != word && k != name {
			break
		}
		i += 2
	}
	if len(out.named) < maxColumns {
		c := column{name: parts[len(parts)-1]}
		if len(parts) > 1 {
			c.alias = join(parts[:len(parts)-1])
		}
		out.named = append(out.named, c)
	}
	return i
}

// columns returns the columns that are qualified with the alias or with none.
func (o *output) columns(alias string) []string {
	var out []string
	for _, c := range o.named {
		if (c.alias == "" || c.alias == alias || last(c.alias) == alias) && !slices.Contains(out, c.name) {
			out = append(out, c.name)
		}
	}
	return out
}

// project says which columns of the read come out. Those of a subquery were said
// when it was read; the outer list can only leave some out, which is not followed.
func (r *Read) project(o output, it *item) {
	if it.derived || r.Filter {
		return
	}
	r.Star = r.Star || o.star
	for _, alias := range it.aliases {
		r.Star = r.Star || slices.Contains(o.stars, alias)
		for _, c := range o.columns(alias) {
			if !slices.Contains(r.Columns, c) {
				r.Columns = append(r.Columns, c)
			}
		}
	}
}
