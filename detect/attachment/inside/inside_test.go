package inside

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestAReportIsBounded(t *testing.T) {
	var r Report
	for i := range 1000 {
		name := strings.Repeat("x", i)
		r.Carry(name, []byte{1})
		r.Trace(DocumentTrace, "author", name)
		r.Note("%s", name)
	}
	var all Report
	all.Add(&r)
	all.Add(&r)
	if len(all.Files) != MaxFiles || len(all.Traces) != maxTraces || len(all.Notes) != maxNotes {
		t.Errorf("%d files, %d traces, %d notes", len(all.Files), len(all.Traces), len(all.Notes))
	}
}

func TestCleanTextIsShortAndValid(t *testing.T) {
	for in, want := range map[string]string{" a\x00b\n": "a b", "\xff": "\uFFFD", "김\u202e": "김\u202e"} {
		if got := Clean(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if long := Clean(strings.Repeat("김", 1000)); len(long) > maxValue || !utf8.ValidString(long) {
		t.Errorf("%d bytes, %q", len(long), long[len(long)-4:])
	}
}

func TestNothingIsReadOutside(t *testing.T) {
	data := []byte{1, 2, 'a', 0, 'b', 0, 0, 0, 'c', 0}
	if diff := cmp.Diff([]any{uint64(0x0201), uint64(0), uint64(0), uint64(0)}, []any{Number(data, 0, 2), Number(data, 9, 2), Number(data, -1, 1), Number(data, 0, 9)}); diff != "" {
		t.Error(diff)
	}
	if Slice(data, 11, 1) != nil || len(Slice(data, 8, 1<<63)) != 2 || len(Slice(data, 0, 3)) != 3 {
		t.Error("a slice of other bytes")
	}
	if got := UTF16(data[2:]); got != "ab" {
		t.Errorf("%q", got)
	}
}

func TestElements(t *testing.T) {
	var got []string
	for a, c := range Elements([]byte(`<a x="1">one</a><ab>no</ab><a>two<b/></a><a`), "a", 10) {
		got = append(got, string(a)+"|"+string(c))
	}
	if diff := cmp.Diff([]string{` x="1"|one`, "|two"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestLowerKeepsPlaces(t *testing.T) {
	if got := string(Lower([]byte("A\xff\u212aB"))); got != "a\xff\u212ab" {
		t.Errorf("%q", got)
	}
}

func TestUnpackingEndsWithTheBudget(t *testing.T) {
	budget := 10
	r := New(&budget)
	for i, want := range []int{6, 4, 0} {
		if got, _ := r.Unpack(strings.NewReader("abcdefghij"), 6); len(got) != want {
			t.Errorf("%d: %d bytes, want %d", i, len(got), want)
		}
	}
	var own Report
	if got, _ := own.Unpack(strings.NewReader("abc"), 6); len(got) != 3 {
		t.Errorf("%q", got)
	}
}
