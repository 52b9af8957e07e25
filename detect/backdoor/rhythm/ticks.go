package rhythm

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// Ticks is a set of ticks, packed: the last of them and their number, then the
// distance from each to the next as a varint. Distances within an hour take two bytes
// at most and those within six days three, where a tick takes four. The empty Ticks
// is the empty set. It is exported for snapshots only.
type Ticks []byte

// The head of a set that is not empty: the last tick, then the number of ticks.
const (
	numberAt  = 4
	headBytes = 6
)

// pack packs sorted ticks of which each is there once.
func pack(sorted []uint32) Ticks {
	if len(sorted) == 0 {
		return nil
	}
	var memory [headBytes + mostTimes*binary.MaxVarintLen32]byte
	packed := Ticks(memory[:headBytes])
	for i, at := range sorted[1:] {
		packed = binary.AppendUvarint(packed, uint64(at-sorted[i]))
	}
	packed.head(sorted[len(sorted)-1], len(sorted))
	return append(Ticks(nil), packed...)
}

func (t Ticks) head(last uint32, number int) {
	binary.LittleEndian.PutUint32(t, last)
	binary.LittleEndian.PutUint16(t[numberAt:], uint16(number))
}

// number returns how many ticks there are.
func (t Ticks) number() int {
	if len(t) < headBytes {
		return 0
	}
	return int(binary.LittleEndian.Uint16(t[numberAt:]))
}

// last returns the last tick of a set that is not empty.
func (t Ticks) last() uint32 { return binary.LittleEndian.Uint32(t) }

// unpack appends the ticks, sorted.
func (t Ticks) unpack(into []uint32) []uint32 {
	if t.number() == 0 {
		return into
	}
	start, at := len(into), uint32(0)
	into = append(into, 0)
	for i := headBytes; i < len(t); {
		step := uint32(t[i])
		if i++; step >= 0x80 {
			step &= 0x7f
			for shift := 7; i < len(t); shift += 7 {
				b := uint32(t[i])
				i++
				step |= b & 0x7f << shift
				if b < 0x80 {
					break
				}
			}
		}
		at += step
		into = append(into, at)
	}
	first := t.last() - at
	for i := start; i < len(into); i++ {
		into[i] += first
	}
	return into
}

// add puts a tick in: behind the others, as nearly all are, or where it belongs, looked
// for from the end. Logs are in order of the end of a connection, or nearly so.
func (t *Ticks) add(at uint32) {
	if t.number() == 0 {
		*t = Ticks(nil).room(headBytes)[:headBytes]
		t.head(at, 1)
		return
	}
	if last := t.last(); at > last {
		step := at - last
		*t = binary.AppendUvarint(t.room((bits.Len32(step)+6)/7), uint64(step)) // seven bits to a byte
		t.head(at, t.number()+1)
		return
	}
	next, end := t.last(), len(*t)
	for at < next && end > headBytes {
		begin, step := t.before(end)
		if previous := next - step; at > previous {
			t.put(begin, end, at-previous, next-at)
			t.head(t.last(), t.number()+1)
			return
		}
		next, end = next-step, begin
	}
	if at < next {
		t.put(headBytes, headBytes, next-at)
		t.head(t.last(), t.number()+1)
	}
}

// before returns where the distance begins that ends there, and what it is.
func (t Ticks) before(end int) (begin int, step uint32) {
	begin = end - 1
	for begin > headBytes && t[begin-1] >= 0x80 {
		begin--
	}
	for i := end - 1; i >= begin; i-- {
		step = step<<7 | uint32(t[i]&0x7f)
	}
	return begin, step
}

// put writes distances in place of what lies from begin to end, which takes no more.
func (t *Ticks) put(begin, end int, steps ...uint32) {
	var memory [2 * binary.MaxVarintLen32]byte
	written := memory[:0]
	for _, s := range steps {
		written = binary.AppendUvarint(written, uint64(s))
	}
	more, length := len(written)-(end-begin), len(*t)
	*t = t.room(more)[:length+more]
	copy((*t)[end+more:], (*t)[end:length])
	copy((*t)[begin:], written)
}

// room returns the set with room for so many bytes more, a sixteenth to spare, and what
// the allocator rounds them up to; append would take twice as much.
func (t Ticks) room(size int) Ticks {
	if len(t)+size <= cap(t) {
		return t
	}
	return append(slices.Grow(Ticks(nil), len(t)+size+len(t)/16), t...)
}

// union appends the ticks of both sets, sorted.
func union(into []uint32, a, b Ticks) []uint32 {
	var memory [2][mostTimes]uint32
	left, right := a.unpack(memory[0][:0]), b.unpack(memory[1][:0])
	for len(left) > 0 && len(right) > 0 {
		switch {
		case left[0] < right[0]:
			into, left = append(into, left[0]), left[1:]
		case left[0] > right[0]:
			into, right = append(into, right[0]), right[1:]
		default:
			right = right[1:]
		}
	}
	return append(append(into, left...), right...)
}
