package exfil

import (
	"encoding/binary"
	"math/bits"
)

// A packed bin is a head, the step since the bin before, and the bytes out and in. The
// head says how long the others are, so that small numbers take little room and none is
// read bit by bit:
//
//	bits 0-1  the step, less one, when it is at most 3; else longStep, and it follows as a varint
//	bits 2-4  length of the bytes out, 0 to 6; 7 stands for 8
//	bits 5-7  the same of the bytes in
const (
	longStep  = 3
	fullWidth = 7 // the code of 8 bytes
	maxPacked = 1 + binary.MaxVarintLen32 + 8 + 8
	// leastGrowth is by how many bytes the packed bins grow at least; beyond four times
	// as many they grow by a quarter. Doubling would leave half of them empty.
	leastGrowth = 16
)

// bin is what went both ways in one stretch of time.
type bin struct {
	At      uint32 // multiples of binWidth<<Level since 1970
	Out, In int64
}

func (b bin) empty() bool { return b.Out == 0 && b.In == 0 }

// widthOf returns the code of the least width that holds a number.
func widthOf(n uint64) byte { return byte(min(fullWidth, (bits.Len64(n)+7)/8)) }

// appendBin packs a bin that lies a step after the one before.
func appendBin(past []byte, step uint32, b bin) []byte {
	var buffer [maxPacked]byte
	out, in := uint64(b.Out), uint64(b.In)
	outWidth, inWidth := widthOf(out), widthOf(in)
	n := 1
	if step-1 < longStep {
		buffer[0] = byte(step - 1)
	} else {
		buffer[0] = longStep
		n += binary.PutUvarint(buffer[1:], uint64(step))
	}
	buffer[0] |= outWidth<<2 | inWidth<<5
	n += put(buffer[n:], out, outWidth)
	n += put(buffer[n:], in, inWidth)
	return append(roomFor(past, n), buffer[:n]...)
}

// put writes the low bytes of a number and returns how many.
func put(to []byte, n uint64, width byte) int {
	binary.LittleEndian.PutUint64(to, n)
	if width == fullWidth {
		return 8
	}
	return int(width)
}

func roomFor(past []byte, n int) []byte {
	need := len(past) + n
	if need <= cap(past) {
		return past
	}
	size := need + max(leastGrowth-n, len(past)/4)
	grown := make([]byte, len(past), (size+leastGrowth-1)/leastGrowth*leastGrowth)
	copy(grown, past)
	return grown
}

// cursor walks over the bins of a series in order of time, at its own level or coarser:
// then neighbours may stand for the same time.
type cursor struct {
	bin          // the current one, while there is one
	more    bool // there is one
	past    []byte
	at      uint32 // of the last packed bin, at the level of the series
	last    bin
	coarser uint8
}

func (s *series) cursor(level uint8) cursor {
	c := cursor{past: s.Past, last: s.Last, coarser: level - s.Level}
	c.next()
	return c
}

func (c *cursor) next() {
	switch {
	case len(c.past) > 0:
		c.unpack()
	case !c.last.empty():
		c.bin, c.last = c.last, bin{}
	default:
		c.more = false
		return
	}
	c.more = true
	c.At >>= c.coarser
}

func (c *cursor) unpack() {
	head := c.past[0]
	rest := c.past[1:]
	step := uint32(head&3) + 1
	if step > longStep {
		long, n := binary.Uvarint(rest)
		step, rest = uint32(long), rest[max(n, 0):]
	}
	c.at += step
	c.At = c.at
	c.Out, rest = take(rest, head>>2&7)
	c.In, rest = take(rest, head>>5)
	c.past = rest
}

// take reads a number of the width with that code. What a damaged snapshot lacks is 0.
func take(from []byte, code byte) (n int64, rest []byte) {
	width := int(code)
	if code == fullWidth {
		width = 8
	}
	if len(from) >= 8 {
		word := binary.LittleEndian.Uint64(from)
		return int64(word & (1<<(8*width) - 1)), from[width:]
	}
	width = min(width, len(from))
	for i := range width {
		n |= int64(from[i]) << (8 * i)
	}
	return n, from[width:]
}
