package fold

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"iter"
)

// Map is a map with a budget. While it holds at most budget keys it keeps all of
// them. Beyond, it samples keys by hash: it keeps those whose hash falls below a
// threshold that is halved until they fit (adaptive sampling, Wegman 1984;
// Flajolet, "On Adaptive Sampling", 1990). Which keys stay depends only on the
// set of keys ever seen, never on their order, and a key that stays was kept
// from its first event on, so its value is complete.
//
// Every event costs a detector one lookup or more among many thousand keys, so
// the layout is what the speed of the whole rests on: a small index of hashes in
// open addressing, and key and value side by side in slabs that never move. A
// lookup touches one line of the index and the entry itself.
type Map[K comparable, V any] struct {
	Shift   uint8 // keys are kept when their hash has this many leading zero bits
	Dropped bool  // keys were sampled out

	budget int
	hash   func(K) uint64
	index  []slot // power of two; linear probing
	slabs  []*[slabSize]entry[K, V]
	next   uint32   // entries ever begun
	free   []uint32 // entries of keys that were sampled out
	length int

	last *entry[K, V] // of the last call of At: events come grouped, so it is often asked for again
}

// slot is one place of the index. At is the entry's number plus one, 0: empty.
type slot struct {
	Tag uint32 // upper half of the scattered hash
	At  uint32
}

type entry[K comparable, V any] struct {
	key   K
	value V
}

const (
	// A slab of 256 entries of a hundred bytes or more is beyond what the allocator
	// rounds to classes of sizes: whole pages, of which little is left over. A slab of
	// 64 may cost an eighth more.
	slabBits  = 8
	slabSize  = 1 << slabBits
	leastSize = 16 // of the index
)

// NewMap returns an empty map for budget keys. The hash must be the same on every
// run and machine.
func NewMap[K comparable, V any](budget int, hash func(K) uint64) *Map[K, V] {
	return &Map[K, V]{budget: budget, hash: hash}
}

// At returns the value of key, new and zero at first; nil when the key is sampled
// out. The pointer stays valid as long as the key does.
func (m *Map[K, V]) At(key K) *V {
	if m.last != nil && m.last.key == key {
		return &m.last.value
	}
	h := m.hash(key)
	if !Kept(h, m.Shift) {
		return nil
	}
	e := m.find(key, h)
	if e == nil {
		e = m.insert(key, h)
		if m.length > m.budget {
			m.shrink()
			if e = m.find(key, h); e == nil {
				return nil
			}
		}
	}
	m.last = e
	return &e.value
}

// Get returns the value of key, nil when there is none.
func (m *Map[K, V]) Get(key K) *V {
	if m.length == 0 {
		return nil
	}
	if e := m.find(key, m.hash(key)); e != nil {
		return &e.value
	}
	return nil
}

// Lookup returns the value of key and whether there is one.
func (m *Map[K, V]) Lookup(key K) (*V, bool) {
	v := m.Get(key)
	return v, v != nil
}

// Len returns the number of keys.
func (m *Map[K, V]) Len() int { return m.length }

// All gives the keys with their values, in an order that means nothing. It follows
// the slabs, because memory is fastest in a row.
func (m *Map[K, V]) All() iter.Seq2[K, *V] {
	return func(yield func(K, *V) bool) {
		var empty []bool
		if len(m.free) > 0 {
			empty = make([]bool, m.next)
		}
		for _, at := range m.free {
			empty[at] = true
		}
		for at := range m.next {
			if empty != nil && empty[at] {
				continue
			}
			if e := m.entry(at); !yield(e.key, &e.value) {
				return
			}
		}
	}
}

// Keys gives the keys, in an order that means nothing.
func (m *Map[K, V]) Keys() iter.Seq[K] {
	return func(yield func(K) bool) {
		for key := range m.All() {
			if !yield(key) {
				return
			}
		}
	}
}

// Merge adds the entries of o, joining values of the same key with join. Nothing of
// o may be used afterwards.
func (m *Map[K, V]) Merge(o *Map[K, V], join func(into, from *V)) {
	m.Dropped = m.Dropped || o.Dropped
	if o.Shift > m.Shift {
		m.raise(o.Shift)
	}
	for key, from := range o.All() {
		h := m.hash(key)
		if !Kept(h, m.Shift) {
			m.Dropped = true
			continue
		}
		if into := m.find(key, h); into != nil {
			join(&into.value, from)
		} else {
			m.insert(key, h).value = *from
		}
	}
	if m.length > m.budget {
		m.shrink()
	}
}

