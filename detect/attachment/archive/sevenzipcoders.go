package archive

import (
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"encoding/binary"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/stangelandcl/ppmd"

	"dwell/detect/attachment/archive/lzma"
)

// The coders (7-Zip, Methods.txt).
const (
	szCopy, szDelta                       = "\x00", "\x03"
	szLZMA, szLZMA2, szPPMd               = "\x03\x01\x01", "\x21", "\x03\x04\x01"
	szBCJ, szBCJ2, szBCJNew               = "\x03\x03\x01\x03", "\x03\x03\x01\x1b", "\x04"
	szDeflate, szBzip2, szZstandard       = "\x04\x01\x08", "\x04\x02\x02", "\x04\xf7\x11\x01"
	szAES                                 = "\x06\xf1\x07\x01"
	szPowerPC, szARM, szARMThumb, szARM64 = "\x03\x03\x02\x05", "\x03\x03\x05\x01", "\x03\x03\x07\x01", "\x0a"
)

// szChain unpacks one folder: each coder takes what others give.
type szChain struct {
	*lister
	folder *szFolderInfo
	packed [][]byte
	limit  int
	left   int // coders that may still be run: folders may be bound in a circle
}

// output gives what a coder gives.
func (c *szChain) output(n int) []byte {
	if c.left--; c.left < 0 || n >= len(c.folder.coders) {
		return nil
	}
	first := 0
	for i := range n {
		first += c.folder.coders[i].inputs
	}
	coder := &c.folder.coders[n]
	var in [][]byte
	for i := range coder.inputs {
		in = append(in, c.input(first+i))
	}
	limit := c.limit
	if n < len(c.folder.sizes) {
		limit = int(min(uint64(limit), c.folder.sizes[n]))
	}
	return c.decode(coder, in, limit)
}

// input gives what goes into a coder: a packed stream or what another one gives.
func (c *szChain) input(n int) []byte {
	for _, b := range c.folder.binds {
		if b.input == n {
			return c.output(b.output)
		}
	}
	for i, in := range c.folder.packs {
		if in == n && i < len(c.packed) {
			return c.packed[i]
		}
	}
	return nil
}

// decode runs a coder. Filters for the jumps of other machines than PCs are left undone:
// they change no header.
func (c *szChain) decode(coder *szCoder, in [][]byte, limit int) []byte {
	if len(in) == 0 || len(in[0]) == 0 {
		return nil
	}
	first := in[0]
	switch string(coder.id) {
	case szLZMA:
		return lzma.Decode(coder.properties, first, limit)
	case szLZMA2:
		return lzma.Decode2(first, limit)
	case szPPMd:
		return c.ppmd(coder.properties, first, limit)
	case szDeflate:
		return upTo(flate.NewReader(bytes.NewReader(first)), limit)
	case szBzip2:
		return upTo(bzip2.NewReader(bytes.NewReader(first)), limit)
	case szZstandard:
		return zstandard(first, limit)
	case szAES:
		return c.lock.decrypt(coder.properties, first, &c.limits.Rounds)
	case szDelta:
		return undelta(coder.properties, first, limit)
	case szBCJ, szBCJNew:
		return unjump(first, limit)
	case szBCJ2:
		return unjump2(in, limit)
	case szCopy, szPowerPC, szARM, szARMThumb, szARM64:
		return first
	}
	return nil
}

// breaks reports whether the folder is packed in a way that fails soon on what a wrong
// key gives.
func (f *szFolderInfo) breaks() bool {
	for _, c := range f.coders {
		switch string(c.id) {
		case szLZMA, szLZMA2, szDeflate, szBzip2, szZstandard:
			return true
		}
	}
	return false
}

func upTo(r io.Reader, limit int) []byte {
	out, _ := io.ReadAll(io.LimitReader(r, int64(limit))) // the beginning of what is damaged counts
	return out
}

// ppmd unpacks PPMd, variant H: order and size of memory are its properties. 7-Zip asks
// for 16 MiB, for 192 when it is told to pack as well as it can.
func (c *szChain) ppmd(properties, in []byte, limit int) []byte {
	const size, most = 5, 256 << 20
	if len(properties) < size || binary.LittleEndian.Uint32(properties[1:]) > most {
		return nil
	}
	var out []byte
	ended := c.limits.within(patience, func() {
		r, err := ppmd.NewH7zReader(bytes.NewReader(in), int(properties[0]), int(binary.LittleEndian.Uint32(properties[1:])), limit)
		if err == nil {
			out = upTo(&r, limit)
		}
	})
	if !ended {
		return nil
	}
	return out
}

func zstandard(in []byte, limit int) []byte {
	z, err := zstd.NewReader(bytes.NewReader(in), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxDictionary), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil
	}
	defer z.Close()
	return upTo(z, limit)
}

// undelta adds to each byte the one so many before it.
func undelta(properties, in []byte, limit int) []byte {
	if len(properties) == 0 {
		return nil
	}
	distance := int(properties[0]) + 1
	out := bytes.Clone(in[:min(len(in), limit)])
	for i := distance; i < len(out); i++ {
		out[i] += out[i-distance]
	}
	return out
}
