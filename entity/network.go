package entity

import (
	"encoding/binary"
	"math/bits"
	"net/netip"

	"dwell/detect/fold"
	"dwell/event"
)

// network is a /24 of IPv4 or a /64 of IPv6: the unit in which address plans are
// made. IPv4 ones carry v4Tag, which no IPv6 network outside the reserved ::/8 has.
type network uint64

const v4Tag network = 1 << 24

// networkOf returns the network of an address and the address's place among the
// 256 of an addrSet. It refuses addresses that no remote machine can have:
// unspecified, loopback, link-local, multicast, broadcast and reserved ones.
func networkOf(a netip.Addr) (n network, place uint8, ok bool) {
	switch {
	case a.Is4():
		b := a.As4()
		if b[0] == 0 || b[0] == 127 || b[0] >= 224 || b[0] == 169 && b[1] == 254 {
			return 0, 0, false
		}
		return v4Tag | network(b[0])<<16 | network(b[1])<<8 | network(b[2]), b[3], true
	case a.Is6():
		b := a.As16()
		if b[0] == 0 || b[0] == 0xff || b[0] == 0xfe && b[1]&0xc0 == 0x80 {
			return 0, 0, false
		}
		low := binary.BigEndian.Uint64(b[8:])
		return network(binary.BigEndian.Uint64(b[:8])), uint8(fold.Mix(low, 1) >> 56), true
	}
	return 0, 0, false
}

func (n network) is4() bool { return n>>24 == 1 }

// prefix returns the network as it is written.
func (n network) prefix() netip.Prefix {
	if n.is4() {
		return netip.PrefixFrom(n.address(0), 24)
	}
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(n))
	return netip.PrefixFrom(netip.AddrFrom16(b), 64)
}

// address returns the IPv4 address at a place.
func (n network) address(place uint8) netip.Addr {
	return netip.AddrFrom4([4]byte{byte(n >> 16), byte(n >> 8), byte(n), place})
}

// private reports whether the network lies in space that anybody may use inside
// (RFC 1918, RFC 4193).
func (n network) private() bool {
	if n.is4() {
		return byte(n>>16) == 10 || n>>12 == v4Tag>>12|172<<4|1 || n>>8 == v4Tag>>8|192<<8|168
	}
	return n>>57 == 0xfc>>1
}

// site returns the range that one organisation is likely to hold when it holds
// the network: a /16 of IPv4, a /48 of IPv6 (RFC 6177).
func (n network) site() network {
	if n.is4() {
		return n >> 8
	}
	return n >> 16
}

// addrSet is a set of addresses of one network: exact for IPv4, by hash and so a
// lower bound for IPv6.
type addrSet [4]uint64

func (s *addrSet) add(place uint8) { s[place>>6] |= 1 << (place & 63) }

func (s *addrSet) join(o *addrSet) {
	for i := range s {
		s[i] |= o[i]
	}
}

