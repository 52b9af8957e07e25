package brand

import (
	"slices"
	"strings"

	"dwell/detect/phishing/words"
	"dwell/entity"
)

// ID names a brand of a table; 0 is none.
type ID uint16

// Brand is one organisation.
type Brand struct {
	Name    string
	Common  bool // the name is an ordinary word: it counts at the head of a display name only
	Linked  bool // everybody links to it, so a link to it claims nothing
	names   []string
	labels  []string // registered under any ending
	domains []string
}

// Table holds the brands. It is read-only and may be used by several goroutines.
type Table struct {
	brands []Brand // by ID; the first is none
	owner  map[string][]ID
	labels map[string][]ID
	hosts  inHosts
}

// NewTable reads the lines of the table: a line is the name, further names after commas,
// "=" and domains; "shop.*" is that name under any ending. A "~" before it marks
// names that are ordinary words, a "+" brands that everybody links to.
func NewTable() *Table {
	t := &Table{brands: make([]Brand, 1), owner: make(map[string][]ID), labels: make(map[string][]ID), hosts: make(inHosts)}
	for line := range strings.SplitSeq(tableNet+tableWorld+tableShops, "\n") {
		if names, domains, ok := strings.Cut(line, "="); ok {
			t.add(names, strings.Fields(domains))
		}
	}
	return t
}

func (t *Table) add(names string, domains []string) {
	id := ID(len(t.brands))
	var b Brand
	names = strings.TrimSpace(names)
	for len(names) > 0 && (names[0] == '+' || names[0] == '~') {
		b.Linked, b.Common = b.Linked || names[0] == '+', b.Common || names[0] == '~'
		names = strings.TrimSpace(names[1:])
	}
	for name := range strings.SplitSeq(names, ",") {
		name = strings.TrimSpace(name)
		if b.Name == "" {
			b.Name = name
		}
		b.names = append(b.names, name)
		t.addHost(id, &b, name)
	}
	for _, d := range domains {
		if label, any := strings.CutSuffix(d, ".*"); any {
			b.labels = append(b.labels, label)
			t.labels[label] = append(t.labels[label], id)
			continue
		}
		b.domains = append(b.domains, d)
		t.owner[d] = append(t.owner[d], id)
	}
	t.brands = append(t.brands, b)
}

// Get returns a brand.
func (t *Table) Get(id ID) *Brand { return &t.brands[id] }

// Len is one more than the greatest ID.
func (t *Table) Len() int { return len(t.brands) }

// Index puts the names into an index, each under its brand's number plus from.
func (t *Table) Index(x *words.Index, from uint16) {
	for id := range t.brands {
		for _, name := range t.brands[id].names {
			x.Add(name, from+uint16(id))
		}
	}
}

// Owners returns the brands that a host belongs to.
func (t *Table) Owners(host string) []ID {
	byLabel := t.labelled(host)
	for d := host; d != ""; {
		if ids := t.owner[d]; ids != nil {
			if byLabel == nil {
				return ids
			}
			return append(slices.Clone(byLabel), ids...)
		}
		_, parent, more := strings.Cut(d, ".")
		if !more {
			break
		}
		d = parent
	}
	return byLabel
}

// labelled returns the brands whose name under any ending the host is.
func (t *Table) labelled(host string) []ID {
	for rest := host; ; {
		word, after, more := strings.Cut(rest, ".")
		if !more {
			return nil
		}
		if ids := t.labels[word]; ids != nil && official(after) && entity.Registered(host) == rest {
			return ids
		}
		rest = after
	}
}

// Home is a domain that is the brand's own.
func (t *Table) Home(id ID) string {
	b := &t.brands[id]
	switch {
	case len(b.labels) > 0:
		return b.labels[0] + ".com"
	case len(b.domains) > 0:
		return b.domains[0]
	}
	return ""
}

// official reports whether an ending may be that of a brand under any ending: those of
// countries and the old ones. New endings cost little and are open to all.
func official(ending string) bool {
	switch ending {
	case "com", "net", "org", "eu", "asia", "jobs", "mobi":
		return true
	case "tk", "ml", "ga", "cf", "gq": // countries that gave theirs away
		return false
	}
	last := ending[strings.LastIndexByte(ending, '.')+1:]
	const country = 2
	return len(last) == country
}

// Owns reports whether a host belongs to the brand.
func (t *Table) Owns(id ID, host string) bool {
	for _, o := range t.Owners(host) {
		if o == id || t.kin(o, id) {
			return true
		}
	}
	return false
}

// kin reports whether two brands share a domain: products of one house.
func (t *Table) kin(a, b ID) bool {
	for _, d := range t.brands[a].domains {
		for _, e := range t.brands[b].domains {
			if d == e {
				return true
			}
		}
	}
	for _, d := range t.brands[a].labels {
		for _, e := range t.brands[b].labels {
			if d == e {
				return true
			}
		}
	}
	return false
}
