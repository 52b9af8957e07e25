package evidence_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence"
)

func TestFirstLines(t *testing.T) {
	for head, want := range map[string][]string{
		"":                               nil,
		"cut of":                         {"cut of"},
		"\xef\xbb\xbfone\r\n\n two\ncut": {"one", "two"},
		"1\n2\n3\n4\n":                   {"1", "2", "3"},
	} {
		var got []string
		for line := range evidence.FirstLines([]byte(head), 3) {
			got = append(got, string(line))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", head, diff)
		}
	}
}

func TestLinesOfABlockHaveTheirPlace(t *testing.T) {
	for _, c := range []struct {
		block evidence.Block
		want  []string
	}{
		{evidence.Block{Data: []byte("\xef\xbb\xbfone\r\n\ntwo")}, []string{"3+3 one", "8+0 ", "9+3 two"}},
		{evidence.Block{Data: []byte("\xef\xbb\xbfone\n"), Offset: 7}, []string{"7+6 \xef\xbb\xbfone"}},
	} {
		var got []string
		for ref, line := range c.block.Lines(event.FileID(4)) {
			got = append(got, fmt.Sprintf("%d+%d %s", ref.Offset, ref.Length, line))
			if ref.File != event.FileID(4) {
				t.Error(ref)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Error(diff)
		}
	}
}
