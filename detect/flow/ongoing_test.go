package flow_test

import (
	"cmp"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dwell/detect/flow"
	"dwell/event"
)

// carried is a state of which the larger tells more.
type carried struct{ Out int64 }

func (c carried) Compare(o carried) int { return cmp.Compare(o.Out, c.Out) }

// Whatever the order and the split, a connection has the state that Longest has of it
// too: its longest, and of these the closed one.
func TestOngoingAgreesWithLongest(t *testing.T) {
	connections := rapid.Custom(func(t *rapid.T) event.Connection {
		return event.Connection{
			UID:      fmt.Sprint("C", rapid.IntRange(0, 30).Draw(t, "id")),
			Duration: time.Duration(rapid.IntRange(1, 20).Draw(t, "minutes")) * time.Minute,
			Open:     rapid.Bool().Draw(t, "open"),
			SrcBytes: rapid.Int64Range(0, 3).Draw(t, "bytes"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(connections, 0, 80).Draw(t, "connections")
		got := deal(t, all, func() *flow.Ongoing[carried] { return new(flow.Ongoing[carried]) },
			func(l *flow.Ongoing[carried], c event.Connection) { l.Keep(&c, carried{c.SrcBytes}) },
			func(into, from *flow.Ongoing[carried]) { into.Merge(*from) })
		var want flow.Longest[carried]
		for i := range all {
			want.Keep(flow.RecordOf(&all[i], all[i].SrcBytes, carried{all[i].SrcBytes}))
		}
		if len(*got) != len(want) {
			t.Fatalf("%d connections, want %d", len(*got), len(want))
		}
		open := map[uint64]int64{}
		for _, r := range want {
			if r.Open {
				open[r.ID] = r.Totals.Out
			}
		}
		for i, s := range *got {
			out, still := open[s.ID]
			if s.Duration != want[i].Duration {
				t.Fatalf("place %d has %s, want %s", i, s.Duration, want[i].Duration)
			}
			if s.Open != nil && still && s.Open.Out != out {
				t.Fatalf("an open connection with %d, want %d", s.Open.Out, out)
			}
		}
	})
}

// Of a connection that was logged while it was open and then closed nothing is left to
// add, and one that is still open counts once.
func TestOnlyWhatIsStillOpenHasAState(t *testing.T) {
	var l flow.Ongoing[carried]
	for _, c := range []event.Connection{
		{UID: "C1", Duration: time.Hour, Open: true, SrcBytes: 9},
		{UID: "C1", Duration: 2 * time.Hour, SrcBytes: 12},
		{UID: "C2", Duration: time.Hour, Open: true, SrcBytes: 5},
		{UID: "C2", Duration: 3 * time.Hour, Open: true, SrcBytes: 7},
	} {
		l.Keep(&c, carried{c.SrcBytes})
	}
	if len(l) != 2 || l[0].Open == nil || l[0].Open.Out != 7 || l[1].Open != nil {
		t.Errorf("%+v", l)
	}
}
