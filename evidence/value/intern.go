package value

import "hash/maphash"

// Interner makes strings of bytes and gives the same string again for bytes that
// repeat, as most values of a log do. A value that falls on the slot of another takes
// it over, so the memory is fixed and no input makes it slow. It is for one goroutine.
type Interner struct {
	seed  maphash.Seed
	slots [internSlots]string
	lower []byte // of HostName
}

const (
	internSlots = 4096 // hosts, agents and subjects of a busy hour; 64 KiB
	internLimit = 256  // bytes; longer strings hardly repeat
)

// NewInterner returns an interner that knows no string yet.
func NewInterner() *Interner { return &Interner{seed: maphash.MakeSeed()} }

// Get returns b as a string.
func (n *Interner) Get(b []byte) string {
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

// HostName returns a name of the DNS in lower case and without the final dot. Only the
// letters of ASCII have a case there (RFC 4343).
func (n *Interner) HostName(b []byte) string {
	if len(b) > 0 && b[len(b)-1] == '.' {
		b = b[:len(b)-1]
	}
	for i, c := range b {
		if isUpper(c) {
			return n.Get(n.lowered(b, i))
		}
	}
	return n.Get(b)
}

// lowered returns a copy of b that has no capital letter from first on.
func (n *Interner) lowered(b []byte, first int) []byte {
	n.lower = append(n.lower[:0], b...)
	for i := first; i < len(b); i++ {
		if isUpper(n.lower[i]) {
			n.lower[i] |= 0x20
		}
	}
	return n.lower
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
