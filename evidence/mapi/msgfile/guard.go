package msgfile

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// The limits of one compound file. Outlook refuses to send messages of more than a
// few hundred recipients and attachments, each of which takes some 15 entries.
const (
	maxEntries = 200_000 // of the directory
	maxNesting = 3 * 20  // storages within each other: three for each message within a message
)

// signature begins every compound file.
const signature = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

const (
	headerSize = 512
	entrySize  = 128
	noEntry    = 0xFFFFFFFF
	endOfChain = 0xFFFFFFFE
	inHeader   = 109 // FAT sectors that the header names
)

var (
	errHeader  = errors.New("the header of its compound file is damaged")
	errLoop    = errors.New("its directory runs in a circle")
	errEntries = fmt.Errorf("its directory has more than %d entries", maxEntries)
	errNesting = fmt.Errorf("its storages are nested deeper than %d", maxNesting)
	errCut     = errors.New("its directory lies beyond its end")
)

// guard looks at the directory of a compound file before the library does, which
// trusts it: it follows the tree by recursion and copies the path of every entry. A
// planted directory would cost it all memory.
type guard struct {
	data   []byte
	sector int
	fat    []uint32 // sectors of the FAT
	dir    [][]byte // sectors of the directory
}

// check reports why a file must not be given to the library.
func check(data []byte) error {
	g := guard{data: data}
	if err := g.header(); err != nil {
		return err
	}
	if err := g.directory(); err != nil {
		return err
	}
	return g.tree()
}

func (g *guard) header() error {
	if len(g.data) < headerSize || string(g.data[:len(signature)]) != signature {
		return errHeader
	}
	switch binary.LittleEndian.Uint16(g.data[30:]) {
	case 9:
		g.sector = 512
	case 12:
		g.sector = 4096
	default:
		return errHeader
	}
	for i := range inHeader {
		g.fat = append(g.fat, binary.LittleEndian.Uint32(g.data[76+4*i:]))
	}
	next := binary.LittleEndian.Uint32(g.data[68:])
	for range binary.LittleEndian.Uint32(g.data[72:]) {
		s := g.at(next)
		if s == nil {
			return errHeader
		}
		if len(g.fat) > len(g.data)/g.sector+inHeader {
			return errLoop
		}
		last := len(s) - 4
		for i := 0; i < last; i += 4 {
			g.fat = append(g.fat, binary.LittleEndian.Uint32(s[i:]))
		}
		next = binary.LittleEndian.Uint32(s[last:])
	}
	return nil
}

// at returns a sector, nil when it lies outside of the file.
func (g *guard) at(number uint32) []byte {
	start := (int64(number) + 1) * int64(g.sector)
	if start+int64(g.sector) > int64(len(g.data)) {
		return nil
	}
	return g.data[start : start+int64(g.sector)]
}

// next follows the chain of a sector.
func (g *guard) next(number uint32) (uint32, bool) {
	per := uint32(g.sector / 4)
	if int(number/per) >= len(g.fat) {
		return 0, false
	}
	s := g.at(g.fat[number/per])
	if s == nil {
		return 0, false
	}
	return binary.LittleEndian.Uint32(s[number%per*4:]), true
}

func (g *guard) directory() error {
	seen := make(map[uint32]bool)
	for number := binary.LittleEndian.Uint32(g.data[48:]); number != endOfChain; {
		s := g.at(number)
		if s == nil {
			return errCut
		}
		if seen[number] {
			return errLoop
		}
		seen[number] = true
		g.dir = append(g.dir, s)
		if len(g.dir)*g.sector/entrySize > maxEntries {
			return errEntries
		}
		next, ok := g.next(number)
		if !ok {
			return errCut
		}
		number = next
	}
	if len(g.dir) == 0 {
		return errHeader
	}
	return nil
}

// tree goes through the entries once and sees how deep storages lie.
func (g *guard) tree() error {
	type place struct {
		entry uint32
		depth int
	}
	per := uint32(g.sector / entrySize)
	seen := make(map[uint32]bool)
	for open := []place{{0, 0}}; len(open) > 0; {
		p := open[len(open)-1]
		open = open[:len(open)-1]
		if int(p.entry/per) >= len(g.dir) {
			return errCut
		}
		if seen[p.entry] {
			return errLoop
		}
		seen[p.entry] = true
		if p.depth > maxNesting {
			return errNesting
		}
		e := g.dir[p.entry/per][p.entry%per*entrySize:]
		for i, depth := range []int{p.depth, p.depth, p.depth + 1} { // left, right, child
			if next := binary.LittleEndian.Uint32(e[68+4*i:]); next != noEntry {
				open = append(open, place{next, depth})
			}
		}
	}
	return nil
}
