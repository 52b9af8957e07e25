package archive

import "bytes"

// szInfo says where the packed streams are and how they are packed.
type szInfo struct {
	packAt    uint64
	packSizes []uint64
	folders   []szFolderInfo
}

type szFolderInfo struct {
	coders    []szCoder
	streams   int // packed streams
	firstPack int
	outputs   int
	unpacked  uint64
	files     []uint64 // their sizes
}

type szCoder struct{ id, properties []byte }

// aesCoder is the identifier of the coder that encrypts (7-Zip, Methods.txt).
var aesCoder = []byte{0x06, 0xf1, 0x07, 0x01}

// encrypted reports whether a folder has that coder.
func (s *szInfo) encrypted() bool {
	for _, f := range s.folders {
		for _, c := range f.coders {
			if bytes.Equal(c.id, aesCoder) {
				return true
			}
		}
	}
	return false
}

// streams reads the information about streams up to its end mark.
func (r *szReader) streams() szInfo {
	var s szInfo
	for !r.bad {
		switch r.number() {
		case szPack:
			r.packInfo(&s)
		case szUnpack:
			r.unpackInfo(&s)
		case szSub:
			r.subStreams(&s)
		default:
			s.single()
			return s
		}
	}
	s.single()
	return s
}

// single gives every folder without other word one file.
func (s *szInfo) single() {
	for i := range s.folders {
		if s.folders[i].files == nil {
			s.folders[i].files = []uint64{s.folders[i].unpacked}
		}
	}
}

func (r *szReader) packInfo(s *szInfo) {
	s.packAt = r.number()
	count := r.count()
	for !r.bad {
		switch r.number() {
		case szSizes:
			for range count {
				s.packSizes = append(s.packSizes, r.number())
			}
		case szDigests:
			r.digests(count)
		default:
			return
		}
	}
}

func (r *szReader) unpackInfo(s *szInfo) {
	for !r.bad {
		switch r.number() {
		case szFolder:
			count := r.count()
			if r.byte() != 0 || count > maxFolders {
				r.bad = true // kept elsewhere, or beyond all measure: no program writes that
				return
			}
			first := 0
			for range count {
				f := r.folder(first)
				first += f.streams
				s.folders = append(s.folders, f)
			}
		case szUnpackSizes:
			for i := range s.folders {
				for n := range s.folders[i].outputs {
					if size := r.number(); n == 0 {
						s.folders[i].unpacked = size // that of the first coder is the folder's
					}
				}
			}
		case szDigests:
			r.digests(len(s.folders))
		default:
			return
		}
	}
}

// folder reads the coders of a folder and how they are bound together.
func (r *szReader) folder(first int) szFolderInfo {
	const idSize, complex, attributes = 0x0f, 0x10, 0x20
	f := szFolderInfo{firstPack: first}
	inputs := 0
	for range min(r.number(), maxCoders) {
		flags := r.byte()
		c := szCoder{id: r.take(uint64(flags & idSize))}
		in, out := 1, 1
		if flags&complex != 0 {
			in, out = r.small(), r.small()
		}
		if flags&attributes != 0 {
			c.properties = r.take(r.number())
		}
		f.coders = append(f.coders, c)
		inputs += in
		f.outputs += out
	}
	for range max(0, f.outputs-1) { // pairs of bound streams
		r.number()
		r.number()
	}
	f.streams = inputs - max(0, f.outputs-1)
	if f.streams > 1 {
		for range f.streams {
			r.number()
		}
	}
	if f.streams < 1 || f.outputs < 1 {
		r.bad = true
	}
	return f
}

// subStreams says how many files each folder holds and how long they are; the last
// has the rest.
func (r *szReader) subStreams(s *szInfo) {
	counts := make([]int, len(s.folders))
	for i := range counts {
		counts[i] = 1
	}
	id := r.number()
	if id == szNumStreams {
		for i := range counts {
			counts[i] = r.count()
		}
		id = r.number()
	}
	total := 0
	for i := range s.folders {
		f := &s.folders[i]
		f.files = make([]uint64, 0, min(counts[i], maxMembers))
		left := f.unpacked
		for n := range counts[i] {
			if r.bad || id != szSizes && n >= maxMembers {
				break
			}
			size := left
			if n < counts[i]-1 && id == szSizes {
				size = min(r.number(), left)
			}
			left -= size
			if len(f.files) < maxMembers {
				f.files = append(f.files, size)
			}
		}
		total += counts[i]
	}
	if id == szSizes {
		id = r.number()
	}
	for !r.bad && id != 0 {
		if id == szDigests {
			r.digests(total)
		}
		id = r.number()
	}
}

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

// digests passes over checksums, of which some may be missing.
func (r *szReader) digests(n int) {
	defined := n
	if r.byte() == 0 {
		defined = 0
		if n > 8*len(r.data) {
			r.bad = true
			return
		}
		vector := szReader{fields{data: r.take(uint64(n+7) / 8)}}
		for _, b := range vector.bits(uint64(n)) {
			if b {
				defined++
			}
		}
	}
	r.take(4 * uint64(defined))
}
