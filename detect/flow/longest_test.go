package flow_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dwell/detect/flow"
	"dwell/event"
)

// Records of few ids and lengths, so that one connection has many states and many
// connections are equally long.
func records() *rapid.Generator[flow.Record[totals]] {
	return rapid.Custom(func(t *rapid.T) flow.Record[totals] {
		c := event.Connection{
			UID:      fmt.Sprint("C", rapid.IntRange(0, 30).Draw(t, "id")),
			Duration: time.Duration(rapid.IntRange(1, 20).Draw(t, "minutes")) * time.Minute,
			Open:     rapid.Bool().Draw(t, "open"),
			Ref:      event.Ref{File: 1, Offset: rapid.Int64Range(0, 1<<40).Draw(t, "offset"), Length: 1},
		}
		n := rapid.Int64Range(0, 3).Draw(t, "bytes")
		return flow.RecordOf(&c, n, totals{n})
	})
}

// Whatever the order and the split: of every connection the longest state is taken, and
// of these the longest stay.
func TestLongestAgreesWithItsModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(records(), 0, 80).Draw(t, "records")
		got := deal(t, all, func() *flow.Longest[totals] { return new(flow.Longest[totals]) },
			func(l *flow.Longest[totals], r flow.Record[totals]) { l.Keep(r) },
			func(into, from *flow.Longest[totals]) { into.Merge(*from) })
		longest := map[uint64]time.Duration{}
		for _, r := range all {
			longest[r.ID] = max(longest[r.ID], r.Duration)
		}
		var want, have []time.Duration
		for _, d := range longest {
			want = append(want, d)
		}
		slices.SortFunc(want, func(a, b time.Duration) int { return int(b - a) })
		for _, r := range *got {
			have = append(have, r.Duration)
			if r.Duration != longest[r.ID] {
				t.Fatalf("a connection of %s is kept with %s", longest[r.ID], r.Duration)
			}
		}
		if want = want[:min(16, len(want))]; !slices.Equal(have, want) {
			t.Fatalf("%v, want %v", have, want)
		}
	})
}

// An open connection is logged again and again; of states equally long the closed one
// is the newest, then the one with more bytes.
func TestNewestStateOfAConnectionCounts(t *testing.T) {
	var l flow.Longest[totals]
	for _, c := range []event.Connection{
		{UID: "C1", Duration: time.Hour, Open: true, SrcBytes: 9},
		{UID: "C1", Duration: 3 * time.Hour, Open: true, SrcBytes: 8},
		{UID: "C1", Duration: 3 * time.Hour, SrcBytes: 4},
		{UID: "C1", Duration: 3 * time.Hour, SrcBytes: 5},
		{UID: "C1", Duration: 2 * time.Hour, Open: true, SrcBytes: 7},
		{Endpoints: event.Endpoints{SrcPort: 50000}, Duration: 4 * time.Hour},
		{Endpoints: event.Endpoints{SrcPort: 50001}, Duration: 5 * time.Hour},
	} {
		l.Keep(flow.RecordOf(&c, c.SrcBytes, totals{c.SrcBytes}))
	}
	if len(l) != 3 || l[0].Duration != 5*time.Hour || l[2].Duration != 3*time.Hour || l[2].Open || l[2].Totals.Out != 5 {
		t.Errorf("%+v", l)
	}
}
