package harvest

import (
	"slices"
	"strings"

	"dwell/detect/harvest/sqlread"
)

// texts remembers what statements say by their shape, because most come again and
// again with other values.
type texts struct {
	known  map[string][]sqlread.Statement
	parser sqlread.Parser
	buffer []byte
}

// The bounds of the cache.
const (
	maxTexts    = 1 << 12
	longestText = 4 << 10
)

func (t *texts) parse(s string) []sqlread.Statement {
	if len(s) > longestText {
		return t.parser.Parse(s)
	}
	var shaped bool
	t.buffer, shaped = shape(t.buffer, s)
	if !shaped {
		t.buffer = append(t.buffer[:0], s...)
	}
	if parsed, ok := t.known[string(t.buffer)]; ok {
		return parsed
	}
	parsed := t.parser.Parse(s)
	if len(t.known) >= maxTexts {
		clear(t.known)
	}
	t.known[string(t.buffer)] = parsed
	return parsed
}

// find looks a member up in a sorted slice.
func find(sorted []string, s string) (int, bool) { return slices.BinarySearch(sorted, s) }

// system reports whether a table belongs to the server itself.
func system(table string) bool {
	schema, name, ok := strings.Cut(table, ".")
	if !ok {
		return strings.HasPrefix(table, "pg_") || strings.HasPrefix(table, "information_schema")
	}
	return schema == "pg_catalog" || schema == "information_schema" || schema == "pg_toast" || schema == "pg_temp" && name != ""
}

// unquoted returns an object as pgaudit and plans write it without its quotes:
// public."Member" becomes public.Member.
func unquoted(object string) string {
	if !strings.Contains(object, `"`) {
		return object
	}
	var b strings.Builder
	inside := false
	for i := 0; i < len(object); i++ {
		if object[i] != '"' {
			b.WriteByte(object[i])
			continue
		}
		if inside && i+1 < len(object) && object[i+1] == '"' {
			b.WriteByte('"')
			i++
			continue
		}
		inside = !inside
	}
	return b.String()
}

// base returns the part of a table's name behind its schema.
func base(table string) string {
	if _, name, ok := strings.Cut(table, "."); ok {
		return name
	}
	return table
}

// same reports whether two names may be of one table: equal, or equal but for a schema
// that one of them lacks.
func same(a, b string) bool {
	if a == b {
		return true
	}
	if base(a) != base(b) {
		return false
	}
	return base(a) == a || base(b) == b
}