func (s *addrSet) count() int {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

func (s *addrSet) has(place int) bool { return s[place>>6]>>(place&63)&1 != 0 }

// edgeKey names the traffic between two networks, or within one.
type edgeKey struct{ Low, High network }

// hash decides which edges stay when there are too many. Edges between private
// networks stay ten halvings longer: a scan of the Internet must not crowd them out.
func (k edgeKey) hash() uint64 {
	h := fold.Mix(fold.Mix(uint64(k.Low), 2), uint64(k.High))
	if k.Low.private() && k.High.private() {
		h >>= 10
	}
	return h
}

// edge is the traffic between two networks as seen from either end; within one
// network only the first end is used.
type edge struct{ Ends [2]end }

// end is what one network does on an edge.
type end struct {
	Starters addrSet  // its addresses that contact the other network
	Targets  addrSet  // its addresses that the other network contacts
	Started  int64    // connections that it starts
	Received int64    // connections that it receives
	Answered int64    // of these, the ones that it answers with data
	Local    int64    // connections of which the sensor calls this end local
	Foreign  int64    // and those of which it says it is not
	Offers   services // infrastructure services that it answers
}

func (e *edge) join(o *edge) {
	for i := range e.Ends {
		a, b := &e.Ends[i], &o.Ends[i]
		a.Starters.join(&b.Starters)
		a.Targets.join(&b.Targets)
		a.Started += b.Started
		a.Received += b.Received
		a.Answered += b.Answered
		a.Local += b.Local
		a.Foreign += b.Foreign
		a.Offers |= b.Offers
	}
}

// maxEdges bounds the pairs of networks, at about 300 bytes each; beyond it they
// are sampled by hash. An inside network is an end of nearly all of them, so a
// sample shows it as well.
const maxEdges = 1 << 17

// traffic is the graph of networks. The cache only saves lookups: it holds edges
// by the low bits of their hash and is no state.
type traffic struct {
	edges  *fold.Map[edgeKey, edge]
	onLink *fold.Map[network, addrSet] // addresses that were seen on the sensor's own link
	cache  [1 << cacheBits]cached
}

const (
	cacheBits = 10
	maxOnLink = 1 << 14
)

type cached struct {
	key  edgeKey // zero when empty: no network is 0
	edge *edge   // nil when the key is sampled out
}

func newTraffic() *traffic {
	return &traffic{
		edges:  fold.NewMap[edgeKey, edge](maxEdges, edgeKey.hash),
		onLink: fold.NewMap[network, addrSet](maxOnLink, func(n network) uint64 { return fold.Mix(uint64(n), 4) }),
	}
}

// between returns the two ends of the edge between two addresses, with the
// addresses noted; ok is false for addresses that say nothing.
func (t *traffic) between(e *event.Endpoints) (src, dst *end, ok bool) {
	from, fromPlace, ok := networkOf(e.Src)
	if !ok {
		return nil, nil, false
	}
	to, toPlace, ok := networkOf(e.Dst)
	if !ok {
		if linkScope(e.Dst) {
			if seen := t.onLink.At(from); seen != nil {
				seen.add(fromPlace)
			}
		}
		return nil, nil, false
	}
	side := 0
	key := edgeKey{from, to}
	if from > to {
		key, side = edgeKey{to, from}, 1
	}
	found := t.edge(key)
	if found == nil {
		return nil, nil, false
	}
	other := 1 - side
	if from == to {
		other = side
	}
	src, dst = &found.Ends[side], &found.Ends[other]
	src.Starters.add(fromPlace)
	dst.Targets.add(toPlace)
	return src, dst, true
}

// linkScope reports whether what is sent to the address never leaves the link, so
// that its sender stands beside the sensor (RFC 919, RFC 5771, RFC 4291).
func linkScope(a netip.Addr) bool {
	return a.IsLinkLocalMulticast() || a == broadcast
}

var broadcast = netip.AddrFrom4([4]byte{255, 255, 255, 255})

func (t *traffic) edge(key edgeKey) *edge {
	slot := &t.cache[(uint64(key.Low)*0x9e3779b97f4a7c15^uint64(key.High)*0xd1342543de82ef95)>>(64-cacheBits)]
	if slot.key != key {
		slot.key, slot.edge = key, t.edges.At(key)
	}
	return slot.edge
}

// connection folds one connection in.
func (t *traffic) connection(c *event.Connection) {
	src, dst, ok := t.between(&c.Endpoints)
	if !ok {
		return
	}
	src.Started++
	dst.Received++
	src.flag(c.SrcLocal)
	dst.flag(c.DstLocal)
	if answered(c) {
		dst.Answered++
		dst.Offers |= serviceOf(c.Transport, c.DstPort)
	}
}

func (e *end) flag(local event.Truth) {
	switch local {
	case event.TruthYes:
		e.Local++
	case event.TruthNo:
		e.Foreign++
	}
}

// answered reports whether data came back, by count or, where there is none, by
// Zeek's state.
func answered(c *event.Connection) bool {
	if c.DstBytes != event.Unknown {
		return c.DstBytes > 0
	}
	switch c.State {
	case "SF", "S1", "S2", "S3", "RSTO", "RSTR":
		return true
	}
	return c.State == "" && c.DstIP > 0
}

func (t *traffic) merge(o *traffic) {
	t.edges.Merge(o.edges, (*edge).join)
	t.onLink.Merge(o.onLink, (*addrSet).join)
}
