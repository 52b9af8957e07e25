package archive

import (
	"bytes"
	"hash/crc32"
	"slices"
)

// szInfo says where the packed streams are and how they are packed.
type szInfo struct {
	packAt    uint64
	packSizes []uint64
	folders   []szFolderInfo
}

type szFolderInfo struct {
	coders    []szCoder
	binds     []szBind // output of one coder that is input of another
	packs     []int    // inputs that are packed streams
	streams   int      // packed streams
	firstPack int
	sizes     []uint64 // of the outputs
	unpacked  uint64
	whole     szSum
	files     []szFile
}

// szCoder is one way of packing; all have one output but for programs nobody uses.
type szCoder struct {
	id, properties []byte
	inputs         int
}

type szBind struct{ input, output int }

// szFile is one file in a folder.
type szFile struct {
	size uint64
	sum  szSum
}

// szSum is a checksum, where there is one.
type szSum struct {
	known bool
	crc   uint32
}

// of reports whether it is known to be that of the data.
func (s szSum) of(data []byte) bool { return s.known && crc32.ChecksumIEEE(data) == s.crc }

// aesCoder is the identifier of the coder that encrypts (7-Zip, Methods.txt).
var aesCoder = []byte{0x06, 0xf1, 0x07, 0x01}

// encrypted reports whether a folder has that coder.
func (s *szInfo) encrypted() bool {
	return slices.ContainsFunc(s.folders, func(f szFolderInfo) bool { return f.encrypted() })
}

func (f *szFolderInfo) encrypted() bool {
	return slices.ContainsFunc(f.coders, func(c szCoder) bool { return bytes.Equal(c.id, aesCoder) })
}

// last is the output that is the folder's: the one that goes into no other coder.
func (f *szFolderInfo) last() int {
	for out := range f.coders {
		if !slices.ContainsFunc(f.binds, func(b szBind) bool { return b.output == out }) {
			return out
		}
	}
	return 0
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
			s.folders[i].files = []szFile{{s.folders[i].unpacked, s.folders[i].whole}}
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
				f := &s.folders[i]
				for range f.coders {
					f.sizes = append(f.sizes, r.number())
				}
				f.unpacked = f.sizes[f.last()]
			}
		case szDigests:
			for i, sum := range r.digests(len(s.folders)) {
				s.folders[i].whole = sum
			}
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
		c := szCoder{id: r.take(uint64(flags & idSize)), inputs: 1}
		if flags&complex != 0 {
			c.inputs = r.small()
			r.bad = r.bad || r.number() != 1
		}
		if flags&attributes != 0 {
			c.properties = r.take(r.number())
		}
		f.coders = append(f.coders, c)
		inputs += c.inputs
	}
	for range max(0, len(f.coders)-1) {
		f.binds = append(f.binds, szBind{r.small(), r.small()})
	}
	f.streams = inputs - len(f.binds)
	if f.streams > 1 {
		for range f.streams {
			f.packs = append(f.packs, r.small())
		}
	} else {
		f.packs = []int{f.free(inputs)}
	}
	if f.streams < 1 || len(f.coders) == 0 {
		r.bad = true
	}
	return f
}

// free is the input that no output goes into.
func (f *szFolderInfo) free(inputs int) int {
	for in := range inputs {
		if !slices.ContainsFunc(f.binds, func(b szBind) bool { return b.input == in }) {
			return in
		}
	}
	return 0
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
	sums := 0 // that follow: those of folders with one file stand there already
	for i := range s.folders {
		s.folders[i].files = r.files(counts[i], s.folders[i].unpacked, id == szSizes)
		if counts[i] == 1 && s.folders[i].whole.known {
			s.folders[i].files[0].sum = s.folders[i].whole
		} else {
			sums += counts[i]
		}
	}
	if id == szSizes {
		id = r.number()
	}
	for !r.bad && id != 0 {
		if id == szDigests {
			s.fileSums(counts, r.digests(sums))
		}
		id = r.number()
	}
}

// files reads the sizes of the files of one folder.
func (r *szReader) files(count int, left uint64, sized bool) []szFile {
	out := make([]szFile, 0, min(count, maxMembers))
	for n := range count {
		if r.bad || !sized && n >= maxMembers {
			break
		}
		size := left
		if n < count-1 && sized {
			size = min(r.number(), left)
		}
		left -= size
		if len(out) < maxMembers {
			out = append(out, szFile{size: size})
		}
	}
	return out
}

// fileSums hands the checksums to the files.
func (s *szInfo) fileSums(counts []int, sums []szSum) {
	for i := range s.folders {
		f := &s.folders[i]
		if counts[i] == 1 && f.whole.known {
			continue
		}
		for n := range min(counts[i], len(sums)) {
			if n < len(f.files) {
				f.files[n].sum = sums[n]
			}
		}
		sums = sums[min(counts[i], len(sums)):]
	}
}
