package spearphish

import (
	"cmp"
	"slices"

	"dwell/event"
)

// first is when a value was first seen.
type first struct {
	Key  uint64
	Time int64 // nanoseconds
}

func (f first) compare(o first) int {
	return cmp.Or(cmp.Compare(f.Time, o.Time), cmp.Compare(f.Key, o.Key))
}

// firsts keeps the values that were seen first, each once, in order. Which values
// stay depends on the set of sightings alone: a value that belongs to the earliest
// ones is among them from its first sighting on.
type firsts []first

// add notes a sighting; at most n values stay.
func (f *firsts) add(key uint64, at int64, n int) {
	list := *f
	if len(list) == n && at > list[n-1].Time {
		return
	}
	for i := range list {
		if list[i].Key == key {
			if list[i].Time <= at {
				return
			}
			list = slices.Delete(list, i, i+1)
			break
		}
	}
	i, _ := slices.BinarySearchFunc(list, first{key, at}, first.compare)
	list = slices.Insert(list, i, first{key, at})
	*f = list[:min(len(list), n)]
}

func (f *firsts) merge(o firsts, n int) {
	for _, v := range o {
		f.add(v.Key, v.Time, n)
	}
}

// before is the number of values seen before an instant.
func (f firsts) before(at int64) int {
	n := 0
	for n < len(f) && f[n].Time < at {
		n++
	}
	return n
}

// has reports whether the value was seen before an instant.
func (f firsts) has(key uint64, at int64) bool {
	for _, v := range f {
		if v.Key == key {
			return v.Time < at
		}
	}
	return false
}

// instant is when a mail arrived, as far as it can be told: the sender chooses the
// Date, the receiving server the rest.
func instant(m *event.Mail) event.Time {
	if !m.Delivered.IsZero() {
		return m.Delivered
	}
	return m.Time
}

// keep puts a letter among the earliest n by time, one for each key.
func keep(list []letter, l letter, key func(*letter) uint64, n int) []letter {
	for i := range list {
		if key(&list[i]) == key(&l) {
			if list[i].compare(&l) <= 0 {
				return list
			}
			list = slices.Delete(list, i, i+1)
			break
		}
	}
	i, _ := slices.BinarySearchFunc(list, &l, func(a letter, b *letter) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(key(&a), key(b)))
	})
	if i >= n {
		return list
	}
	list = slices.Insert(list, i, l)
	return list[:min(len(list), n)]
}

// wants reports whether a letter of that time and key would stay.
func wants(list []letter, at int64, k uint64, key func(*letter) uint64, n int) bool {
	for i := range list {
		if key(&list[i]) == k {
			return at <= list[i].At
		}
	}
	return len(list) < n || at <= list[n-1].At
}
