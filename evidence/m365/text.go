package m365

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"dwell/evidence/escape"
)

// clean returns b as text of events: valid UTF-8 without control characters.
func clean(b []byte) []byte {
	if escape.IsPlain(b) {
		return b
	}
	return escape.AppendText(nil, b, nil)
}

// address reads an address with or without a port: "192.0.2.1:443", "[2001:db8::1]:443".
func address(s string) netip.Addr {
	const longest = 80
	s = strings.TrimSpace(s)
	if s == "" || len(s) > longest {
		return netip.Addr{}
	}
	if a, err := netip.ParseAddr(strings.Trim(s, "[]")); err == nil {
		return a.Unmap().WithZone("")
	}
	if a, err := netip.ParseAddrPort(s); err == nil {
		return a.Addr().Unmap().WithZone("")
	}
	return netip.Addr{}
}

// mailboxes finds mail addresses in a value: "smtp:a@example.com", "{a@example.com; b@...}",
// `"Ann" [SMTP:a@example.com]`.
var mailboxPattern = regexp.MustCompile(`[\pL\pN._%+\-]{1,64}@[\pL\pN.\-]{1,255}\.[\pL\pN\-]{2,63}`)

func mailboxes(s string) []string {
	const most = 20
	var out []string
	for _, found := range mailboxPattern.FindAllString(s, most) {
		if found = strings.ToLower(found); !slices.Contains(out, found) {
			out = append(out, found)
		}
	}
	return out
}

// isTrue reads a flag as shells write it.
func isTrue(s string) bool { return strings.EqualFold(s, "true") || s == "1" || s == "$true" }
