package pipeline

import (
	"fmt"
	"net/netip"
	"testing"

	"dwell/event"
)

// Every connection is handed on once, those of a pair in a row and in their order.
func TestGrouping(t *testing.T) {
	const pairs, rows = 50, groupBatch*3 + 17
	var g grouping
	for range 2 { // what is left behind by one round must not show in the next
		for i := range rows {
			c := event.Connection{UID: fmt.Sprint(i)}
			c.Src = netip.AddrFrom4([4]byte{10, 0, 0, byte(i * 7 % pairs)})
			c.Dst = netip.AddrFrom4([4]byte{192, 0, 2, 1})
			if g.add([]event.Connection{c}) {
				t.Fatalf("full after %d connections", i+1)
			}
		}
		seen, changes := 0, 0
		last := map[netip.Addr]int{}
		var source netip.Addr
		g.flush(func(b *event.Batch) {
			for i := range b.Connections {
				c := &b.Connections[i]
				var n int
				if _, err := fmt.Sscan(c.UID, &n); err != nil {
					t.Fatal(err)
				}
				if before, ok := last[c.Src]; ok && n <= before {
					t.Fatalf("connection %d of %s comes after %d", n, c.Src, before)
				}
				if c.Src != source {
					changes++
				}
				source, last[c.Src] = c.Src, n
				seen++
			}
		})
		if seen != rows || changes != pairs {
			t.Errorf("%d of %d connections, of %d pairs in %d runs", seen, rows, pairs, changes)
		}
	}
	g.flush(func(*event.Batch) { t.Error("something is handed on when nothing is held") })
}

func TestGroupingIsFullInTime(t *testing.T) {
	var g grouping
	cs := make([]event.Connection, groupSize-1)
	if g.add(cs) {
		t.Error("full too early")
	}
	if !g.add(cs[:1]) {
		t.Error("never full")
	}
}
