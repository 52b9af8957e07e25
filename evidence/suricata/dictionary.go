package suricata

import "strings"

// column is what stands under a path of keys.
type column struct {
	path    string
	place   int // in a table of all columns
	field   field
	value   bool // there is a value of interest
	object  bool // there is an object with such values
	through bool // an object whose keys count as if they stood outside of it
	whole   bool // an object that is kept as it is
	weak    bool // a shipper's copy, which counts when Suricata's own is not there
}

// dictionary finds a column by its path, keys joined with dots.
var dictionary = newDictionary()

func newDictionary() map[string]*column {
	out := map[string]*column{}
	at := func(path string) *column {
		c := out[path]
		if c == nil {
			c = &column{path: path, place: len(out)}
			out[path] = c
		}
		return c
	}
	add := func(paths string, f field, weak bool) {
		for path := range strings.FieldsSeq(paths) {
			c := at(path)
			c.field, c.value, c.weak = f, true, weak
			for i := range len(path) {
				if path[i] == '.' {
					at(path[:i]).object = true
				}
			}
		}
	}
	for f, paths := range paths {
		add(paths, field(f), false)
	}
	for f, paths := range copies {
		add(paths, f, true)
	}
	for _, path := range []string{"_source", "suricata", "eve", "suricata.eve", "json"} {
		at(path).through = true
	}
	for path := range strings.FieldsSeq(familiar) {
		at(path)
	}
	at("dns.grouped").whole = true
	at("http.http2").whole = true
	return out
}
