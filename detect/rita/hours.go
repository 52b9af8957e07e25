package rita

import (
	"cmp"
	"slices"
)

// hourSeconds is the grain in which things are kept and dropped: the window begins with
// a full hour.
const hourSeconds = 3600

// hours holds one value for each hour in which something happened, in order.
type hours[T any] []dated[T]

// dated is a value with its hour since 1970.
type dated[T any] struct {
	At    uint32
	Value T
}

// at returns the value of the hour, zero at first. The pointer is valid until the
// next call.
func (h *hours[T]) at(hour uint32) *T {
	s := *h
	if n := len(s); n > 0 && s[n-1].At == hour {
		return &s[n-1].Value
	}
	i, found := slices.BinarySearchFunc(s, hour, func(d dated[T], hour uint32) int { return cmp.Compare(d.At, hour) })
	if !found {
		s = slices.Insert(s, i, dated[T]{At: hour})
		*h = s
	}
	return &s[i].Value
}

// since returns the hours from the oldest on.
func (h hours[T]) since(oldest uint32) hours[T] {
	i, _ := slices.BinarySearchFunc(h, oldest, func(d dated[T], hour uint32) int { return cmp.Compare(d.At, hour) })
	return h[i:]
}

// drop lets go of the hours before the oldest, and of their memory.
func (h *hours[T]) drop(oldest uint32) {
	if kept := h.since(oldest); len(kept) < len(*h) {
		*h = slices.Clone(kept)
	}
}

// merge joins the hours of o in.
func (h *hours[T]) merge(o hours[T], join func(into, from *T)) {
	for i := range o {
		join(h.at(o[i].At), &o[i].Value)
	}
}
