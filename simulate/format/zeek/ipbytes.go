package zeek

// Lengths of headers in bytes.
const (
	ipv4Header = 20
	ipv6Header = 40
	tcpHeader  = 20
	udpHeader  = 8 // and that of ICMP, of which Zeek counts the rest as payload
)

// TCPOptions are the options that a host puts into its TCP headers.
type TCPOptions struct {
	SYN     uint64 // bytes in the first packet
	Segment uint64 // bytes in every other
}

// TCPWithTimestamps are the options of Linux, macOS, iOS and Android: maximum segment
// size, selective acknowledgement, timestamps, window scale; then timestamps.
func TCPWithTimestamps() TCPOptions { return TCPOptions{SYN: 20, Segment: 12} }

// TCPWithoutTimestamps are the options of Windows: maximum segment size, window
// scale, selective acknowledgement; then none.
func TCPWithoutTimestamps() TCPOptions { return TCPOptions{SYN: 12, Segment: 0} }

// TCPBytes returns what orig_ip_bytes or resp_ip_bytes is for a side that sent so much
// payload in so many packets, the first of them a SYN.
func TCPBytes(payload, packets uint64, options TCPOptions, ipv6 bool) uint64 {
	if packets == 0 {
		return 0
	}
	return payload + packets*(ipHeader(ipv6)+tcpHeader) + options.SYN + (packets-1)*options.Segment
}

// DatagramBytes is TCPBytes for UDP and ICMP.
func DatagramBytes(payload, packets uint64, ipv6 bool) uint64 {
	return payload + packets*(ipHeader(ipv6)+udpHeader)
}

func ipHeader(ipv6 bool) uint64 {
	if ipv6 {
		return ipv6Header
	}
	return ipv4Header
}
