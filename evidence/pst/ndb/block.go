package ndb

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/klauspost/compress/zlib"
)

// Session reads blocks of a store for one purpose, such as one message, within a budget
// of bytes. It belongs to one goroutine.
type Session struct {
	// Faults are those met in the blocks that were read.
	Faults []Fault

	store *Store
	left  int64
	raw   []byte // a block as it stands in the file
	zlib  io.ReadCloser
}

// Session returns a session that may read a number of bytes.
func (s *Store) Session(budget int64) *Session { return &Session{store: s, left: budget} }

// Renew makes the session ready for another purpose, keeping its memory.
func (x *Session) Renew(budget int64) { x.left, x.Faults = budget, x.Faults[:0] }

// ErrBudget says that more was to be read than a session may.
var ErrBudget = errors.New("it leads to more data than a message may have")

// ErrAgain says that the same bytes of a store are read over and over.
var ErrAgain = errors.New("the store leads to the same blocks over and over, as only decompression bombs do: the rest is refused")

// spend takes bytes off the budgets.
func (x *Session) spend(n int64) error {
	if x.left -= n; x.left < 0 {
		return ErrBudget
	}
	if x.store.read.Add(n) > readAgain*x.store.size+freeRead {
		return ErrAgain
	}
	return nil
}

func (x *Session) fault(offset int64, why string) {
	if len(x.Faults) < maxFaults {
		x.Faults = append(x.Faults, Fault{offset, why})
	}
}

// block appends the plain data of a block to dst. A *Fault says that there is nothing to
// be had of the block, any other error that reading must end.
func (x *Session) block(dst []byte, id BID) ([]byte, error) {
	b, ok := x.store.find(id)
	if !ok {
		return dst, &Fault{0, fmt.Sprintf("block %#x is in no tree", uint64(id))}
	}
	stored, inflated, err := x.stored(b)
	if err != nil {
		return dst, err
	}
	from := len(dst)
	method := x.store.Header.Crypt
	if id.Internal() {
		method = CryptNone
	}
	if inflated > 0 && inflated != len(stored) {
		if err := x.spend(int64(inflated)); err != nil {
			return dst, err
		}
		if dst, err = x.inflate(dst, stored, inflated); err != nil {
			return dst[:from], &Fault{b.offset(), "a packed block cannot be unpacked: " + err.Error()}
		}
	} else {
		dst = append(dst, stored...)
	}
	Decipher(method, b.id, dst[from:])
	return dst, nil
}

// stored reads a block as it stands in the file, and the size of its data unpacked, which
// is 0 where blocks are not packed.
func (x *Session) stored(b block) (data []byte, inflated int, err error) {
	l := &x.store.layout
	size := b.size()
	total := (size + l.blockTrailer + l.blockAlign - 1) / l.blockAlign * l.blockAlign
	if size == 0 || size > l.maxBlock || b.offset() > x.store.size-int64(total) {
		return nil, 0, &Fault{min(b.offset(), x.store.size), "a block would lie outside of the file or be too large"}
	}
	if err := x.spend(int64(total)); err != nil {
		return nil, 0, err
	}
	if cap(x.raw) < total {
		x.raw = make([]byte, l.maxBlock+l.blockTrailer+l.blockAlign)
	}
	raw := x.raw[:total]
	if n, err := x.store.r.ReadAt(raw, b.offset()); n < total {
		if err == nil || errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, 0, &Fault{b.offset(), "a block cannot be read: " + err.Error()}
	}
	inflated, why, sound := x.verify(raw, b)
	if !sound {
		return nil, 0, &Fault{b.offset(), why}
	}
	if why != "" {
		x.fault(b.offset(), why)
	}
	return raw[:size], inflated, nil
}

// verify holds a block against its trailer. It is not sound when another block stands in
// its place; where only the checksum is wrong, what is there is read.
func (x *Session) verify(raw []byte, b block) (inflated int, why string, sound bool) {
	l := &x.store.layout
	t := raw[len(raw)-l.blockTrailer:]
	size, sig := int(binary.LittleEndian.Uint16(t)), binary.LittleEndian.Uint16(t[2:])
	var sum uint32
	var id BID
	if l.wide {
		sum, id = binary.LittleEndian.Uint32(t[4:]), BID(binary.LittleEndian.Uint64(t[8:]))
	} else {
		id, sum = BID(binary.LittleEndian.Uint32(t[4:])), binary.LittleEndian.Uint32(t[8:])
	}
	if l.large {
		inflated = int(binary.LittleEndian.Uint16(t[18:]))
	}
	numbered := id.key() == b.id && size == b.size()
	summed := checksum(raw[:b.size()]) == sum
	switch {
	case !numbered && (!summed || sum == 0): // zeros have the checksum zero
		return 0, "no block stands where the tree says: it was overwritten", false
	case !numbered:
		return inflated, "a block has another number or size than its tree says", true
	case !summed:
		return inflated, "a block does not fit its checksum", true
	case !l.large && sig != signature(b.offset(), id):
		return inflated, "a block does not fit its signature", true
	}
	return inflated, "", true
}

// inflate appends a block unpacked to the size that it must have.
func (x *Session) inflate(dst, packed []byte, size int) ([]byte, error) {
	r := bytes.NewReader(packed)
	var err error
	if x.zlib == nil {
		x.zlib, err = zlib.NewReader(r)
	} else {
		err = x.zlib.(zlib.Resetter).Reset(r, nil)
	}
	if err != nil {
		return dst, err
	}
	from := len(dst)
	dst = slices.Grow(dst, size)[:from+size]
	n, err := io.ReadFull(x.zlib, dst[from:])
	return dst[:from+n], err
}
