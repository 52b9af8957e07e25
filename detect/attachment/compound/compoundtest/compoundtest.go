// Package compoundtest writes compound files for the tests of those who read them.
package compoundtest

import (
	"encoding/binary"
	"unicode/utf16"
)

// File is one stream. Storage is that in which it lies, "" the root.
type File struct{ Storage, Name, Content string }

const (
	sector    = 512
	end       = 0xfffffffe
	free      = 0xffffffff
	fatSector = 0xfffffffd
	// cutoff is the size below which a stream would lie in the mini stream; smaller
	// ones are filled up with zeros.
	cutoff = 4096
)

// entry is one of the directory.
type entry struct {
	name               string
	kind               byte
	right, child, size uint32
	start              uint32
	content            string
}

// Write writes a compound file of version 3 (MS-CFB). Class is the identifier of the
// root in the order of its bytes, "" none.
func Write(class string, files ...File) []byte {
	entries := directory(files)
	directorySectors := (len(entries)*128 + sector - 1) / sector
	total := directorySectors
	for _, e := range entries {
		total += int(e.size / sector)
	}
	fats := 1
	for (total+fats+sector/4-1)/(sector/4) > fats {
		fats++
	}
	out := make([]byte, sector*(1+fats+total))
	header(out, fats)
	table := out[sector : sector*(1+fats)]
	for i := 0; i < len(table); i += 4 {
		binary.LittleEndian.PutUint32(table[i:], free)
	}
	for i := range fats {
		binary.LittleEndian.PutUint32(table[4*i:], fatSector)
	}
	chain(table, fats, directorySectors)
	next := fats + directorySectors
	for i := range entries {
		e := &entries[i]
		e.start = end
		if e.size > 0 {
			e.start = uint32(next)
			chain(table, next, int(e.size/sector))
			copy(out[sector*(1+next):], e.content)
			next += int(e.size / sector)
		}
		e.write(out[sector*(1+fats)+128*i:])
	}
	copy(out[sector*(1+fats)+80:], class)
	return out
}

// directory lays out the root, its storages and their streams as chains of right
// siblings.
func directory(files []File) []entry {
	out := []entry{{name: "Root Entry", kind: 5, right: free, child: free}}
	storages := map[string]uint32{"": 0}
	last := map[uint32]uint32{} // last child of a storage
	add := func(parent uint32, e entry) uint32 {
		n := uint32(len(out))
		if before, ok := last[parent]; ok {
			out[before].right = n
		} else {
			out[parent].child = n
		}
		last[parent] = n
		out = append(out, e)
		return n
	}
	for _, f := range files {
		if _, ok := storages[f.Storage]; !ok {
			storages[f.Storage] = add(0, entry{name: f.Storage, kind: 1, right: free, child: free})
		}
		size := (max(len(f.Content), cutoff) + sector - 1) / sector * sector
		add(storages[f.Storage], entry{name: f.Name, kind: 2, right: free, child: free, size: uint32(size), content: f.Content})
	}
	return out
}

func (e *entry) write(out []byte) {
	units := utf16.Encode([]rune(e.name))
	for j, u := range units {
		binary.LittleEndian.PutUint16(out[2*j:], u)
	}
	binary.LittleEndian.PutUint16(out[64:], uint16(2*len(units)+2))
	out[66], out[67] = e.kind, 1
	for at, v := range map[int]uint32{68: free, 72: e.right, 76: e.child, 116: e.start, 120: e.size} {
		binary.LittleEndian.PutUint32(out[at:], v)
	}
}

func header(out []byte, fats int) {
	copy(out, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for at, v := range map[int]uint16{24: 0x3e, 26: 3, 28: 0xfffe, 30: 9, 32: 6} {
		binary.LittleEndian.PutUint16(out[at:], v)
	}
	for at, v := range map[int]uint32{44: uint32(fats), 48: uint32(fats), 56: cutoff, 60: end, 68: end} {
		binary.LittleEndian.PutUint32(out[at:], v)
	}
	for i := range 109 {
		v := uint32(free)
		if i < fats {
			v = uint32(i)
		}
		binary.LittleEndian.PutUint32(out[76+4*i:], v)
	}
}

func chain(table []byte, from, n int) {
	for i := range n {
		next := uint32(from + i + 1)
		if i == n-1 {
			next = end
		}
		binary.LittleEndian.PutUint32(table[4*(from+i):], next)
	}
}

// Packaged writes an \x01Ole10Native stream with a file.
func Packaged(name, content string) string {
	body := "\x02\x00" + name + "\x00C:\\" + name + "\x00\x00\x00\x03\x00" + sized(name+"\x00") + sized(content)
	return sized(body)
}

func sized(s string) string {
	return string(binary.LittleEndian.AppendUint32(nil, uint32(len(s)))) + s
}