// Fraction returns the share of all keys that is kept, 1 when none was dropped.
func (m *Map[K, V]) Fraction() float64 { return 1 / float64(uint64(1)<<m.Shift) }

// scatter spreads a hash, whose upper bits decide the sampling and are alike among
// the keys that stay. The multiplier is 2^64 divided by the golden ratio (Knuth,
// "The Art of Computer Programming", volume 3, section 6.4).
func scatter(h uint64) uint64 { return h * 0x9e3779b97f4a7c15 }

func (m *Map[K, V]) entry(at uint32) *entry[K, V] {
	return &m.slabs[at>>slabBits][at&(slabSize-1)]
}

func (m *Map[K, V]) find(key K, h uint64) *entry[K, V] {
	if len(m.index) == 0 {
		return nil
	}
	h = scatter(h)
	tag, mask := uint32(h>>32), uint32(len(m.index)-1)
	for i := uint32(h>>16) & mask; ; i = (i + 1) & mask {
		s := m.index[i]
		if s.At == 0 {
			return nil
		}
		if s.Tag == tag {
			if e := m.entry(s.At - 1); e.key == key {
				return e
			}
		}
	}
}

// insert adds a key that is not there.
func (m *Map[K, V]) insert(key K, h uint64) *entry[K, V] {
	if (m.length+1)*4 > len(m.index)*3 {
		m.resize(max(leastSize, 2*len(m.index)))
	}
	var at uint32
	if n := len(m.free); n > 0 {
		at = m.free[n-1]
		m.free = m.free[:n-1]
	} else {
		at = m.next
		m.next++
		if int(at>>slabBits) == len(m.slabs) {
			m.slabs = append(m.slabs, new([slabSize]entry[K, V]))
		}
	}
	e := m.entry(at)
	e.key = key
	m.length++
	m.place(scatter(h), at)
	return e
}

// place puts an entry into the index, which has room.
func (m *Map[K, V]) place(h uint64, at uint32) {
	mask := uint32(len(m.index) - 1)
	i := uint32(h>>16) & mask
	for m.index[i].At != 0 {
		i = (i + 1) & mask
	}
	m.index[i] = slot{Tag: uint32(h >> 32), At: at + 1}
}

// resize builds the index anew.
func (m *Map[K, V]) resize(size int) {
	old := m.index
	m.index = make([]slot, size)
	for _, s := range old {
		if s.At != 0 {
			m.place(scatter(m.hash(m.entry(s.At-1).key)), s.At-1)
		}
	}
}

func (m *Map[K, V]) shrink() {
	for m.length > m.budget && m.Shift < 63 {
		m.raise(m.Shift + 1)
	}
}

// raise samples more sharply. Entries that stay do not move.
func (m *Map[K, V]) raise(shift uint8) {
	m.Shift, m.last = shift, nil
	old := m.index
	m.index = make([]slot, len(old))
	for _, s := range old {
		if s.At == 0 {
			continue
		}
		e := m.entry(s.At - 1)
		h := m.hash(e.key)
		if Kept(h, m.Shift) {
			m.place(scatter(h), s.At-1)
			continue
		}
		*e = entry[K, V]{}
		m.free = append(m.free, s.At-1)
		m.length--
		m.Dropped = true
	}
}

// saved is a Map as it stands in a snapshot.
type saved[K comparable, V any] struct {
	Keys    []K
	Values  []V
	Shift   uint8
	Dropped bool
}

// GobEncode writes the entries.
func (m *Map[K, V]) GobEncode() ([]byte, error) {
	s := saved[K, V]{Shift: m.Shift, Dropped: m.Dropped}
	for key, value := range m.All() {
		s.Keys = append(s.Keys, key)
		s.Values = append(s.Values, *value)
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(s); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// GobDecode reads the entries into a fresh map made by NewMap.
func (m *Map[K, V]) GobDecode(data []byte) error {
	var s saved[K, V]
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&s); err != nil {
		return err
	}
	if m.hash == nil || m.length > 0 || len(s.Keys) != len(s.Values) {
		return fmt.Errorf("%d keys and %d values for a map that is not fresh or does not fit", len(s.Keys), len(s.Values))
	}
	m.Shift, m.Dropped = s.Shift, s.Dropped
	for i, key := range s.Keys {
		m.insert(key, m.hash(key)).value = s.Values[i]
	}
	return nil
}
