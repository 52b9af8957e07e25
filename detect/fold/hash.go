package fold

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// The constants of wyhash's mixing step (public domain, Wang Yi): two odd 64-bit
// numbers with balanced bits. Detectors need a hash that is fast and the same on
// every run; it guards against nothing.
const (
	mixA = 0xa0761d6478bd642f
	mixB = 0xe7037ed1a0b428db
)

// Mix folds one more word into a hash.
func Mix(h, word uint64) uint64 {
	hi, lo := bits.Mul64(h^mixA, word^mixB)
	return hi ^ lo
}

// HashString hashes a string.
func HashString(s string) uint64 {
	h := uint64(len(s))
	for len(s) >= 8 {
		h = Mix(h, uint64(s[0])|uint64(s[1])<<8|uint64(s[2])<<16|uint64(s[3])<<24|
			uint64(s[4])<<32|uint64(s[5])<<40|uint64(s[6])<<48|uint64(s[7])<<56)
		s = s[8:]
	}
	var tail uint64
	for i := range len(s) {
		tail |= uint64(s[i]) << (8 * i)
	}
	return Mix(Mix(h, tail), mixA)
}

// Addr is an IP address as 16 bytes without a pointer, so that maps of millions
// of them cost the garbage collector nothing.
type Addr [16]byte

// AddrOf packs an address.
func AddrOf(a netip.Addr) Addr { return a.As16() }

// AddrOfName hashes a name to the 16 bytes that stand for it where a key has an
// address.
func AddrOfName(name string) Addr {
	var a Addr
	first := HashString(name)
	binary.LittleEndian.PutUint64(a[:8], first)
	binary.LittleEndian.PutUint64(a[8:], Mix(HashString(name+"."), first))
	return a
}

// IP unpacks the address.
func (a Addr) IP() netip.Addr { return netip.AddrFrom16(a).Unmap() }

// Hash hashes the address together with h.
func (a Addr) Hash(h uint64) uint64 {
	return Mix(Mix(h, binary.LittleEndian.Uint64(a[:8])), binary.LittleEndian.Uint64(a[8:]))
}
