package lzma

import "encoding/binary"

// begin starts the range decoder: a zero and the first four bytes of the code.
func (d *decoder) begin(data []byte) bool {
	const start = 5
	if len(data) < start || data[0] != 0 {
		return false
	}
	d.rng, d.code, d.in = 0xffffffff, binary.BigEndian.Uint32(data[1:]), data[start:]
	return true
}

// normalize keeps the range above its least; behind the end of the data come zeros,
// and run sees that it ended.
func (d *decoder) normalize() {
	if d.rng >= topValue {
		return
	}
	d.rng <<= 8
	d.code <<= 8
	if len(d.in) > 0 {
		d.code |= uint32(d.in[0])
		d.in = d.in[1:]
	}
}

func (d *decoder) bit(p *prob) uint32 {
	bound := d.rng >> modelBits * uint32(*p)
	if d.code < bound {
		d.rng = bound
		*p += (1<<modelBits - *p) >> moveBits
		d.normalize()
		return 0
	}
	d.rng -= bound
	d.code -= bound
	*p -= *p >> moveBits
	d.normalize()
	return 1
}

// tree reads a number of bits, highest first.
func (d *decoder) tree(p []prob, bits uint) uint32 {
	m := uint32(1)
	for range bits {
		m = m<<1 + d.bit(&p[m])
	}
	return m - 1<<bits
}

// reverse reads a number of bits, lowest first.
func (d *decoder) reverse(p []prob, bits uint) uint32 {
	m, v := uint32(1), uint32(0)
	for i := range bits {
		b := d.bit(&p[m])
		m = m<<1 + b
		v |= b << i
	}
	return v
}

func (d *decoder) direct(bits uint) uint32 {
	v := uint32(0)
	for range bits {
		d.rng >>= 1
		v <<= 1
		if d.code >= d.rng {
			d.code -= d.rng
			v |= 1
		}
		d.normalize()
	}
	return v
}

func (d *decoder) lengthOf(l *lengths, pos uint32) int {
	switch {
	case d.bit(&l.choice) == 0:
		return int(d.tree(l.low[pos][:], 3))
	case d.bit(&l.choice2) == 0:
		return 8 + int(d.tree(l.mid[pos][:], 3))
	}
	return 16 + int(d.tree(l.high[:], 8))
}

// run unpacks until the limit, the end mark, the end of the data or damage.
func (d *decoder) run() {
	for len(d.out) < d.limit {
		if len(d.in) == 0 && d.rng < topValue {
			return
		}
		pos := uint32(len(d.out)-d.base) & (1<<d.pb - 1)
		if d.bit(&d.isMatch[d.state][pos]) == 0 {
			d.literal()
			continue
		}
		length, ok := d.match(pos)
		if !ok || !d.copy(length) {
			return
		}
	}
}

// match reads a match: one of the last four distances, or a new one. Its length is 1
// for the short form.
func (d *decoder) match(pos uint32) (length int, ok bool) {
	if d.bit(&d.isRep[d.state]) == 0 {
		d.reps[3], d.reps[2], d.reps[1] = d.reps[2], d.reps[1], d.reps[0]
		length = d.lengthOf(&d.length, pos)
		d.state = after(d.state, 7, 10)
		d.reps[0] = d.distance(length)
		return length + leastMatch, d.reps[0] != endOfStream
	}
	if d.bit(&d.isRepG0[d.state]) == 0 {
		if d.bit(&d.isRep0Long[d.state][pos]) == 0 {
			d.state = after(d.state, 9, 11)
			return 1, true
		}
	} else {
		d.rotate()
	}
	length = d.lengthOf(&d.rep, pos)
	d.state = after(d.state, 8, 11)
	return length + leastMatch, true
}

// rotate brings the second, third or fourth of the last distances to the front.
func (d *decoder) rotate() {
	n := 1
	if d.bit(&d.isRepG1[d.state]) == 1 {
		n = 2 + int(d.bit(&d.isRepG2[d.state]))
	}
	distance := d.reps[n]
	copy(d.reps[1:n+1], d.reps[:n])
	d.reps[0] = distance
}

func after(state, literal, other int) int {
	if state < 7 {
		return literal
	}
	return other
}

func (d *decoder) distance(length int) uint32 {
	slot := d.tree(d.slot[min(length, lenStates-1)][:], 6)
	if slot < 4 {
		return slot
	}
	bits := uint(slot>>1 - 1)
	distance := (2 | slot&1) << bits
	if slot < fullSlots {
		return distance + d.reverse(d.special[distance-slot:], bits)
	}
	distance += d.direct(bits-alignBits) << alignBits
	return distance + d.reverse(d.align[:], alignBits)
}

// copy repeats what stands at the first of the last distances.
func (d *decoder) copy(length int) bool {
	back := int64(d.reps[0]) + 1
	if back > int64(len(d.out)-d.base) {
		return false
	}
	for range min(length, d.limit-len(d.out)) {
		d.out = append(d.out, d.out[len(d.out)-int(back)])
	}
	return true
}

// literal reads one byte, which after a match is modelled by the byte that the match
// would have gone on with.
func (d *decoder) literal() {
	before := byte(0)
	if len(d.out) > d.base {
		before = d.out[len(d.out)-1]
	}
	at := uint32(len(d.out)-d.base)&(1<<d.lp-1)<<d.lc + uint32(before)>>(8-d.lc)
	p := d.literals[0x300*at:][:0x300]
	symbol := uint32(1)
	if back := int64(d.reps[0]) + 1; d.state >= 7 && back <= int64(len(d.out)-d.base) {
		like := uint32(d.out[len(d.out)-int(back)])
		for symbol < 0x100 {
			bit := like >> 7 & 1
			like <<= 1
			got := d.bit(&p[(1+bit)<<8+symbol])
			symbol = symbol<<1 | got
			if got != bit {
				break
			}
		}
	}
	for symbol < 0x100 {
		symbol = symbol<<1 | d.bit(&p[symbol])
	}
	d.out = append(d.out, byte(symbol))
	switch {
	case d.state < 4:
		d.state = 0
	case d.state < 10:
		d.state -= 3
	default:
		d.state -= 6
	}
}
