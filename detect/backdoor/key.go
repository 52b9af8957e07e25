package backdoor

import (
	"net/netip"
	"strconv"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

// kind says what a key's destination is.
type kind uint8

const (
	byTCP    kind = iota // address and TCP port
	byUDP                // address and UDP port
	byName               // DNS name, whatever the port
	byDomain             // registered domain: names and addresses joined, see join.go; never state
)

// key names one relation. It holds no pointer, so that a map of millions costs
// the garbage collector nothing.
type key struct {
	Src    fold.Addr
	Dst    fold.Addr // the address, or a 128-bit hash of the name
	Sensor uint32
	Port   uint16 // 0 for a name
	Kind   kind
}

func (k key) hash() uint64 {
	return fold.Mix(k.Dst.Hash(k.Src.Hash(uint64(k.Sensor))), uint64(k.Port)<<8|uint64(k.Kind))
}

// destination returns the key without what tells sources and sensors apart.
func (k key) destination() key { return key{Dst: k.Dst, Kind: k.Kind} }

// named reports whether the destination is a name or a domain, not an address.
func (k key) named() bool { return k.Kind == byName || k.Kind == byDomain }

func (k key) transport() event.Transport {
	if k.Kind == byUDP {
		return event.TransportUDP
	}
	return event.TransportTCP
}

// target is what a request or handshake says about its true destination.
type target struct {
	name    string // DNS name or literal address, lower case; "" when not said
	literal bool   // the name is an address
	port    uint16 // where the name says one
	proxied bool   // the connection's own destination is a proxy
}

// maxName is the longest DNS name (RFC 1035, section 2.3.4).
const maxName = 253

// named splits "host:port", "[v6]:port" or "host".
func named(host string) target {
	t := target{name: host}
	if i := strings.LastIndexByte(host, ':'); i >= 0 && (strings.IndexByte(host, ':') == i || strings.HasPrefix(host, "[")) {
		if port, err := strconv.ParseUint(host[i+1:], 10, 16); err == nil {
			t.name, t.port = host[:i], uint16(port)
		}
	}
	t.name = strings.TrimSuffix(strings.Trim(t.name, "[]"), ".")
	if len(t.name) > maxName {
		t.name = ""
	}
	if t.name != "" && (t.name[0] >= '0' && t.name[0] <= '9' || strings.IndexByte(t.name, ':') >= 0) {
		_, err := netip.ParseAddr(t.name)
		t.literal = err == nil
	}
	return t
}

// requestTarget reads the true destination of a web request.
func requestTarget(r *event.WebRequest) target {
	if r.Method == "CONNECT" {
		host := r.URI
		if host == "" {
			host = r.Host
		}
		t := named(strings.ToLower(host))
		t.proxied = true
		return t
	}
	t := named(strings.ToLower(r.Host))
	// The absolute form of a request target is for proxies (RFC 9112, section 3.2.2).
	t.proxied = strings.HasPrefix(r.URI, "http://")
	return t
}
