package fold

import (
	"math/bits"
	"slices"
)

// Bag collects values by hash with a budget, for what is written with every event
// and asked for seldom: it only appends, where a Map would wait for memory to
// find the key. A hash added twice stands there twice.
//
// Beyond budget entries it samples as Map does, by leading zeros of the hash.
// Which entries stay depends only on all that were ever added.
type Bag[V any] struct {
	Shift   uint8 // entries are kept when their hash has this many leading zero bits
	Dropped bool  // entries were sampled out
	Entries []BagEntry[V]

	budget int
}

// BagEntry is one value with its hash.
type BagEntry[V any] struct {
	Hash  uint64
	Value V
}

// NewBag returns an empty bag for budget entries.
func NewBag[V any](budget int) *Bag[V] { return &Bag[V]{budget: budget} }

// Add adds a value.
func (b *Bag[V]) Add(hash uint64, value V) {
	if !Kept(hash, b.Shift) {
		b.Dropped = true
		return
	}
	b.Entries = append(b.Entries, BagEntry[V]{hash, value})
	b.shrink()
}

// Merge adds the entries of o, which must not be used afterwards.
func (b *Bag[V]) Merge(o *Bag[V]) {
	b.Dropped = b.Dropped || o.Dropped
	b.raise(max(b.Shift, o.Shift))
	o.raise(b.Shift)
	b.Dropped = b.Dropped || o.Dropped
	b.Entries = append(b.Entries, o.Entries...)
	b.shrink()
}

func (b *Bag[V]) shrink() {
	for len(b.Entries) > b.budget && b.Shift < 63 {
		b.raise(b.Shift + 1)
	}
}

func (b *Bag[V]) raise(shift uint8) {
	if shift == b.Shift {
		return
	}
	b.Shift = shift
	before := len(b.Entries)
	b.Entries = slices.DeleteFunc(b.Entries, func(e BagEntry[V]) bool { return !Kept(e.Hash, shift) })
	b.Dropped = b.Dropped || len(b.Entries) < before
}

// Kept reports whether a Map or Bag that samples with the given shift keeps what
// has this hash.
func Kept(hash uint64, shift uint8) bool { return bits.LeadingZeros64(hash) >= int(shift) }
