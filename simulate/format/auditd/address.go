package auditd

import (
	"encoding/binary"
	"net/netip"
	"strconv"
)

// Address is a socket's address: of the internet, or with Path set that of a local socket.
type Address struct {
	Internet netip.AddrPort
	Path     string
}

// Families of addresses on Linux.
const (
	familyLocal = 1
	familyIPv4  = 2
	familyIPv6  = 10
)

// appendSockaddr writes the bytes of struct sockaddr_in, sockaddr_in6 or sockaddr_un.
func appendSockaddr(dst []byte, h *Header, a *Address) []byte {
	var buffer [128]byte
	dst = append(h.begin(dst, "SOCKADDR"), "saddr="...)
	dst = appendHexBytes(dst, string(a.appendBytes(buffer[:0])))
	if h.Names != nil {
		n := names{dst: dst}
		n.next("SADDR=")
		dst = a.appendName(n.dst)
	}
	return end(dst)
}

func (a *Address) appendBytes(raw []byte) []byte {
	ip := a.Internet.Addr()
	switch {
	case a.Path != "":
		raw = binary.LittleEndian.AppendUint16(raw, familyLocal)
		return append(append(raw, a.Path...), 0)
	case ip.Is4():
		raw = binary.LittleEndian.AppendUint16(raw, familyIPv4)
		raw = binary.BigEndian.AppendUint16(raw, a.Internet.Port())
		four := ip.As4()
		return append(append(raw, four[:]...), make([]byte, 8)...)
	default:
		raw = binary.LittleEndian.AppendUint16(raw, familyIPv6)
		raw = binary.BigEndian.AppendUint16(raw, a.Internet.Port())
		raw = append(raw, 0, 0, 0, 0) // flow
		sixteen := ip.As16()
		return append(append(raw, sixteen[:]...), 0, 0, 0, 0) // scope
	}
}

func (a *Address) appendName(dst []byte) []byte {
	ip := a.Internet.Addr()
	switch {
	case a.Path != "":
		dst = append(append(dst, "{ saddr_fam=local path="...), a.Path...)
		return append(dst, " }"...)
	case ip.Is4():
		dst = append(dst, "{ saddr_fam=inet laddr="...)
	default:
		dst = append(dst, "{ saddr_fam=inet6 laddr="...)
	}
	dst = ip.AppendTo(dst)
	dst = strconv.AppendUint(append(dst, " lport="...), uint64(a.Internet.Port()), 10)
	return append(dst, " }"...)
}
