package msgfile

import (
	"encoding/binary"

	"dwell/evidence/mapi"
)

// The streams that map the numbers from 0x8000 on ([MS-OXMSG] 2.2.3).
const (
	setsName    = "__substg1.0_00020102"
	entriesName = "__substg1.0_00030102"
	stringsName = "__substg1.0_00040102"
)

// The property sets that have a number instead of a place in the stream of sets.
var (
	setMAPI   = mapi.GUID{0x28, 0x03, 0x02, 0x00, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}
	setPublic = mapi.GUID{0x29, 0x03, 0x02, 0x00, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}
)

// readNames reads the map of names.
func readNames(s *storage, m *mapi.Message) mapi.Names {
	entries := s.stream(entriesName)
	if entries == nil {
		return nil
	}
	var sets, texts []byte
	if v := s.stream(setsName); v != nil {
		sets = v.data
	}
	if v := s.stream(stringsName); v != nil {
		texts = v.data
	}
	const size, first = 8, 0x8000
	names := make(mapi.Names)
	for b := entries.data; len(b) >= size; b = b[size:] {
		value, kind, number := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint16(b[4:]), binary.LittleEndian.Uint16(b[6:])
		set, ok := setOf(sets, int(kind>>1))
		name := mapi.Name{Set: set, ID: value}
		if kind&1 != 0 {
			var found bool
			name.Text, found = textAt(texts, value)
			ok = ok && found
		}
		if !ok || number >= first {
			defect(m, defectNames)
			continue
		}
		names[first+mapi.ID(number)] = name
	}
	return names
}

func setOf(sets []byte, index int) (set mapi.GUID, ok bool) {
	switch index {
	case 0:
		return set, true
	case 1:
		return setMAPI, true
	case 2:
		return setPublic, true
	}
	at := (index - 3) * len(set)
	if at+len(set) > len(sets) {
		return set, false
	}
	copy(set[:], sets[at:])
	return set, true
}

// textAt reads the name at an offset: its length in bytes and its letters.
func textAt(texts []byte, offset uint32) (string, bool) {
	if int64(offset)+4 > int64(len(texts)) {
		return "", false
	}
	rest := texts[offset+4:]
	size := binary.LittleEndian.Uint32(texts[offset:])
	if int64(size) > int64(len(rest)) {
		return "", false
	}
	return mapi.UTF16(rest[:size]), true
}
