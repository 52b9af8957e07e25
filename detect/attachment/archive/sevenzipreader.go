package archive

// szReader reads the fields of a header, whose numbers are written in a way of their own.
type szReader struct{ fields }

func (r *szReader) byte() byte {
	if len(r.data) == 0 {
		r.bad = true
		return 0
	}
	b := r.data[0]
	r.data = r.data[1:]
	return b
}

// number reads a number whose first byte says by its leading bits how many follow.
func (r *szReader) number() uint64 {
	first := r.byte()
	v := uint64(0)
	for i := range 8 {
		mask := byte(0x80) >> i
		if first&mask == 0 {
			return v | uint64(first&(mask-1))<<(8*i)
		}
		v |= uint64(r.byte()) << (8 * i)
	}
	return v
}

// count reads a number of things, which cannot be more than bytes are left.
func (r *szReader) count() int {
	n := r.number()
	if n > uint64(len(r.data)) {
		r.bad = true
		return 0
	}
	return int(n)
}

func (r *szReader) small() int { return int(min(r.number(), maxCoders)) }

// bits reads a vector of bits, highest first.
func (r *szReader) bits(n uint64) []bool {
	out := make([]bool, n)
	for i := range out {
		if i/8 < len(r.data) {
			out[i] = r.data[i/8]>>(7-i%8)&1 == 1
		}
	}
	return out
}

// digests reads checksums, of which some may be missing.
func (r *szReader) digests(n int) []szSum {
	defined := []bool(nil)
	if r.byte() == 0 {
		if n > 8*len(r.data) {
			r.bad = true
			return nil
		}
		vector := szReader{fields{data: r.take(uint64(n+7) / 8)}}
		defined = vector.bits(uint64(n))
	} else if n > len(r.data)/4 {
		r.bad = true
		return nil
	}
	out := make([]szSum, n)
	for i := range out {
		if defined == nil || defined[i] {
			out[i] = szSum{true, uint32(field(r.take(4), 0, 4))}
		}
	}
	return out
}
