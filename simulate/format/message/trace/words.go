package trace

import (
	"net/netip"
	"strings"
	"time"

	"dwell/simulate/format/message/wire"
)

// crlf ends a line, fold and tabFold continue one.
const (
	crlf    = "\r\n"
	fold    = "\r\n "
	tabFold = "\r\n\t"
)

// The ways in which servers write a date: the day of the month with one digit or
// two, or filled with a blank.
const (
	dateShort  = "Mon, 2 Jan 2006 15:04:05 -0700"
	datePadded = "Mon, _2 Jan 2006 15:04:05 -0700"
	dateZeros  = "Mon, 02 Jan 2006 15:04:05 -0700"
)

// zoned appends a date with the abbreviation of its zone in parentheses, when the
// time knows one.
func zoned(dst []byte, t time.Time, layout string) []byte {
	dst = t.AppendFormat(dst, layout)
	if name, _ := t.Zone(); Abbreviation(name) {
		dst = append(append(append(dst, " ("...), name...), ')')
	}
	return dst
}

// Abbreviation reports whether the name of a zone is one that people use, such as
// "KST", not a number.
func Abbreviation(name string) bool {
	for i := range len(name) {
		if name[i] < 'A' || name[i] > 'Z' {
			return false
		}
	}
	return len(name) >= 3
}

// address appends a line with an address, nothing when there is none. "<>" is the
// empty address.
func address(dst []byte, name, addr, open, end string) []byte {
	if addr == "" {
		return dst
	}
	if addr == "<>" {
		addr, open, end = "", "<", ">"
	}
	dst = append(append(append(dst, name...), open...), word(addr)...)
	return append(append(dst, end...), crlf...)
}

// word returns a value that stands in a line as one word.
func word(s string) string {
	s = wire.Clean(s)
	if strings.ContainsAny(s, " <>()") {
		s = strings.Map(func(r rune) rune {
			if strings.ContainsRune(" <>()", r) {
				return -1
			}
			return r
		}, s)
	}
	return s
}

// or returns s, or the other when s is empty.
func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// ip appends an address, "unknown" for none.
func ip(dst []byte, a netip.Addr) []byte {
	if !a.IsValid() {
		return append(dst, "unknown"...)
	}
	return a.AppendTo(dst)
}

// literal appends an address in brackets as RFC 5321 writes it.
func literal(dst []byte, a netip.Addr) []byte {
	dst = append(dst, '[')
	if a.Is6() && !a.Is4In6() {
		dst = append(dst, "IPv6:"...)
	}
	return append(ip(dst, a), ']')
}

// domain returns the part behind the last @.
func domain(addr string) string { return addr[strings.LastIndexByte(addr, '@')+1:] }

// underscored writes a TLS version as Google and Microsoft do: "TLS1_2".
func underscored(version string) string {
	return strings.ReplaceAll(strings.Replace(version, "TLSv", "TLS", 1), ".", "_")
}

// tls takes a cipher apart: version, name and bits. Missing parts are empty.
func (h *Hop) tls() (version, cipher, bits string) {
	version, rest, _ := strings.Cut(wire.Clean(h.Cipher), " ")
	cipher, bits, _ = strings.Cut(rest, " ")
	return version, cipher, bits
}
