package sqlread

// keywords are the words that the parser asks for. A word that is none of them is
// a name, which saves comparing it again and again.
var keywords = setOf(
	"absolute", "all", "and", "any", "as", "backward", "binary", "check", "constraint", "copy", "create",
	"cross", "declare", "delete", "distinct", "except", "exclude", "exists", "fetch", "filter", "first", "for",
	"foreign", "forward", "from", "full", "group", "having", "if", "in", "inner", "insert", "intersect", "into",
	"is", "join", "last", "lateral", "left", "like", "limit", "materialized", "merge", "natural",
	"next", "not", "null", "offset", "on", "only", "or", "order", "over", "prepare", "primary", "prior",
	"program", "recursive", "relative", "returning", "right", "row", "rows", "select", "stdout", "table",
	"tablesample", "temp", "temporary", "to", "true", "truncate", "union", "unique", "unlogged", "update",
	"using", "values", "view", "where", "window", "with", "within",
)

func setOf(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}
