package archive

import (
	"bytes"
	"encoding/binary"
)

// extreme reports whether a byte is the highest one of a short jump, forth or back.
func extreme(b byte) bool { return b == 0 || b == 0xff }

// unjump undoes BCJ, the filter for machine code of PCs: the targets of calls and jumps
// (E8, E9) are made relative again. The mask tells which of the last bytes looked like
// a call, for then this one may lie in its target (LZMA SDK, Bra86.c).
func unjump(in []byte, limit int) []byte {
	out := bytes.Clone(in)
	bits := [8]uint{0, 1, 2, 2, 3, 3, 3, 3}
	allowed := [8]bool{true, true, true, false, true, false, false, false}
	mask, last := 0, -1
	for at := 0; at+4 < len(out); {
		if out[at]&0xfe != 0xe8 {
			at++
			continue
		}
		if gap := at - last; last < 0 || gap > 3 {
			mask = 0
		} else {
			mask = mask << (gap - 1) & 7
		}
		last = at
		if mask != 0 && (!allowed[mask] || extreme(out[at+4-int(bits[mask])])) || !extreme(out[at+4]) {
			mask = mask<<1&7 | 1
			at++
			continue
		}
		target := relative(binary.LittleEndian.Uint32(out[at+1:]), uint32(at+5), mask, bits[mask]*8)
		target &= 0x01ffffff
		target |= -(target >> 24 & 1) << 24 // the highest byte is all ones or none
		binary.LittleEndian.PutUint32(out[at+1:], target)
		at += 5
	}
	return out[:min(len(out), limit)]
}

// relative makes a target relative to the place behind the jump.
func relative(target, behind uint32, mask int, shift uint) uint32 {
	for {
		to := target - behind
		if mask == 0 || !extreme(byte(to>>(24-shift))) {
			return to
		}
		target = to ^ (1<<(32-shift) - 1)
	}
}

// unjump2 undoes BCJ2, which puts the targets of calls and of jumps into streams of
// their own, and into a fourth one whether what looks like a call or jump is one: a bit
// each, by a range coder (LZMA SDK, Bcj2.c).
func unjump2(in [][]byte, limit int) []byte {
	const streams = 4
	if len(in) < streams || len(in[3]) < 5 {
		return nil
	}
	main, calls, jumps := in[0], in[1], in[2]
	bit := newBits(in[3])
	out := make([]byte, 0, min(limit, len(main)+len(calls)+len(jumps)))
	previous := byte(0)
	for at := 0; at < len(main) && len(out) < limit; at++ {
		b := main[at]
		out = append(out, b)
		if b&0xfe != 0xe8 && (previous != 0x0f || b&0xf0 != 0x80) {
			previous = b
			continue
		}
		kind, targets := 257, &jumps
		switch b {
		case 0xe8:
			kind, targets = int(previous), &calls
		case 0xe9:
			kind = 256
		}
		previous = b
		if len(out) >= limit || bit.next(kind) == 0 {
			continue
		}
		if len(*targets) < 4 {
			return out
		}
		target := binary.BigEndian.Uint32(*targets) - uint32(len(out)+4)
		*targets = (*targets)[4:]
		out = binary.LittleEndian.AppendUint32(out, target)
		previous = byte(target >> 24)
	}
	return out[:min(len(out), limit)]
}

// bits reads single bits that a range coder wrote, as LZMA does.
type bits struct {
	data          []byte
	width, code   uint32
	probabilities [258]uint16
}

func newBits(data []byte) *bits {
	const even = 1 << 10
	b := &bits{data: data[5:], width: 1<<32 - 1, code: binary.BigEndian.Uint32(data[1:])}
	for i := range b.probabilities {
		b.probabilities[i] = even
	}
	return b
}

func (b *bits) next(kind int) int {
	const total, move, top = 11, 5, 1 << 24
	if b.width < top {
		b.width <<= 8
		b.code <<= 8
		if len(b.data) > 0 {
			b.code |= uint32(b.data[0])
			b.data = b.data[1:]
		}
	}
	p := &b.probabilities[kind]
	bound := b.width >> total * uint32(*p)
	if b.code < bound {
		b.width = bound
		*p += (1<<total - *p) >> move
		return 0
	}
	b.width -= bound
	b.code -= bound
	*p -= *p >> move
	return 1
}
