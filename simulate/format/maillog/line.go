package maillog

import (
	"net/netip"
	"strconv"
	"time"
)

// Header is what every line begins with.
type Header struct {
	Time time.Time // in the zone of the host
	Host string    // without the domain
}

const stamp = "2006-01-02T15:04:05.000000-07:00"

func (h *Header) begin(dst []byte, program string, pid int) []byte {
	dst = h.Time.AppendFormat(dst, stamp)
	dst = append(append(append(dst, ' '), h.Host...), ' ')
	dst = append(dst, program...)
	if pid != 0 {
		dst = append(strconv.AppendInt(append(dst, '['), int64(pid), 10), ']')
	}
	return append(dst, ": "...)
}

// Peer is the other side of a connection; a name that is not known is "unknown".
type Peer struct {
	Name    string
	Address netip.Addr
}

func (p Peer) append(dst []byte) []byte {
	name := p.Name
	if name == "" {
		name = "unknown"
	}
	dst = append(append(dst, name...), '[')
	return append(p.Address.AppendTo(dst), ']')
}

// clean leaves out what would end the line.
func clean(dst []byte, s string) []byte {
	for i := range len(s) {
		if s[i] >= ' ' && s[i] != 0x7f {
			dst = append(dst, s[i])
		}
	}
	return dst
}
