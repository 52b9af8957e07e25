package sqlread

import "strings"

// condition judges how much a condition lets through: the widest of its
// alternatives. One that is always true, as in "id = 1 or 1 = 1", restricts nothing.
func (p *Parser) condition(lo, hi int) Extent {
	widest := Point
	for i := lo; i <= hi; {
		end := p.find(i, hi, "or")
		if end < 0 {
			end = hi
		}
		widest = min(widest, p.conjunction(i, end))
		i = end + 1
	}
	return widest
}

// conjunction judges conditions that all must hold.
func (p *Parser) conjunction(lo, hi int) Extent {
	for p.is(lo, hi, "(") && p.close[lo] == hi-1 {
		lo, hi = lo+1, hi-1
	}
	extent := Whole
	for i := lo; i < hi; {
		end := p.find(i, hi, "and")
		if end < 0 {
			end = hi
		}
		switch {
		case p.always(i, end):
		case p.keyed(i, end):
			extent = Point
		default:
			extent = max(extent, Partial)
		}
		i = end + 1
	}
	return extent
}

// always reports "true", "1=1", "'a'='a'".
func (p *Parser) always(lo, hi int) bool {
	for p.is(lo, hi, "(") && p.close[lo] == hi-1 {
		lo, hi = lo+1, hi-1
	}
	if p.is(lo, hi, "true") && hi == lo+1 {
		return true
	}
	if hi != lo+3 || !p.is(lo+1, hi, "=") {
		return false
	}
	a, b := p.tokens[lo], p.tokens[lo+2]
	return a == b && (a.kind == number || a.kind == text)
}

// keyed reports "id = $1", "m.member_id = '7'", "id in (1, 2)": a comparison of what is
// named like a key with values that are given.
func (p *Parser) keyed(lo, hi int) bool {
	for p.is(lo, hi, "(") && p.close[lo] == hi-1 {
		lo, hi = lo+1, hi-1
	}
	column, i := p.table(lo, hi)
	if p.is(lo, hi, "(") && p.close[lo] < hi {
		column, _ = p.table(lo+1, p.close[lo])
		i = p.close[lo] + 1
	}
	if column == "" || !keyName(last(column)) {
		return false
	}
	for p.is(i, hi, ":") && i+2 < hi { // a cast
		i += 3
	}
	switch {
	case p.is(i, hi, "="):
		i++
	case p.is(i, hi, "in"):
		return p.is(i+1, hi, "(") && !p.is(i+2, hi, "select", "with")
	default:
		return false
	}
	if p.is(i, hi, "-", "+") {
		i++
	}
	if p.is(i, hi, "any") {
		return p.is(i+1, hi, "(") && !p.is(i+2, hi, "select", "with")
	}
	return i < hi && (p.tokens[i].kind == number || p.tokens[i].kind == text || p.tokens[i].kind == param)
}

// keyName reports whether a column is named like one that tells rows apart.
func keyName(column string) bool {
	switch column {
	case "id", "no", "seq", "key", "uuid", "uid", "pk", "email", "mail", "login", "username", "phone", "mobile", "token", "oid":
		return true
	}
	for _, end := range []string{"_id", "_no", "_seq", "_key", "_uuid", "_uid", "_pk", "_email", "_num", "_number", "_idx", "id"} {
		if strings.HasSuffix(column, end) {
			return true
		}
	}
	return false
}
