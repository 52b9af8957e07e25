// Package compound goes through the streams of OLE compound files: old Office
// documents, HWP 5, installers, Outlook messages, objects within other documents.
//
// Sources: MS-CFB; MS-OLEPS for property sets; MS-OLEDS 2.3.6 and the descriptions of
// \x01Ole10Native for packaged files. The reader is our own because the libraries for
// the format check less than a hostile file needs: chains that lead back to themselves
// must end, a tree that is broken on purpose must still show its streams. Messages of
// Outlook as evidence are read elsewhere (evidence/mapi/msgfile), over a library: of a
// message that matters to an investigation each property must be right, of a file that
// came with a mail it is enough to see what it holds.
//
// Streams, bytes and the lengths of chains are bounded; what is damaged is read as far
// as it goes. The package imports inside only.
package compound

import (
	"encoding/binary"
	"fmt"
	"strings"

	"dwell/detect/attachment/inside"
)

// The bounds of one walk.
const (
	maxEntries = 4096
	MaxStream  = 4 << 20  // bytes that Read reads of one stream
	MaxRead    = 16 << 20 // bytes read of all streams
	longest    = 64 << 20 // bytes of a file that is walked
	maxDepth   = 32       // storages within storages
)

// The marks of the sector table (MS-CFB 2.1).
const (
	lastSector   = 0xfffffffa // highest number of a sector
	none         = 0xffffffff
	entrySize    = 128
	headerTables = 109
)

// Stream is one stream or storage.
type Stream struct {
	Name   string // lower case
	Parent string // of the storage it lies in, lower case; "" at the root
	ID     string // class identifier, without braces, lower case

	file  *file
	start uint32
	size  uint64
}

// Read returns the content, as far as the limits and the damage of the file let it.
func (s *Stream) Read() []byte { return s.Head(MaxStream) }

// Head returns the first bytes of the content.
func (s *Stream) Head(n int) []byte {
	f := s.file
	n = int(min(uint64(max(0, min(n, f.budget))), s.size))
	var data []byte
	if s.size < f.cutoff {
		data = f.mini(s.start, n)
	} else {
		data = f.chain(s.start, n)
	}
	f.budget -= len(data)
	return data
}

// Walk visits every storage and stream but the root, of which it returns the class
// identifier.
func Walk(data []byte, visit func(*Stream)) (root string) {
	f, ok := open(data[:min(len(data), longest)])
	if !ok {
		return ""
	}
	parents := f.parents()
	for i := 1; i < f.entries(); i++ {
		e := f.entry(i)
		const storage, stream = 1, 2
		if kind := e[66]; kind != storage && kind != stream {
			continue
		}
		s := Stream{Name: entryName(e), ID: identifier(e[80:96]), file: f, start: binary.LittleEndian.Uint32(e[116:]), size: inside.Number(e, 120, 8)}
		if f.shift < bigSectors {
			s.size &= none // the upper half means nothing in version 3
		}
		if e[66] == storage {
			s.size = 0
		}
		if p := parents[i]; p > 0 {
			s.Parent = entryName(f.entry(p))
		}
		visit(&s)
	}
	return identifier(f.entry(0)[80:96])
}

// entries is the number of entries of the directory.
func (f *file) entries() int { return len(f.directory) / entrySize }

func (f *file) entry(i int) []byte { return f.directory[i*entrySize:][:entrySize] }

func entryName(e []byte) string {
	const longestName = 64
	return strings.ToLower(inside.UTF16(e[:longestName]))
}

// parents finds for every entry the storage it lies in, 0 for the root and for those
// that a broken tree does not reach.
func (f *file) parents() []int {
	out := make([]int, f.entries())
	seen := make([]bool, f.entries())
	type place struct{ entry, parent, depth int }
	stack := []place{{int(binary.LittleEndian.Uint32(f.entry(0)[76:])), 0, 0}}
	for len(stack) > 0 {
		p := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if p.entry <= 0 || p.entry >= len(out) || seen[p.entry] {
			continue
		}
		seen[p.entry] = true
		out[p.entry] = p.parent
		e := f.entry(p.entry)
		for _, at := range []int{68, 72} { // siblings
			stack = append(stack, place{int(binary.LittleEndian.Uint32(e[at:])), p.parent, p.depth})
		}
		if p.depth < maxDepth {
			stack = append(stack, place{int(binary.LittleEndian.Uint32(e[76:])), p.entry, p.depth + 1})
		}
	}
	return out
}

// identifier writes a GUID.
func identifier(b []byte) string {
	return fmt.Sprintf("%08x-%04x-%04x-%x-%x", inside.Number(b, 0, 4), inside.Number(b, 4, 2), inside.Number(b, 6, 2), b[8:10], b[10:16])
}
