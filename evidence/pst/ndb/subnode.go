package ndb

import (
	"cmp"
	"errors"
	"slices"
)

// Subnode is a node within a node.
type Subnode struct {
	ID   NID
	Data BID
	Sub  BID
}

// Subnodes are those of one node, in the order of their numbers.
type Subnodes []Subnode

// Find returns the subnode with the given number.
func (s Subnodes) Find(id NID) (Subnode, bool) {
	i, ok := slices.BinarySearchFunc(s, id, func(n Subnode, id NID) int { return cmp.Compare(n.ID, id) })
	if !ok {
		return Subnode{}, false
	}
	return s[i], true
}

// Subnodes reads the list of subnodes that a number stands for. Faults are told as by
// Data.
func (x *Session) Subnodes(id BID) (Subnodes, error) {
	if id == 0 {
		return nil, nil
	}
	var out Subnodes
	const levels = 1 // an SIBLOCK leads to SLBLOCKs
	if err := x.subnodes(&out, id, levels); err != nil {
		return out, err
	}
	byID := func(a, b Subnode) int { return cmp.Compare(a.ID, b.ID) }
	if !slices.IsSortedFunc(out, byID) {
		slices.SortStableFunc(out, byID)
	}
	return out, nil
}

// errSubnodes says that a node has more subnodes than are read.
var errSubnodes = errors.New("it has more subnodes than any message")

func (x *Session) subnodes(out *Subnodes, id BID, level int) error {
	l, err := x.list(id, typeSubnodes, 0)
	if err == nil && l.level > level {
		offset, _ := x.store.Place(id)
		err = &Fault{offset, "a list of subnodes on a level where it cannot be"}
	}
	if err != nil {
		var f *Fault
		if errors.As(err, &f) {
			x.fault(f.Offset, f.Why)
			return nil
		}
		return err
	}
	w := &x.store.layout
	for i := range l.count {
		e := l.entry(i)
		if l.level > 0 {
			if err := x.subnodes(out, BID(w.word(e[w.width():])), l.level-1); err != nil {
				return err
			}
			continue
		}
		if len(*out) >= maxSubnodes {
			return errSubnodes
		}
		*out = append(*out, Subnode{NID(w.word(e)), BID(w.word(e[w.width():])), BID(w.word(e[2*w.width():]))})
	}
	return nil
}
