package ltp

import (
	"encoding/binary"
)

// Name is what a property from 0x8000 on stands for: a number or a text (UTF-16) in a
// set.
type Name struct {
	Property uint16
	Set      [16]byte
	Number   uint32
	Text     []byte // nil: it is a number
}

// The properties of the node that maps names ([MS-PST] 2.4.7), and the sets that have
// numbers of their own.
const (
	nameSets    = 0x0002
	nameEntries = 0x0003
	nameTexts   = 0x0004

	setMAPI, setPublic = 1, 2
)

// Names reads the properties of the node of names.
func Names(values []Value) []Name {
	var sets, entries, texts []byte
	for i := range values {
		switch v := &values[i]; v.ID {
		case nameSets:
			sets = v.Data
		case nameEntries:
			entries = v.Data
		case nameTexts:
			texts = v.Data
		}
	}
	const size = 8
	var names []Name
	for ; len(entries) >= size && len(names) < maxNames; entries = entries[size:] {
		number, set := binary.LittleEndian.Uint32(entries), binary.LittleEndian.Uint16(entries[4:])
		n := Name{Property: binary.LittleEndian.Uint16(entries[6:]) | 0x8000, Set: nameSet(sets, int(set>>1))}
		if set&1 == 0 {
			n.Number = number
		} else if n.Text = nameText(texts, int(number)); n.Text == nil {
			continue
		}
		names = append(names, n)
	}
	return names
}

// nameSet returns a property set by its number; the zero one when there is none.
func nameSet(sets []byte, number int) (set [16]byte) {
	const own = 3 // number of the first set of the store's own
	switch {
	case number == setMAPI:
		return [16]byte{0x28, 0x03, 0x02, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46}
	case number == setPublic:
		return [16]byte{0x29, 0x03, 0x02, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46}
	case number >= own && len(sets) >= (number-own+1)*len(set):
		copy(set[:], sets[(number-own)*len(set):])
	}
	return set
}

// nameText returns a text of the list of texts, which has its length before it.
func nameText(texts []byte, at int) []byte {
	const width = 4
	if at+width > len(texts) {
		return nil
	}
	size := int(binary.LittleEndian.Uint32(texts[at:]))
	if size == 0 || size > len(texts)-at-width {
		return nil
	}
	return texts[at+width : at+width+size]
}
