package flowlog

// kind orders ports by how likely they serve; the lower kind is the server's.
type kind uint8

const (
	system    kind = iota // below 1024 (RFC 6335)
	known                 // registered and in wide use
	user                  // others that a client takes too: NAT gateways, old systems
	ephemeral             // Linux from 32768 on, others from 49152 on (RFC 6056)
)

const (
	firstUser      = 1024
	firstEphemeral = 32768
)

func kindOf(port uint16) kind {
	switch {
	case port < firstUser:
		return system
	case port >= firstEphemeral:
		return ephemeral
	case service(port):
		return known
	}
	return user
}

// service reports whether a port between 1024 and 32767 belongs to a service that is
// found everywhere (IANA service names, and the usual ports of databases, proxies, VPNs
// and remote administration).
func service(port uint16) bool {
	switch port {
	case 1080, 1194, 1433, 1521, 1701, 1723, 1812, 1813, 1883, 2049, 2083, 2222, 2375, 2376, 2379, 2380,
		3128, 3268, 3269, 3306, 3389, 3478, 4443, 4500, 5000, 5060, 5061, 5201, 5222, 5223, 5228, 5269, 5353,
		5432, 5601, 5671, 5672, 5900, 5901, 5985, 5986, 6379, 6443, 6514, 6667, 7001, 8000, 8008, 8080, 8081,
		8086, 8088, 8443, 8530, 8531, 8883, 8888, 9000, 9042, 9090, 9092, 9093, 9100, 9200, 9300, 9418, 10250, 11211, 25565, 27017:
		return true
	}
	return false
}

// maxRoles bounds the conversations of a file of which it is kept who began them; what
// is beyond is decided by each record anew.
const maxRoles = 1 << 18

// roles remembers for conversations who the client is where ports do not say it: a SYN
// is seen in the first slice only.
type roles map[uint64]bool // by id: the lower end is the client

// fromSrc reports whether the source of a is the client; b is the other direction, or
// nil.
func (m roles) fromSrc(id uint64, a, b *Record) bool {
	if a.Directed {
		return true
	}
	src, decided := byFlags(a, b)
	if decided {
		if byPort, ok := byPorts(a); (!ok || byPort != src) && len(m) < maxRoles {
			m[id] = src == a.low()
		}
		return src
	}
	if low, ok := m[id]; ok {
		return low == a.low()
	}
	if src, ok := byPorts(a); ok {
		return src
	}
	if src, ok := byPlace(a); ok {
		return src
	}
	src = byOrder(a, b)
	if len(m) < maxRoles {
		m[id] = src == a.low()
	}
	return src
}

func byFlags(a, b *Record) (fromSrc, ok bool) {
	role := a.Role
	if role == RoleUnknown && b != nil {
		switch b.Role {
		case RoleClient:
			role = RoleServer
		case RoleServer:
			role = RoleClient
		}
	}
	return role == RoleClient, role != RoleUnknown
}

func byPorts(a *Record) (fromSrc, ok bool) {
	if !ported(a.Protocol) {
		return false, false
	}
	src, dst := kindOf(a.SrcPort), kindOf(a.DstPort)
	return src > dst, src != dst
}

// byPlace prefers the sensor's own end, then the only one with a private address: what
// nobody announced is rather called from there than to there.
func byPlace(a *Record) (fromSrc, ok bool) {
	if a.Own != OwnUnknown {
		return a.Own == OwnSrc, true
	}
	src, dst := a.Src.IsPrivate(), a.Dst.IsPrivate()
	return src, src != dst
}

// byOrder decides somehow, for the same ends always alike.
func byOrder(a, b *Record) bool {
	switch {
	case b != nil && a.Start != b.Start:
		return a.Start < b.Start
	case a.SrcPort != a.DstPort:
		return a.SrcPort > a.DstPort
	}
	return a.low()
}
