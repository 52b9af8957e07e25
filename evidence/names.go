package evidence

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// printable makes the name of a file or member valid, printable UTF-8 that stands
// for no other name: bytes that are not UTF-8 and characters that a terminal would
// obey become escapes, and so do the "!" that joins containers and the backslash
// of the escapes themselves. What it returns can be shown, typed and told apart.
func printable(name string) string {
	clean := func(r rune) bool {
		return r != utf8.RuneError && r != '!' && r != '\\' && strconv.IsPrint(r)
	}
	if strings.IndexFunc(name, func(r rune) bool { return !clean(r) }) < 0 {
		return name
	}
	var b strings.Builder
	for len(name) > 0 {
		r, n := utf8.DecodeRuneInString(name)
		if clean(r) {
			b.WriteString(name[:n])
		} else {
			for i := range n {
				fmt.Fprintf(&b, `\x%02x`, name[i])
			}
		}
		name = name[n:]
	}
	return b.String()
}

// numbering gives each of several equal names one of its own, by a "#2" behind the
// second: ids are made from paths.
type numbering map[string]int

func (seen numbering) unique(name string) string {
	given := name
	for seen[given] > 0 {
		seen[name]++
		given = fmt.Sprintf("%s#%d", name, seen[name])
	}
	seen[given] = 1
	return given
}

// within reports whether a content at path is the target or holds it.
func within(path, target string) bool {
	return path == target || strings.HasPrefix(target, path+"!")
}
