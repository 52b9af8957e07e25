package header

import (
	"bytes"
	"net/netip"
	"strings"

	"dwell/event"
)

// Received reads one Received line (RFC 5321 section 4.4) in the dialects of the
// mail servers. ok is false when neither a host nor a date could be made out.
func Received(value []byte) (hop event.Hop, ok bool) {
	const longest = 4000
	value = value[:min(len(value), longest)]
	clauses, date := splitDate(value)
	hop.Time, ok = Date(date)
	var c clause
	for len(clauses) > 0 {
		var word, comment []byte
		word, comment, clauses = nextReceived(clauses)
		c.take(&hop, word, comment)
	}
	c.finish(&hop)
	return hop, ok || hop.From != "" || hop.By != ""
}

// splitDate cuts at the last semicolon. A line without one may end in a date that
// starts with the day of the week.
func splitDate(value []byte) (clauses, date []byte) {
	if semicolon := bytes.LastIndexByte(value, ';'); semicolon >= 0 {
		return value[:semicolon], value[semicolon+1:]
	}
	for at := len(value); ; {
		comma := bytes.LastIndexByte(value[:at], ',')
		if comma < 4 {
			return value, nil
		}
		if weekday(value[comma-3:comma]) && value[comma-4] == ' ' {
			return value[:comma-4], value[comma-3:]
		}
		at = comma
	}
}

func weekday(b []byte) bool {
	switch string(b) {
	case "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun":
		return true
	}
	return false
}

// clause follows which keyword the words of a Received line belong to.
type clause struct {
	keyword string
	literal netip.Addr // address that the sender gave as its name
	seen    netip.Addr // address that the receiver added
}

func (c *clause) take(hop *event.Hop, word, comment []byte) {
	if comment != nil {
		if c.keyword == "from" && !c.seen.IsValid() {
			c.seen = findIP(comment)
		}
		return
	}
	if keyword := receivedKeyword(word); keyword != "" && keyword != c.keyword {
		c.keyword = keyword
		return
	}
	switch c.keyword {
	case "from":
		if hop.From == "" {
			hop.From = hostName(word)
			c.literal = findIP(word)
		} else if !c.seen.IsValid() {
			c.seen = bracketIP(word)
		}
	case "by":
		if hop.By == "" {
			hop.By = hostName(word)
		}
	case "with":
		if hop.With == "" {
			hop.With = upper(word)
		}
	case "for":
		if hop.For == "" {
			hop.For = addrSpec(bytes.Trim(word, "<>"), false)
		}
	}
}

func (c *clause) finish(hop *event.Hop) {
	hop.IP = c.seen
	if !hop.IP.IsValid() {
		hop.IP = c.literal
	}
}

// receivedKeyword returns the keyword in lower case, "" when the word is none.
func receivedKeyword(word []byte) string {
	switch len(word) {
	case 2:
		switch {
		case bytes.EqualFold(word, []byte("by")):
			return "by"
		case bytes.EqualFold(word, []byte("id")):
			return "id"
		}
	case 3:
		switch {
		case bytes.EqualFold(word, []byte("for")):
			return "for"
		case bytes.EqualFold(word, []byte("via")):
			return "via"
		}
	case 4:
		switch {
		case bytes.EqualFold(word, []byte("from")):
			return "from"
		case bytes.EqualFold(word, []byte("with")):
			return "with"
		}
	}
	return ""
}

// nextReceived cuts off one word or one comment with its nested ones.
func nextReceived(b []byte) (word, comment, rest []byte) {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t' || b[0] == ',') {
		b = b[1:]
	}
	if len(b) == 0 {
		return nil, nil, nil
	}
	if b[0] == '(' {
		end := closingComment(b, 0)
		if end < 0 {
			return nil, b[1:], nil
		}
		return nil, b[1:end], b[end+1:]
	}
	end := 0
	for end < len(b) && b[end] != ' ' && b[end] != '\t' && b[end] != '(' {
		end++
	}
	return b[:end], nil, b[end:]
}

func hostName(word []byte) string {
	return Lower(bytes.TrimRight(bytes.Trim(word, "<>;,"), "."))
}

func upper(word []byte) string {
	switch string(word) {
	case "SMTP": // saves an allocation for the usual ones
		return "SMTP"
	case "ESMTP":
		return "ESMTP"
	case "ESMTPS":
		return "ESMTPS"
	}
	return strings.ToUpper(strings.ToValidUTF8(string(bytes.TrimRight(word, ";,")), "?"))
}

// findIP returns the address in b: one in square brackets first, else the first
// word that is one.
func findIP(b []byte) netip.Addr {
	for rest := b; ; {
		open := bytes.IndexByte(rest, '[')
		if open < 0 {
			break
		}
		rest = rest[open:]
		if a := bracketIP(rest); a.IsValid() {
			return a
		}
		rest = rest[1:]
	}
	for len(b) > 0 {
		start := bytes.IndexFunc(b, isAddressRune)
		if start < 0 {
			break
		}
		b = b[start:]
		end := bytes.IndexFunc(b, func(r rune) bool { return !isAddressRune(r) })
		if end < 0 {
			end = len(b)
		}
		if a := parseIP(b[:end]); a.IsValid() {
			return a
		}
		b = b[end:]
	}
	return netip.Addr{}
}

func isAddressRune(r rune) bool {
	return r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z' || r == '.' || r == ':' || r == '-'
}

// bracketIP reads "[192.0.2.1]", "[IPv6:2001:db8::1]" and "[192.0.2.1]:25".
func bracketIP(b []byte) netip.Addr {
	if len(b) == 0 || b[0] != '[' {
		return netip.Addr{}
	}
	end := bytes.IndexByte(b, ']')
	if end < 0 {
		return netip.Addr{}
	}
	return parseIP(b[1:end])
}

func parseIP(b []byte) netip.Addr {
	const longest = 64
	if len(b) > longest || len(b) < 2 {
		return netip.Addr{}
	}
	if len(b) > 5 && bytes.EqualFold(b[:5], []byte("ipv6:")) {
		b = b[5:]
	}
	if bytes.IndexByte(b, '.') < 0 && bytes.IndexByte(b, ':') < 0 {
		return netip.Addr{}
	}
	s := string(bytes.TrimRight(b, ".:"))
	if len(b) > 1 && b[len(b)-1] == ':' && b[len(b)-2] == ':' {
		s = string(b)
	}
	a, err := netip.ParseAddr(s)
	if err != nil {
		if port, perr := netip.ParseAddrPort(s); perr == nil {
			return port.Addr().Unmap()
		}
		return netip.Addr{}
	}
	return a.Unmap().WithZone("")
}
