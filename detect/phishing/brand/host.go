package brand

import (
	"slices"
	"strings"

	"dwell/detect/lookalike"
	"dwell/detect/phishing/words"
)

// hostName is a name as it stands in the name of a host, and what it looks like.
type hostName struct{ plain, folded string }

// The shortest names that are looked for: as whole words of a host, and anywhere in it.
const (
	leastWord   = 4
	leastInside = 7
)

// inHosts holds the names as hosts have them, by the beginning of what they look like: a
// host is searched in one pass over its letters.
type inHosts map[string][]inHost

type inHost struct {
	hostName
	id ID
}

// addHost notes a name as hosts would have it.
func (t *Table) addHost(id ID, b *Brand, name string) {
	normal, foreign := words.Normal(nil, name)
	plain := strings.ReplaceAll(string(normal), " ", "")
	folded := lookalike.Address(plain)
	if foreign || b.Common || len(plain) < leastWord || len(folded) < leastWord || !lookalike.ASCII(plain) {
		return
	}
	start := folded[:leastWord]
	t.hosts[start] = append(t.hosts[start], inHost{hostName{plain, folded}, id})
}

// find returns the first brand of the table for which a name that stands in the text is
// accepted, 0 for none.
func (h inHosts) find(text string, accept func(hostName) bool) ID {
	var best ID
	for at := 0; at+leastWord <= len(text); at++ {
		for _, n := range h[text[at:at+leastWord]] {
			if (best == 0 || n.id < best) && strings.HasPrefix(text[at:], n.folded) && accept(n.hostName) {
				best = n.id
			}
		}
	}
	return best
}

// Imitates returns the brand whose name, or what looks like it, stands in a host that is
// not its own, 0 for none.
func (t *Table) Imitates(host string) ID {
	if len(t.Owners(host)) > 0 {
		return 0
	}
	parts := strings.FieldsFunc(host, func(r rune) bool { return r == '.' || r == '-' || r == '_' })
	for i, p := range parts {
		parts[i] = lookalike.Address(p)
	}
	whole := strings.Join(parts, "")
	return t.hosts.find(whole, func(n hostName) bool {
		return len(n.plain) >= leastInside && !innocent(whole) || slices.Contains(parts, n.folded)
	})
}

// innocent reports whether a word holds a brand's name because the brand is named after it.
func innocent(word string) bool {
	return strings.Contains(word, lookalike.Address("revolution"))
}

// Disguised returns the brand that a display name shows in letters that only look like
// those of its name ("TrustwaIlet", "rnicrosoft"), 0 for none.
func (t *Table) Disguised(display string) ID {
	normal, _ := words.Normal(nil, display)
	plain := strings.ReplaceAll(string(normal), " ", "")
	return t.hosts.find(lookalike.Address(plain), func(n hostName) bool {
		return len(n.plain) >= leastInside && !strings.Contains(plain, n.plain)
	})
}
