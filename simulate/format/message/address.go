package message

import (
	"strings"

	"dwell/simulate/format/message/wire"
)

// addresses appends a list; false when it is empty.
func (w *writer) addresses(list []Address) bool {
	for i := range list {
		if i > 0 {
			w.add(",")
			if w.p.names.each || wire.Column(w.buf)+1+w.roughWidth(&list[i]) > w.p.width {
				w.add(w.p.fold)
			} else {
				w.add(" ")
			}
		}
		w.address(&list[i])
	}
	return len(list) > 0
}

// roughWidth is about what an address takes; encoded words break lines themselves.
func (w *writer) roughWidth(a *Address) int {
	n := len(a.Addr) + len("<>,")
	if a.Name != "" {
		n += min(len(a.Name), 20) + len(`"" `)
	}
	return n
}

// address appends a mailbox in the program's manner.
func (w *writer) address(a *Address) {
	style := &w.p.names
	addr := mailbox(a.Addr)
	name := a.Name
	switch {
	case name == "" && style.repeat:
		w.quotedName(addr)
		w.gap(len(addr) + len("<>"))
		w.add("<" + addr + ">")
	case name == "" && style.brackets:
		w.add("<" + addr + ">")
	case name == "":
		w.add(addr)
	case style.comment:
		w.add(addr + " (" + comment(name) + ")")
	default:
		w.name(name)
		w.gap(len(addr) + len("<>"))
		w.add("<" + addr + ">")
	}
}

// longestQuoted is the longest name that stands in quotes: a quoted string isn't
// broken, and readers give up on long ones.
const longestQuoted = 200

// name appends a display name: bare, quoted or in encoded words.
func (w *writer) name(name string) {
	quotes := w.p.names.quotes || strings.ContainsAny(name, `()<>[]:;@\,."`)
	switch {
	case !wire.Safe(name) || quotes && len(name) > longestQuoted:
		style := w.wordStyle()
		inQuotes := w.p.names.wordQuotes && len(name) <= longestQuoted
		if inQuotes {
			w.add(`"`)
		}
		w.buf = wire.Words(w.buf, wire.Column(w.buf), name, &style)
		if inQuotes {
			w.add(`"`)
		}
	case quotes:
		w.quotedName(name)
	default:
		w.buf = wire.FoldWith(w.buf, name, w.p.width, w.p.fold)
	}
}

func (w *writer) quotedName(name string) {
	w.add(`"`)
	for i := range len(name) {
		if name[i] == '"' || name[i] == '\\' {
			w.buf = append(w.buf, '\\')
		}
		w.buf = append(w.buf, name[i])
	}
	w.add(`"`)
}

// mailbox returns an address without what would end it or its line.
func mailbox(addr string) string {
	bad := func(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune(`<>,;:"()`, r) }
	if strings.IndexFunc(addr, bad) < 0 {
		return addr
	}
	return strings.Map(func(r rune) rune {
		if bad(r) {
			return -1
		}
		return r
	}, addr)
}

// comment returns a name that may stand in parentheses.
func comment(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '(' || r == ')' || r == '\\' {
			return -1
		}
		return r
	}, name)
}
