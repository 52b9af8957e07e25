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

// addHost notes a name as hosts would have it.
func (b *Brand) addHost(name string) {
	normal, foreign := words.Normal(nil, name)
	plain := strings.ReplaceAll(string(normal), " ", "")
	if foreign || b.Common || len(plain) < leastWord || !lookalike.ASCII(plain) {
		return
	}
	b.hosts = append(b.hosts, hostName{plain, lookalike.Address(plain)})
}

// Imitates returns the brand whose name, or what looks like it, stands in a host that is
// not its own, 0 for none.
func (t *Table) Imitates(host string) ID { return remembered(t.imitated, host, t.imitates) }

func (t *Table) imitates(host string) ID {
	if len(t.Owners(host)) > 0 {
		return 0
	}
	parts := strings.FieldsFunc(host, func(r rune) bool { return r == '.' || r == '-' || r == '_' })
	folded := make([]string, len(parts))
	for i, p := range parts {
		folded[i] = lookalike.Address(p)
	}
	whole := lookalike.Address(strings.Join(parts, ""))
	for id := 1; id < len(t.brands); id++ {
		for _, name := range t.brands[id].hosts {
			if slices.Contains(folded, name.folded) || len(name.plain) >= leastInside && strings.Contains(whole, name.folded) && !innocent(whole) {
				return ID(id)
			}
		}
	}
	return 0
}

// innocent reports whether a word holds a brand's name because the brand is named after it.
func innocent(word string) bool {
	return strings.Contains(word, lookalike.Address("revolution"))
}

// Disguised returns the brand that a display name shows in letters that only look like
// those of its name ("TrustwaIlet", "rnicrosoft"), 0 for none.
func (t *Table) Disguised(display string) ID {
	return remembered(t.disguised, display, t.looksLike)
}

func (t *Table) looksLike(display string) ID {
	normal, _ := words.Normal(nil, display)
	plain := strings.ReplaceAll(string(normal), " ", "")
	folded := lookalike.Address(plain)
	for id := 1; id < len(t.brands); id++ {
		for _, name := range t.brands[id].hosts {
			if len(name.plain) >= leastInside && strings.Contains(folded, name.folded) && !strings.Contains(plain, name.plain) {
				return ID(id)
			}
		}
	}
	return 0
}
