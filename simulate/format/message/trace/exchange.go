package trace

import (
	"net/netip"

	"dwell/simulate/format/message/spell"
	"dwell/simulate/format/message/wire"
)

// exchangeWidth is where Exchange breaks the lines of a header.
const exchangeWidth = 78

// exchange appends the Received line of Exchange: by the store driver from a
// mailbox ("mapi"), or by SMTP. The line is filled greedily and broken at blanks.
func (h *Hop) exchange(dst []byte) []byte {
	var room [400]byte
	line := append(append(room[:0], "from "...), or(word(h.Greeting), "unknown")...)
	if h.Protocol == "mapi" {
		line = exchangeName(line, h.IP, true)
		line = append(append(line, " by "...), word(h.By)...)
		line = exchangeName(line, h.ByIP, true)
		line = append(append(line, " with mapi id "...), longVersion(or(word(h.Version), h.usualVersion()))...)
	} else {
		line = exchangeName(line, h.IP, false)
		line = append(append(line, " by "...), word(h.By)...)
		line = exchangeName(line, h.ByIP, false)
		line = append(line, " with Microsoft SMTP Server"...)
		if version, cipher, _ := h.tls(); h.Software == ExchangeOnline && version != "" {
			line = append(append(append(line, " (version="...), underscored(version)...), ", cipher="...)
			line = append(append(line, cipher...), ')')
		} else if version != "" {
			line = append(line, " (TLS)"...)
		}
		line = append(append(line, " id "...), or(word(h.Version), h.usualVersion())...)
		if h.Verdicts != nil {
			line = append(line, " via Frontend Transport"...)
		}
	}
	line = h.Time.AppendFormat(append(line, "; "...), dateShort)
	dst = wire.Fold(append(dst, "Received: "...), string(line), exchangeWidth)
	return append(dst, crlf...)
}

func (h *Hop) usualVersion() string {
	if h.Software == ExchangeOnline {
		return "15.20.6455.24"
	}
	return "15.0.995.29"
}

// exchangeName appends an address in parentheses, for the store driver in brackets
// as well.
func exchangeName(dst []byte, a netip.Addr, bracket bool) []byte {
	if !a.IsValid() {
		return dst
	}
	dst = append(dst, " ("...)
	if bracket {
		dst = append(dst, '[')
	}
	dst = a.AppendTo(dst)
	if bracket {
		dst = append(dst, ']')
	}
	return append(dst, ')')
}

// longVersion writes the parts of a version as the store driver does: "15.00.0995.028"
// on a company's machines, "15.20.6455.020" in the cloud.
func longVersion(version string) string {
	var out []byte
	part, start := 0, 0
	width := [...]int{2, 2, 4, 3}
	for i := 0; i <= len(version); i++ {
		if i < len(version) && version[i] != '.' {
			continue
		}
		digits := version[start:i]
		if part < len(width) {
			for n := len(digits); n < width[part]; n++ {
				out = append(out, '0')
			}
		}
		out = append(out, digits...)
		if i < len(version) {
			out = append(out, '.')
		}
		part, start = part+1, i+1
	}
	return string(out)
}

// AppendTrailer appends what Exchange writes below the author's header at
// delivery; nothing for other software.
func (r *Route) AppendTrailer(dst []byte) []byte {
	s, ok := r.Final()
	if !ok || s != Exchange && s != ExchangeOnline || r.ReturnPath == "" {
		return dst
	}
	h := &r.Hops[len(r.Hops)-1]
	if r.ReturnPath != "<>" {
		dst = address(dst, "Return-Path: ", r.ReturnPath, "", "")
	} else {
		dst = append(dst, "Return-Path: <>"+crlf...)
	}
	source := spell.From(h.Number)
	dst = append(dst, "X-MS-Exchange-Organization-Network-Message-Id:"+fold...)
	dst = append(source.UUID(dst, spell.HexLower, false), crlf...)
	dst = append(dst, "X-MS-Exchange-Organization-AuthSource: "...)
	dst = append(append(dst, word(h.By)...), crlf...)
	as := "Internal"
	for i := range r.Hops {
		if r.Hops[i].Verdicts != nil {
			as = "Anonymous" // it came from outside
		}
	}
	return append(append(append(dst, "X-MS-Exchange-Organization-AuthAs: "...), as...), crlf...)
}
