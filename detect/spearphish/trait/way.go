package trait

import (
	"net/netip"
	"strings"

	"dwell/detect/spearphish/alike"
	"dwell/entity"
	"dwell/event"
)

// way is what the Received lines tell: the line at which our own servers took the
// mail in, and the lines on the sender's side below it, which a sender may have
// written himself.
type way struct {
	border *event.Hop  // nil when there is no line
	ours   []event.Hop // ends with the border
	theirs []event.Hop // newest first
	shapes []string    // theirs, generalized, newest first
}

// wayOf finds the border: the last of the lines, from the newest on, that were
// written by hosts of the newest one's domain.
func wayOf(m *event.Mail) way {
	var w way
	if len(m.Hops) == 0 {
		return w
	}
	last := -1
	domain := ""
	for i := range m.Hops {
		by := m.Hops[i].By
		if domain == "" && alike.Named(by) {
			domain = entity.Registered(by)
		}
		if alike.Named(by) && entity.Registered(by) != domain {
			break
		}
		if alike.Named(by) && m.Hops[i].From != "" {
			last = i
		}
	}
	last = max(last, 0)
	w.border = &m.Hops[last]
	w.ours, w.theirs = m.Hops[:last+1], m.Hops[last+1:]
	if values := receivedValues(m); values != nil {
		for _, v := range values[last+1:] {
			w.shapes = append(w.shapes, receivedShape(v))
		}
	}
	return w
}

// receivedValues returns the Received fields that belong to the hops, newest first; nil
// when their number is not that of the hops, because then it is not known which belongs
// to which.
func receivedValues(m *event.Mail) []string {
	var values []string
	for i := range m.Headers {
		if strings.EqualFold(m.Headers[i].Name, "received") {
			values = append(values, m.Headers[i].Value)
		}
	}
	if len(values) != len(m.Hops) {
		return nil
	}
	return values
}

// receivedShape writes a Received field without its names, addresses, numbers and
// date: what stays is the dialect of the server.
func receivedShape(value string) string {
	value = cut(value, longest)
	if i := strings.LastIndexByte(value, ';'); i >= 0 {
		value = value[:i]
	}
	var b strings.Builder
	host := false // the next word is a host
	for word := range strings.FieldsSeq(value) {
		bare := strings.Trim(word, "()[]<>,\"'")
		switch {
		case host || strings.ContainsAny(bare, "@"):
			b.WriteByte('H')
		case strings.ContainsAny(bare, ".:") && !strings.Contains(bare, "="):
			b.WriteByte('N')
		case strings.ContainsAny(bare, "0123456789"):
			if name, _, ok := strings.Cut(bare, "="); ok {
				b.WriteString(name)
			}
			b.WriteByte('x')
		default:
			b.WriteString(strings.ToLower(word))
		}
		b.WriteByte(' ')
		host = bare == "from" || bare == "by" || bare == "id" || bare == "for"
	}
	return b.String()
}

// network is the surroundings of an address: of how many bits the caller says for
// IPv4, a site's for IPv6.
func network(ip netip.Addr, bits int) string {
	if !ip.IsValid() {
		return ""
	}
	ip = ip.Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return "local"
	}
	if ip.Is6() {
		bits = 2 * bits
	}
	p, err := ip.Prefix(bits)
	if err != nil {
		return ""
	}
	return p.String()
}
