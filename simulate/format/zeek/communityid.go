package zeek

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"net/netip"
)

// The numbers of IP protocols that have ports or types.
const (
	protocolICMP   = 1
	protocolTCP    = 6
	protocolUDP    = 17
	protocolICMPv6 = 58
	protocolSCTP   = 132
)

// AppendCommunityID appends the Community ID of a flow, version 1 with seed 0, which
// Zeek, Suricata and others write alike: github.com/corelight/community-id-spec.
// Protocol is the number of IP. Of ICMP and ICMPv6 the source port is the type and the
// destination port the code, as in Conn.
func AppendCommunityID(dst []byte, protocol uint8, source, destination netip.AddrPort) []byte {
	from, to := source.Addr().Unmap(), destination.Addr().Unmap()
	sport, dport := source.Port(), destination.Port()
	oneWay := false
	switch protocol {
	case protocolICMP:
		sport, dport, oneWay = icmpPorts(sport, dport, icmpCounterpart)
	case protocolICMPv6:
		sport, dport, oneWay = icmpPorts(sport, dport, icmpv6Counterpart)
	}
	if order := from.Compare(to); !oneWay && (order > 0 || order == 0 && sport > dport) {
		from, to, sport, dport = to, from, dport, sport
	}

	var buffer [2 + 16 + 16 + 2 + 4]byte
	b := buffer[:2] // the seed
	b = appendAddress(b, from)
	b = appendAddress(b, to)
	b = append(b, protocol, 0)
	switch protocol {
	case protocolTCP, protocolUDP, protocolSCTP, protocolICMP, protocolICMPv6:
		b = binary.BigEndian.AppendUint16(b, sport)
		b = binary.BigEndian.AppendUint16(b, dport)
	}
	sum := sha1.Sum(b)
	return base64.StdEncoding.AppendEncode(append(dst, '1', ':'), sum[:])
}

func appendAddress(b []byte, a netip.Addr) []byte {
	if a.Is4() {
		raw := a.As4()
		return append(b, raw[:]...)
	}
	raw := a.As16()
	return append(b, raw[:]...)
}

// icmpPorts puts the type of the answer in place of the code, for messages that have
// one. Others go one way: their ends are never swapped.
func icmpPorts(kind, code uint16, counterpart func(uint16) (uint16, bool)) (sport, dport uint16, oneWay bool) {
	if answer, ok := counterpart(kind); ok {
		return kind, answer, false
	}
	return kind, code, true
}

// icmpCounterpart returns the type that answers a type of ICMP, or that it answers.
func icmpCounterpart(kind uint16) (uint16, bool) {
	switch kind {
	case 0: // echo reply
		return 8, true
	case 8: // echo
		return 0, true
	case 9: // router advertisement
		return 10, true
	case 10: // router solicitation
		return 9, true
	case 13, 15, 17: // timestamp, information, address mask
		return kind + 1, true
	case 14, 16, 18: // and their replies
		return kind - 1, true
	}
	return 0, false
}

// icmpv6Counterpart is icmpCounterpart for ICMPv6.
func icmpv6Counterpart(kind uint16) (uint16, bool) {
	switch kind {
	case 128, 130, 133, 135, 139, 144: // echo, listener query, router and neighbour solicitation, who are you, home agent
		return kind + 1, true
	case 129, 131, 134, 136, 140, 145: // and their replies
		return kind - 1, true
	}
	return 0, false
}
