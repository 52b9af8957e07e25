package compound

import (
	"encoding/binary"

	"dwell/detect/attachment/inside"
)

// The sizes of sectors as powers of two: version 3 has 512 bytes, version 4 has 4096.
const (
	leastShift, bigSectors, mostShift = 7, 12, 16
	miniShift                         = 6
)

// firstRoom is what is set aside for a stream before its bytes are seen: what an entry
// announces costs nothing.
const firstRoom = 64 << 10

// file is a compound file in memory.
type file struct {
	data      []byte
	shift     uint     // of the size of a sector
	tables    []uint32 // sectors that hold the sector table
	miniTable []byte
	miniData  []byte
	cutoff    uint64 // streams below it lie in the mini stream
	directory []byte
	budget    int // bytes that may still be read
}

// open reads the header, the sector table and the directory.
func open(data []byte) (*file, bool) {
	const header = 512
	if len(data) < header || string(data[:8]) != "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" {
		return nil, false
	}
	f := &file{data: data, shift: uint(inside.Number(data, 30, 2)), cutoff: inside.Number(data, 56, 4), budget: MaxRead}
	if f.shift < leastShift || f.shift > mostShift {
		return nil, false
	}
	f.findTables()
	f.directory = f.chain(binary.LittleEndian.Uint32(data[48:]), min(len(data), maxEntries*entrySize))
	f.directory = f.directory[:len(f.directory)/entrySize*entrySize]
	if len(f.directory) == 0 {
		return nil, false
	}
	root := f.entry(0)
	f.miniData = f.chain(binary.LittleEndian.Uint32(root[116:]), int(min(inside.Number(root, 120, 4), MaxRead)))
	f.miniTable = f.chain(binary.LittleEndian.Uint32(data[60:]), len(f.miniData)>>miniShift*4+4)
	return f, true
}

// sector gives the bytes of a sector, fewer or none where the file ends.
func (f *file) sector(n uint32) []byte {
	size := uint64(1) << f.shift
	return inside.Slice(f.data, (uint64(n)+1)<<f.shift, size)
}

// findTables finds the sectors of the sector table: the first stand in the header, the
// numbers of others in sectors that lead from one to the next.
func (f *file) findTables() {
	most := len(f.data)>>f.shift + 1 // sectors of the file: no list can be longer
	for i := range headerTables {
		if n := binary.LittleEndian.Uint32(f.data[76+4*i:]); n <= lastSector {
			f.tables = append(f.tables, n)
		}
	}
	next := binary.LittleEndian.Uint32(f.data[68:])
	for range most {
		b := f.sector(next)
		if next > lastSector || len(b) < 8 || len(f.tables) > most {
			return
		}
		for ; len(b) >= 8; b = b[4:] {
			f.tables = append(f.tables, binary.LittleEndian.Uint32(b))
		}
		next = binary.LittleEndian.Uint32(b)
	}
}

// next gives the sector that follows in a chain, none at its end or where the table is
// damaged.
func (f *file) next(n uint32) uint32 {
	per := uint32(1) << (f.shift - 2)
	if int64(n/per) >= int64(len(f.tables)) {
		return none
	}
	b := f.sector(f.tables[n/per])
	at := n % per * 4
	if uint64(at)+4 > uint64(len(b)) {
		return none
	}
	return binary.LittleEndian.Uint32(b[at:])
}

// chain reads up to n bytes of a chain of sectors. A chain that leads back to itself
// ends when it has as many sectors as the file.
func (f *file) chain(start uint32, n int) []byte {
	out := make([]byte, 0, min(n, len(f.data), firstRoom)+1<<f.shift)
	for range len(f.data)>>f.shift + 1 {
		b := f.sector(start)
		if start > lastSector || len(b) == 0 || len(out) >= n {
			break
		}
		out = append(out, b...)
		start = f.next(start)
	}
	return out[:min(len(out), n)]
}

// mini reads up to n bytes of a chain in the mini stream.
func (f *file) mini(start uint32, n int) []byte {
	out := make([]byte, 0, min(n, len(f.miniData), firstRoom)+1<<miniShift)
	for range len(f.miniData)>>miniShift + 1 {
		b := inside.Slice(f.miniData, uint64(start)<<miniShift, 1<<miniShift)
		if len(b) == 0 || len(out) >= n {
			break
		}
		out = append(out, b...)
		if uint64(start)*4+4 > uint64(len(f.miniTable)) {
			break
		}
		start = uint32(inside.Number(f.miniTable, int(start)*4, 4))
	}
	return out[:min(len(out), n)]
}
