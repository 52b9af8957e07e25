package ndb

import "cmp"

// Remains returns what pages of the past still tell of nodes that are in the store no
// more: a store with those nodes, as far as wanted, and the blocks of then and now. Their
// blocks may have been written over since, which reading them shows. It is nil when there
// are none, and of a store that was rebuilt, in which they are among the others.
func (s *Store) Remains(wanted func(NID) bool) (*Store, error) {
	if s.Rebuilt {
		return nil, nil
	}
	t := &trees{store: &Store{r: s.r, size: s.size, layout: s.layout}}
	t.wanted = func(kind byte, key uint64) bool {
		if kind == pageNodes {
			_, live := s.Node(NID(key))
			return !live && wanted(NID(key))
		}
		_, live := s.find(BID(key))
		return !live
	}
	t.find()
	if t.tooMany {
		return nil, errTooMany
	}
	if t.nodes.len() == 0 {
		return nil, nil
	}
	past := &Store{Header: s.Header, r: s.r, size: s.size, layout: s.layout, nodes: settled(&t.nodes, nodeKey)}
	past.blocks = merged(s.blocks, settled(&t.blocks, blockKey))
	return past, nil
}

// merged joins two lists in the order of their numbers, of which no number is in both.
func merged(a, b []block) []block {
	out := make([]block, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if cmp.Less(a[0].id, b[0].id) {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}
