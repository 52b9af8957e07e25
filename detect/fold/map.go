package fold

import "math/bits"

// Map is a map with a budget. While it holds at most Budget keys it keeps all of
// them. Beyond, it samples keys by hash: it keeps those whose hash falls below a
// threshold that is halved until they fit (adaptive sampling, Wegman 1984;
// Flajolet, "On Adaptive Sampling", 1990). Which keys stay depends only on the
// set of keys ever seen, never on their order, and a key that stays was kept
// from its first event on, so its value is complete.
type Map[K comparable, V any] struct {
	Entries map[K]*V
	Shift   uint8 // keys are kept when their hash has this many leading zero bits
	Dropped bool  // keys were sampled out

	budget int
	hash   func(K) uint64
}

// NewMap returns an empty map for budget keys. The hash must be the same on every
// run and machine.
func NewMap[K comparable, V any](budget int, hash func(K) uint64) *Map[K, V] {
	return &Map[K, V]{Entries: make(map[K]*V), budget: budget, hash: hash}
}

// At returns the value of key, new and zero at first; nil when the key is sampled out.
func (m *Map[K, V]) At(key K) *V {
	if v, ok := m.Entries[key]; ok {
		return v
	}
	if m.Shift > 0 && !m.keeps(key) {
		return nil
	}
	v := new(V)
	m.Entries[key] = v
	if len(m.Entries) > m.budget {
		m.shrink()
		return m.Entries[key]
	}
	return v
}

// Merge adds the entries of o, joining values of the same key with join.
func (m *Map[K, V]) Merge(o *Map[K, V], join func(into, from *V)) {
	m.Dropped = m.Dropped || o.Dropped
	if o.Shift > m.Shift {
		m.raise(o.Shift)
	}
	for key, from := range o.Entries {
		if m.Shift > 0 && !m.keeps(key) {
			m.Dropped = true
			continue
		}
		if into, ok := m.Entries[key]; ok {
			join(into, from)
		} else {
			m.Entries[key] = from
		}
	}
	if len(m.Entries) > m.budget {
		m.shrink()
	}
}

// Fraction returns the share of all keys that is kept, 1 when none was dropped.
func (m *Map[K, V]) Fraction() float64 { return 1 / float64(uint64(1)<<m.Shift) }

func (m *Map[K, V]) keeps(key K) bool { return bits.LeadingZeros64(m.hash(key)) >= int(m.Shift) }

func (m *Map[K, V]) shrink() {
	for len(m.Entries) > m.budget && m.Shift < 63 {
		m.raise(m.Shift + 1)
	}
}

func (m *Map[K, V]) raise(shift uint8) {
	m.Shift = shift
	for key := range m.Entries {
		if !m.keeps(key) {
			delete(m.Entries, key)
			m.Dropped = true
		}
	}
}
