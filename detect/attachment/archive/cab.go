package archive

import (
	"bytes"
	"compress/flate"
	"io"
)

// cab lists the CFFILE entries of a cabinet: 16 bytes and a name that ends with zero.
func (l *lister) cab(data []byte) {
	const fixed = 16
	rest := part(data, field(data, 16, 4), uint64(len(data)))
	if len(rest) == 0 {
		l.out.Damaged = true
		return
	}
	folders := make(map[uint64][]byte)
	for range field(data, 28, 2) {
		if len(rest) < fixed {
			l.out.Damaged = true
			return
		}
		size, offset, folder := field(rest, 0, 4), field(rest, 4, 4), field(rest, 8, 2)
		end := bytes.IndexByte(rest[fixed:min(len(rest), fixed+maxName)], 0)
		if end < 0 {
			l.out.Damaged = true
			return
		}
		m := Member{Name: text(rest[fixed : fixed+end]), Size: int64(size)}
		content, done := folders[folder]
		if !done {
			content = l.folder(data, folder)
			folders[folder] = content
		}
		if body := part(content, offset, size); len(body) > 0 {
			m.Head, m.Content = show(m.Name, body)
		}
		if !l.add(m) {
			return
		}
		rest = rest[fixed+end+1:]
	}
}

// folder unpacks the beginning of a folder: blocks that are stored or packed by MSZIP,
// each of which goes on with the dictionary of the one before. LZX and Quantum stay
// closed.
func (l *lister) folder(data []byte, n uint64) []byte {
	const (
		stored, mszip = 0, 1
		reserves      = 4 // flag: the header says how many bytes are reserved where
		window        = 32 << 10
	)
	at, inFolder, inBlock := uint64(36), uint64(0), uint64(0)
	if field(data, 30, 2)&reserves != 0 {
		inFolder, inBlock = field(data, 38, 1), field(data, 39, 1)
		at += 4 + field(data, 36, 2)
	}
	at += n * (8 + inFolder)
	place, blocks, method := field(data, at, 4), field(data, at+4, 2), field(data, at+6, 2)&0xf
	var out []byte
	for range blocks {
		packed, plain := field(data, place+4, 2), field(data, place+6, 2)
		body := part(data, place+8+inBlock, packed)
		if len(out) >= maxContent || l.limits.Bytes <= 0 || len(body) == 0 {
			break
		}
		switch {
		case method == stored:
			out = append(out, body...)
			l.limits.Bytes -= len(body)
		case method == mszip && bytes.HasPrefix(body, []byte("CK")):
			r := flate.NewReaderDict(bytes.NewReader(body[2:]), out[max(0, len(out)-window):])
			block, _ := io.ReadAll(io.LimitReader(r, int64(plain))) // the beginning of a damaged block counts
			out = append(out, block...)
			l.limits.Bytes -= len(block)
		default:
			return out
		}
		place += 8 + inBlock + packed
	}
	return out
}
