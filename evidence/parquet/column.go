package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"strconv"
)

// The encodings that are read.
const (
	encodingPlain           = 0
	encodingPlainDictionary = 2
	encodingDelta           = 5
	encodingDeltaLengths    = 6
	encodingDeltaTexts      = 7
	encodingRLEDictionary   = 8
)

// Values returns the values of a column in a group as text, nil where there is none.
// Their memory belongs to the file or is their own.
func (f *File) Values(group, column int) ([][]byte, error) {
	c, g := &f.Columns[column], &f.Groups[group]
	if !c.flat || c.physical != physicalInt32 && c.physical != physicalInt64 && c.physical != physicalByteArray {
		return nil, fmt.Errorf("the column %.40q is of a kind that dwell does not read", c.Name)
	}
	where := g.chunks[column]
	r := &columnReader{column: c, values: make([][]byte, 0, g.Rows), rows: g.Rows}
	p := pages{f.data[where.start:where.end], where.codec}
	for len(r.values) < g.Rows {
		one, err := p.next()
		if errors.Is(err, io.EOF) {
			err = errors.New("its pages end too early")
		}
		if err == nil {
			err = r.page(&one)
		}
		if err != nil {
			return nil, fmt.Errorf("the column %.40q: %w", c.Name, err)
		}
	}
	return r.values, nil
}

// columnReader collects the values of one chunk.
type columnReader struct {
	column     *Column
	dictionary [][]byte
	values     [][]byte
	rows       int
}

func (r *columnReader) page(p *page) error {
	switch p.kind {
	case pageIndex:
		return nil
	case pageDictionary:
		if p.encoding != encodingPlain && p.encoding != encodingPlainDictionary || r.dictionary != nil {
			return errPage
		}
		var err error
		r.dictionary, err = r.plain(p.data, p.values)
		return err
	case pageData, pageDataV2:
		return r.dataPage(p)
	}
	return errPage
}

func (r *columnReader) dataPage(p *page) error {
	if p.values > r.rows-len(r.values) {
		return errPage
	}
	present, data := []uint32(nil), p.data
	if r.column.optional {
		levels := p.levels
		if p.kind == pageData {
			if len(data) < 4 || uint64(binary.LittleEndian.Uint32(data)) > uint64(len(data)-4) {
				return errPage
			}
			n := 4 + int(binary.LittleEndian.Uint32(data))
			levels, data = data[4:n], data[n:]
		}
		var err error
		if present, err = runs(levels, 1, p.values); err != nil {
			return err
		}
	}
	count := p.values
	if present != nil {
		count = 0
		for _, one := range present {
			count += int(one)
		}
	}
	found, err := r.decode(p.encoding, data, count)
	if err != nil {
		return err
	}
	if present == nil {
		r.values = append(r.values, found...)
		return nil
	}
	for _, one := range present {
		if one == 0 {
			r.values = append(r.values, nil)
			continue
		}
		r.values = append(r.values, found[0])
		found = found[1:]
	}
	return nil
}

func (r *columnReader) decode(encoding int64, data []byte, count int) ([][]byte, error) {
	if count == 0 {
		return nil, nil
	}
	d := decoder{data: data}
	text := r.column.physical == physicalByteArray
	switch {
	case encoding == encodingPlain:
		return r.plain(data, count)
	case encoding == encodingPlainDictionary, encoding == encodingRLEDictionary:
		return r.entries(data, count)
	case encoding == encodingDelta && !text:
		return r.deltas(&d, count)
	case encoding == encodingDeltaLengths && text:
		return d.deltaLengths(count)
	case encoding == encodingDeltaTexts && text:
		return d.deltaTexts(count)
	}
	return nil, fmt.Errorf("an encoding (%d) that dwell does not read", encoding)
}

// deltas reads integers of which the differences are stored.
func (r *columnReader) deltas(d *decoder, count int) ([][]byte, error) {
	numbers, err := d.delta(count)
	if err != nil {
		return nil, err
	}
	out := make([][]byte, len(numbers))
	for i, n := range numbers {
		if r.column.physical == physicalInt32 {
			n = int64(int32(n)) // differences wrap
		}
		out[i] = strconv.AppendInt(nil, n, 10)
	}
	return out, nil
}

// entries reads values by their numbers in the dictionary.
func (r *columnReader) entries(data []byte, count int) ([][]byte, error) {
	if len(data) == 0 || data[0] > 32 {
		return nil, errPage
	}
	at, err := runs(data[1:], uint(data[0]), count)
	if err != nil {
		return nil, err
	}
	out := make([][]byte, count)
	for i, index := range at {
		if int64(index) >= int64(len(r.dictionary)) {
			return nil, errPage
		}
		out[i] = r.dictionary[index]
	}
	return out, nil
}

// plain reads values one behind the other.
func (r *columnReader) plain(data []byte, count int) ([][]byte, error) {
	least := 4
	if r.column.physical == physicalInt64 {
		least = 8
	}
	if count > len(data)/least {
		return nil, errPage
	}
	out := make([][]byte, count)
	for i := range out {
		switch r.column.physical {
		case physicalInt32:
			out[i] = strconv.AppendInt(nil, int64(int32(binary.LittleEndian.Uint32(data))), 10)
			data = data[4:]
		case physicalInt64:
			out[i] = strconv.AppendInt(nil, int64(binary.LittleEndian.Uint64(data)), 10)
			data = data[8:]
		default:
			if len(data) < 4 || uint64(binary.LittleEndian.Uint32(data)) > uint64(len(data)-4) {
				return nil, errPage
			}
			n := 4 + int(binary.LittleEndian.Uint32(data))
			out[i], data = data[4:n:n], data[n:]
		}
		if len(data) < least && i+1 < count {
			return nil, errPage
		}
	}
	return out, nil
}

// runs reads count numbers of a width in bits from the hybrid of runs and packed groups
// of eight; what the runs claim beyond count is not made.
func runs(data []byte, width uint, count int) ([]uint32, error) {
	out := make([]uint32, 0, count)
	d := decoder{data: data}
	for len(out) < count {
		head := d.varint()
		if d.bad {
			return nil, errPage
		}
		if head&1 == 0 {
			number := d.take(uint64(width+7) / 8)
			if d.bad || head == 0 {
				return nil, errPage
			}
			var v uint32
			for i, c := range number {
				v |= uint32(c) << (8 * i)
			}
			for range min(head>>1, uint64(count-len(out))) {
				out = append(out, v)
			}
			continue
		}
		groups := head >> 1
		if hi, size := bits.Mul64(groups, uint64(width)); hi == 0 && groups > 0 {
			out = unpackGroups(out, d.take(size), width, min(groups, uint64(count)/8+1), count)
		} else {
			return nil, errPage
		}
		if d.bad {
			return nil, errPage
		}
	}
	return out, nil
}

// unpackGroups appends the numbers of packed groups, least significant bit first.
func unpackGroups(out []uint32, data []byte, width uint, groups uint64, count int) []uint32 {
	if width == 0 {
		for range min(8*groups, uint64(count-len(out))) {
			out = append(out, 0)
		}
		return out
	}
	var buffer uint64
	var have uint
	for _, c := range data {
		buffer |= uint64(c) << have
		for have += 8; have >= width; have -= width {
			if len(out) == count {
				return out
			}
			out = append(out, uint32(buffer&(1<<width-1)))
			buffer >>= width
		}
	}
	return out
}
