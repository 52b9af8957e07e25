package parquet

// delta reads count numbers of the encoding DELTA_BINARY_PACKED: a first one, and then
// blocks of differences packed in miniblocks with a width each.
func (d *decoder) delta(count int) ([]int64, error) {
	blockSize, miniblocks, total := d.varint(), d.varint(), d.varint()
	last := d.zigzag()
	if d.bad || miniblocks == 0 || miniblocks > 1<<10 || blockSize == 0 || blockSize > 1<<20 || blockSize%miniblocks != 0 || total != uint64(count) {
		return nil, errPage
	}
	if count == 0 {
		return nil, nil
	}
	per := blockSize / miniblocks
	out := append(make([]int64, 0, count), last)
	for len(out) < count {
		least := d.zigzag()
		widths := d.take(miniblocks)
		for _, width := range widths {
			if len(out) == count {
				break // what follows is padding that need not be there
			}
			data := d.take(per * uint64(width) / 8)
			if d.bad || width > 64 {
				return nil, errPage
			}
			for i := uint64(0); i < per && len(out) < count; i++ {
				last += least + int64(bitsAt(data, i*uint64(width), uint(width)))
				out = append(out, last)
			}
		}
		if d.bad {
			return nil, errPage
		}
	}
	return out, nil
}

// bitsAt returns the number of a width that begins at a bit, least significant first.
func bitsAt(data []byte, from uint64, width uint) uint64 {
	var v uint64
	for have := uint(0); have < width; {
		at := from + uint64(have)
		c := uint64(data[at/8]) >> (at % 8)
		v |= c << have
		have += 8 - uint(at%8)
	}
	if width < 64 {
		v &= 1<<width - 1
	}
	return v
}

// deltaLengths reads texts of the encoding DELTA_LENGTH_BYTE_ARRAY: all lengths, then
// all bytes.
func (d *decoder) deltaLengths(count int) ([][]byte, error) {
	lengths, err := d.delta(count)
	if err != nil {
		return nil, err
	}
	out := make([][]byte, len(lengths))
	for i, n := range lengths {
		if out[i] = d.take(uint64(n)); d.bad {
			return nil, errPage
		}
	}
	return out, nil
}

// deltaTexts reads texts of the encoding DELTA_BYTE_ARRAY: how much each has in common
// with the one before, then the rest of each.
func (d *decoder) deltaTexts(count int) ([][]byte, error) {
	common, err := d.delta(count)
	if err != nil {
		return nil, err
	}
	rest, err := d.deltaLengths(count)
	if err != nil {
		return nil, err
	}
	var last []byte
	made := 0
	for i := range rest {
		n := common[i]
		if n < 0 || n > int64(len(last)) {
			return nil, errPage
		}
		if made += int(n) + len(rest[i]); made > maxPage {
			return nil, errPage
		}
		if n > 0 {
			rest[i] = append(append(make([]byte, 0, int(n)+len(rest[i])), last[:n]...), rest[i]...)
		}
		last = rest[i]
	}
	return rest, nil
}
