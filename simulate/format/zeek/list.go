package zeek

import (
	"net/netip"
	"time"
)

// texts writes a set or a vector.
func (r *row) texts(list []string) {
	if !r.listBegins(list != nil, len(list)) {
		return
	}
	for i, s := range list {
		r.comma(i)
		switch {
		case s == Empty || s == "":
			if r.table {
				r.dst = append(r.dst, emptyField...)
			} else {
				r.dst = append(r.dst, '"', '"')
			}
		case r.table:
			r.dst = appendTableText(r.dst, s, true)
		default:
			r.dst = appendJSONText(r.dst, s)
		}
	}
	r.listEnds()
}

// always is texts for a column that Zeek sets in every record.
func (r *row) always(list []string) {
	if list == nil {
		list = []string{}
	}
	r.texts(list)
}

func (r *row) addresses(list []netip.Addr) {
	if !r.listBegins(list != nil, len(list)) {
		return
	}
	for i, a := range list {
		r.comma(i)
		r.addressValue(a)
	}
	r.listEnds()
}

func (r *row) intervals(list []time.Duration) {
	if !r.listBegins(list != nil, len(list)) {
		return
	}
	for i, d := range list {
		r.comma(i)
		if r.table {
			r.dst = appendTableMicros(r.dst, d.Microseconds())
		} else {
			r.dst = appendJSONMicros(r.dst, d.Microseconds())
		}
	}
	r.listEnds()
}

// listBegins reports whether there are elements to write.
func (r *row) listBegins(set bool, n int) bool {
	if !r.next(set) {
		return false
	}
	if r.table {
		if n == 0 {
			r.dst = append(r.dst, emptyField...)
		}
		return n > 0
	}
	r.dst = append(r.dst, '[')
	if n == 0 {
		r.dst = append(r.dst, ']')
	}
	return n > 0
}

func (r *row) comma(i int) {
	if i > 0 {
		r.dst = append(r.dst, ',')
	}
}

func (r *row) listEnds() {
	if !r.table {
		r.dst = append(r.dst, ']')
	}
}
