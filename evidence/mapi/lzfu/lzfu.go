// Package lzfu undoes the compression of RTF in Outlook's messages ([MS-OXRTFCP]):
// LZ77 over a ring of 4,096 bytes that starts with common RTF, under a header with
// sizes and a CRC.
//
// What is damaged is given as far as it goes, with the reason. The package knows
// nothing of RTF.
package lzfu

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

const (
	headerSize   = 16
	compressed   = 0x75465A4C // "LZFu"
	uncompressed = 0x414C454D // "MELA"
	ring         = 4096
	shortest     = 2 // bytes of a match, to which its four bits are added
)

// prefix is what the ring holds before the first byte (section 2.1.3.1).
const prefix = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"

// The reasons for which what was decompressed is not to be trusted whole.
var (
	ErrHeader = errors.New("compressed RTF has no valid header")
	ErrCRC    = errors.New("compressed RTF does not match its CRC")
	ErrCut    = errors.New("compressed RTF is cut off")
	ErrSize   = errors.New("compressed RTF does not have the size it states")
	ErrLong   = errors.New("compressed RTF is longer than the limit")
)

// Decompress returns the RTF, at most limit bytes of it. With an error it returns
// what there is nevertheless.
func Decompress(data []byte, limit int) ([]byte, error) {
	if len(data) < headerSize {
		return nil, fmt.Errorf("%w: %d bytes", ErrHeader, len(data))
	}
	size, rawSize := binary.LittleEndian.Uint32(data), binary.LittleEndian.Uint32(data[4:])
	kind, crc := binary.LittleEndian.Uint32(data[8:]), binary.LittleEndian.Uint32(data[12:])
	var problem error
	const counted = 4 // the size does not count its own field
	if end := int64(size) + counted; end < headerSize || end > int64(len(data)) {
		problem = ErrCut
	} else {
		data = data[:end]
	}
	data = data[headerSize:]
	switch kind {
	case uncompressed:
		if int64(rawSize) < int64(len(data)) {
			data = data[:rawSize]
		} else if int64(rawSize) > int64(len(data)) && problem == nil {
			problem = ErrCut
		}
		if len(data) > limit {
			data, problem = data[:limit], ErrLong
		}
		return data, problem
	case compressed:
		if problem == nil && checksum(data) != crc {
			problem = ErrCRC
		}
		out, err := expand(data, int(min(rawSize, uint32(max(limit, 0)))), limit)
		if err == nil && len(out) != int(rawSize) {
			err = ErrSize
		}
		if problem == nil {
			problem = err
		}
		return out, problem
	}
	return nil, fmt.Errorf("%w: unknown kind %08x", ErrHeader, kind)
}

// checksum is CRC-32 that starts at 0 and is not complemented at its end.
func checksum(data []byte) uint32 {
	return ^crc32.Update(0xFFFFFFFF, crc32.IEEETable, data)
}

// expand undoes the compression.
func expand(data []byte, expected, limit int) ([]byte, error) {
	var window [ring]byte
	at := copy(window[:], prefix)
	const greatest = 9 // times as many bytes out as in: 17 for the two of a match
	out := make([]byte, 0, min(expected, greatest*len(data)))
	for i := 0; i < len(data); {
		control := data[i]
		i++
		for bit := range 8 {
			if len(out) >= limit {
				return out[:limit], ErrLong
			}
			if control>>bit&1 == 0 {
				if i >= len(data) {
					return out, ErrCut
				}
				out = append(out, data[i])
				window[at] = data[i]
				at = (at + 1) % ring
				i++
				continue
			}
			if i+1 >= len(data) {
				return out, ErrCut
			}
			match := int(data[i])<<8 | int(data[i+1])
			i += 2
			from := match >> 4
			if from == at {
				return out, nil // the end is a match with the place to be written next
			}
			for range match&0xF + shortest {
				c := window[from]
				from = (from + 1) % ring
				out = append(out, c)
				window[at] = c
				at = (at + 1) % ring
			}
		}
	}
	return out, ErrCut
}
