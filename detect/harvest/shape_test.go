package harvest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dwell/detect/harvest/sqlread"
)

func TestShapes(t *testing.T) {
	for sql, want := range map[string]string{
		"select * from t2 where id = 42 and n = 'it''s' limit 10": "select * from t2 where id = 0 and n = '' limit 10",
		`select "a'1" from t where x in (1, 2.5, $1)`:             `select "a'1" from t where x in (0, 0, $1)`,
		"select * from t where 1=1":                               "",
		"select * from t where 'a' = 'a'":                         "",
		"select 'x":                                               "",
		"select 1 -- it's":                                        "",
		"select $$'$$":                                            "",
		`select E'\''`:                                            "",
	} {
		got, ok := shape(nil, sql)
		if !ok {
			got = nil
		}
		if string(got) != want {
			t.Errorf("%s: %q", sql, got)
		}
	}
}

// Statements of one shape must say the same: whatever is remembered is true of both.
func FuzzShape(f *testing.F) {
	f.Add("select a from b where c = 1 limit 5", "select a from b where c = 2 limit 5")
	f.Add("fetch -3 from c", "fetch -4 from c")
	f.Add("fetch\f3 a", "fetch\v4 a")
	f.Add("copy a to stdout", "fetch 3 from c")
	f.Add(`select "1" from b where c = '2'`, `select "1" from b where c = '3; drop'`)
	f.Fuzz(func(t *testing.T, a, b string) {
		shapeA, okA := shape(nil, a)
		shapeB, okB := shape(nil, b)
		var parser sqlread.Parser
		if okA && okB && string(shapeA) == string(shapeB) {
			if diff := cmp.Diff(parser.Parse(a), parser.Parse(b)); diff != "" {
				t.Errorf("%q and %q: %s", a, b, diff)
			}
		}
		// A shape parses like what it was made of, as long as no literal is a limit.
		if again, ok := shape(nil, string(shapeA)); okA && (!ok || string(again) != string(shapeA)) {
			t.Errorf("the shape of %q is %q, whose shape is %q", a, shapeA, again)
		}
		if okA {
			if diff := cmp.Diff(parser.Parse(a), parser.Parse(string(shapeA))); diff != "" {
				t.Error(fmt.Sprintf("%q and its shape %q: ", a, shapeA) + diff)
			}
		}
	})
}
