package flow_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dwell/detect/flow"
	"dwell/event"
)

func key(src, dst string, port uint16, sensor uint32) flow.Key {
	return flow.KeyOf(&event.Endpoints{Src: netip.MustParseAddr(src), Dst: netip.MustParseAddr(dst), DstPort: port}, event.TransportTCP, sensor)
}

// A hash that maps everything to one value still obeys the merge law.
func TestKeysDifferInEveryPart(t *testing.T) {
	keys := []flow.Key{
		key("10.0.0.1", "198.51.100.1", 443, 0), key("10.0.0.1", "198.51.100.1", 443, 1), key("10.0.0.1", "198.51.100.1", 444, 0),
		key("10.0.0.1", "198.51.100.2", 80, 0), key("10.0.0.2", "198.51.100.1", 80, 0),
	}
	if !slices.IsSortedFunc(keys, flow.Key.Compare) {
		t.Error("the order is not that of source, destination, port, sensor")
	}
	for i, a := range keys {
		for j, b := range keys {
			if (a.Hash() == b.Hash()) != (i == j) || (a.Compare(b) == 0) != (i == j) {
				t.Errorf("%v and %v", a, b)
			}
			if same := i == j || i+j == 1; a.SameButSensor(b) != same { // the first two
				t.Errorf("%v and %v: the same but for the sensor: %v", a, b, !same)
			}
		}
	}
	if flow.ConnectionID("C1", 1) == flow.ConnectionID("C1", 2) || flow.ConnectionID("C1", 1) == flow.ConnectionID("C2", 1) {
		t.Error("two connections have one id")
	}
}

func TestBestSensors(t *testing.T) {
	type seen struct{ relation, sensor, bytes int }
	all := []seen{{1, 1, 5}, {1, 2, 9}, {1, 3, 9}, {2, 1, 4}, {3, 1, 7}, {3, 2, 6}}
	got := flow.BestSensors(all, func(a, b *seen) bool { return a.relation == b.relation }, func(a, b *seen) bool { return a.bytes > b.bytes })
	if diff := cmp.Diff([]seen{{1, 2, 9}, {2, 1, 4}, {3, 1, 7}}, got, cmp.AllowUnexported(seen{})); diff != "" {
		t.Error(diff)
	}
}
