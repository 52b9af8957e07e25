package ndb

// Again forgets what was read, so that a benchmark may read for long.
func (s *Store) Again() { s.read.Store(0) }

// Cyclic ciphers in place.
func Cyclic(key uint32, data []byte) { cyclic(key, data) }
