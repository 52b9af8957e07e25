package resolved

import (
	"net/netip"
	"testing"

	"dwell/detect/fold"
	"dwell/event"
)

func TestAddressesAreKnownByTheirSmallestName(t *testing.T) {
	server := fold.AddrOf(netip.MustParseAddr("192.0.2.1"))
	lookups := []event.DNSLookup{
		{Query: "www.example.org", Answers: []string{"cdn.example.net", "192.0.2.1"}},
		{Query: "api.example.org", Answers: []string{"192.0.2.1", "2001:db8::1", "", "1.2"}},
		{Query: "nothing.example.org"},
	}
	for _, first := range []int{0, 1, 2} { // the order does not matter, nor how the stream is split
		a, b := New(10), New(10)
		a.Observe(&lookups[first])
		b.Observe(&lookups[(first+1)%3])
		b.Observe(&lookups[(first+2)%3])
		a.Merge(b)
		if name, ok := a.Name(server); !ok || name != "api.example.org" {
			t.Errorf("name %q, %v; want api.example.org", name, ok)
		}
		if a.Addresses.Len() != 2 || a.Lookups != 3 || !a.Silent() {
			t.Errorf("%d addresses, %d lookups", a.Addresses.Len(), a.Lookups)
		}
	}
	if New(1).Silent() {
		t.Error("without lookups their absence means nothing")
	}
}
