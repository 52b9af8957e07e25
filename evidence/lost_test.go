package evidence_test

import (
	"testing"

	"dwell/evidence"
)

func TestWhatIsLost(t *testing.T) {
	for what, c := range map[string]struct {
		entry evidence.Entry
		want  bool
	}{
		"read":            {evidence.Entry{Format: "zeek", Size: 5, SHA256: "x"}, false},
		"a container":     {evidence.Entry{Packs: "zip", Size: 5, SHA256: "x"}, false},
		"empty":           {evidence.Entry{Reason: "empty", SHA256: "x"}, false},
		"second copy":     {evidence.Entry{Reason: "identical", Duplicate: "a", Size: 5, SHA256: "x"}, false},
		"unknown format":  {evidence.Entry{Reason: "text", Size: 5, SHA256: "x"}, true},
		"no permission":   {evidence.Entry{Reason: "no permission"}, true},
		"cut short":       {evidence.Entry{Format: "zeek", Size: 5, SHA256: "x", Failure: "ends in the middle"}, true},
		"damaged records": {evidence.Entry{Format: "zeek", Size: 5, SHA256: "x", Tally: evidence.Tally{Damaged: 1}}, true},
	} {
		if got := c.entry.Lost(); got != c.want {
			t.Errorf("%s: lost is %v, want %v", what, got, c.want)
		}
	}
}
