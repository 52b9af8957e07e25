package suricata

import "hash/maphash"

// interner makes strings of bytes and gives the same string again for bytes that
// repeat, as most values of a log do. A value that falls on the slot of another takes
// it over, so the memory is fixed and no input makes it slow.
type interner struct {
	seed  maphash.Seed
	slots [internSlots]string
}

const (
	internSlots = 4096 // hosts, agents and subjects of a busy hour; 64 KiB
	internLimit = 256  // longer strings hardly repeat
)

func newInterner() *interner { return &interner{seed: maphash.MakeSeed()} }

func (n *interner) get(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if len(b) > internLimit {
		return string(b)
	}
	slot := &n.slots[maphash.Bytes(n.seed, b)%internSlots]
	if *slot != string(b) {
		*slot = string(b)
	}
	return *slot
}
