package flowlog

import "bytes"

// MaxCells bounds the columns of a table; nfdump's widest has about 60.
const MaxCells = 128

// Cells are the values of one line, without the blanks around them.
type Cells [MaxCells][]byte

// Split cuts a line at its separators and returns how many cells there are, MaxCells+1
// when there are too many. Quotes mean nothing: none of these programs writes any.
func (c *Cells) Split(line []byte, separator byte) int {
	for n := 0; ; n++ {
		if n == MaxCells {
			return MaxCells + 1
		}
		at := bytes.IndexByte(line, separator)
		if at < 0 {
			c[n] = bytes.TrimSpace(line)
			return n + 1
		}
		c[n] = bytes.TrimSpace(line[:at])
		line = line[at+1:]
	}
}

// Protocol returns the IANA number of a protocol by its name in lower case or its
// number. Names of what runs over UDP, as probes give them, mean UDP.
func Protocol(b []byte) (number uint8, ok bool) {
	if n, ok := Count(b); ok {
		return uint8(n), n <= 255
	}
	if len(b) > len("ipv6-nonxt") {
		return 0, false
	}
	switch string(bytes.ToLower(b)) {
	case "tcp":
		return protocolTCP, true
	case "udp", "rtp", "rtcp", "udt":
		return protocolUDP, true
	case "icmp":
		return protocolICMP, true
	case "icmp6", "icmpv6", "ipv6-icmp":
		return protocolICMPv6, true
	case "sctp":
		return protocolSCTP, true
	case "igmp":
		return 2, true
	case "ipip", "ipnip":
		return 4, true
	case "ipv6":
		return 41, true
	case "rsvp":
		return 46, true
	case "gre":
		return 47, true
	case "esp":
		return 50, true
	case "ah":
		return 51, true
	case "eigrp":
		return 88, true
	case "ospf", "ospfigp":
		return 89, true
	case "pim":
		return 103, true
	case "vrrp":
		return 112, true
	case "l2tp":
		return 115, true
	}
	return 0, false
}
