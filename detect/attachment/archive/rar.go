package archive

import "bytes"

// rarFile is one member of a RAR archive as it lies there.
type rarFile struct {
	Member
	stored bool   // not packed
	locked bool   // encrypted, and not opened
	split  bool   // it begins in another volume
	header []byte // of a member that is not encrypted, for an archive that is put together again
	packed []byte
}

// rarWalk goes through the blocks of an archive, of either version, and collects its
// members. With keys it opens on its way what is encrypted.
type rarWalk struct {
	files           []rarFile
	keys            *rarKeys // nil: no password is known
	five            bool
	solid           bool // each member goes on with the dictionary of the one before
	hidden, damaged bool
	wrong           bool // the password
}

const rar5Mark, rar4Mark = "Rar!\x1a\x07\x01\x00", "Rar!\x1a\x07\x00"

// walkRAR goes through an archive; keys may be nil.
func walkRAR(data []byte, keys *rarKeys) *rarWalk {
	w := &rarWalk{keys: keys}
	switch {
	case bytes.HasPrefix(data, []byte(rar5Mark)):
		w.five = true
		w.blocks5(data[len(rar5Mark):])
	case len(data) >= len(rar4Mark):
		w.blocks4(data[len(rar4Mark):])
	}
	return w
}

// add keeps a member; it returns false when there are too many.
func (w *rarWalk) add(f rarFile) bool {
	w.files = append(w.files, f)
	return len(w.files) < maxSeen
}

// rar lists a RAR archive.
func (l *lister) rar(data []byte) { l.rarMembers(walkRAR(data, nil), len(data)) }

// rarMembers lists what a walk has collected.
func (l *lister) rarMembers(w *rarWalk, size int) {
	l.out.Damaged, l.out.Hidden, l.out.Encrypted = w.damaged, w.hidden, w.hidden
	grown := uint64(0)
	for i := range w.files {
		f := &w.files[i]
		grown += uint64(min(max(0, f.Size), 1<<40))
		if f.stored && !f.locked && !f.split && len(f.packed) > 0 {
			f.Head, f.Content = show(f.Name, f.packed)
		}
	}
	if grown >= bombBytes && grown/uint64(max(1, size)) >= bombRatio {
		l.out.Bomb = true // not unpacked
	} else {
		l.unpackRAR(w)
	}
	for i := range w.files {
		if !l.add(w.files[i].Member) {
			return
		}
	}
}
