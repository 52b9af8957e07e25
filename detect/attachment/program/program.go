package program

import (
	"math"
	"slices"
	"strings"
	"time"

	"dwell/detect/attachment/inside"
)

// The bounds of one program.
const (
	maxSections  = 96
	maxLibraries = 256
	maxImports   = 4096
	maxResources = 1024
	maxRead      = 4 << 20 // bytes of sections of which the entropy is taken
)

// The data directories that matter.
const (
	dirExport, dirImport, dirResource, dirSecurity, dirDebug, dirCLR = 0, 1, 2, 4, 6, 14
)

// image is a program in memory, as far as its headers hold.
type image struct {
	data        []byte
	flags       uint64 // characteristics of the file
	stamp       int64
	subsystem   uint64
	directories []byte
	sections    []section
}

type section struct {
	name            string
	virtual, size   uint64 // in memory
	offset, written uint64 // in the file
	flags           uint64
}

// Inspect says what a program tells about itself. Data that is none gives an empty
// report.
func Inspect(data []byte) *inside.Report {
	r := &inside.Report{}
	p, ok := parse(data)
	if !ok {
		return r
	}
	p.compiled(r)
	p.signature(r)
	p.packing(r)
	p.exports(r)
	p.imports(r)
	p.rich(r)
	p.debug(r)
	p.resources(r)
	return r
}

// parse reads the headers.
func parse(data []byte) (*image, bool) {
	at := inside.Number(data, 0x3c, 4)
	head := inside.Slice(data, at, 24+240)
	if len(head) < 24 || string(head[:4]) != "PE\x00\x00" {
		return nil, false
	}
	p := &image{data: data, stamp: int64(inside.Number(head, 8, 4)), flags: inside.Number(head, 22, 2)}
	count, size := inside.Number(head, 6, 2), inside.Number(head, 20, 2)
	optional := inside.Slice(data, at+24, size)
	p.subsystem = inside.Number(optional, 68, 2)
	const wide = 0x20b // PE32+
	first := uint64(96)
	if inside.Number(optional, 0, 2) == wide {
		first = 112
	}
	p.directories = inside.Slice(optional, first, 8*min(16, inside.Number(optional, int(first)-4, 4)))
	table := inside.Slice(data, at+24+size, 40*min(count, maxSections))
	for ; len(table) >= 40; table = table[40:] {
		p.sections = append(p.sections, section{
			name:    strings.TrimRight(string(table[:8]), "\x00"),
			size:    inside.Number(table, 8, 4),
			virtual: inside.Number(table, 12, 4), written: inside.Number(table, 16, 4), offset: inside.Number(table, 20, 4), flags: inside.Number(table, 36, 4),
		})
	}
	return p, true
}

// directory gives address and size of a data directory.
func (p *image) directory(n int) (address, size uint64) {
	return inside.Number(p.directories, 8*n, 4), inside.Number(p.directories, 8*n+4, 4)
}

// at gives up to n bytes of what lies at an address in memory.
func (p *image) at(address, n uint64) []byte {
	for _, s := range p.sections {
		if address >= s.virtual && address-s.virtual < max(s.size, s.written) {
			into := address - s.virtual
			if into >= s.written {
				return nil
			}
			return inside.Slice(p.data, s.offset+into, min(n, s.written-into))
		}
	}
	return nil
}

// text gives the text that ends with zero at an address.
func (p *image) text(address uint64) string {
	const longest = 256
	b := p.at(address, longest)
	if end := slices.Index(b, 0); end >= 0 {
		return string(b[:end])
	}
	return ""
}

// compiled notes the time at which the program was linked. Newer linkers may write a
// hash in its place, which lies outside of the years that can be true.
func (p *image) compiled(r *inside.Report) {
	const first, last = 694224000, 2524608000 // 1992, the first PE; 2050
	if p.stamp < first || p.stamp > last {
		return
	}
	r.Built = p.stamp
	r.Trace(inside.ProgramTrace, "compiled", time.Unix(p.stamp, 0).UTC().Format("2006-01-02 15:04:05")+" UTC")
}

// signature notes that nobody signed the program. Whether a signature holds is not
// checked: its chain of trust is not in the evidence.
func (p *image) signature(r *inside.Report) {
	at, size := p.directory(dirSecurity) // here a place in the file
	blob := inside.Slice(p.data, at, size)
	const header = 8
	if len(blob) <= header {
		r.Mark(inside.Unsigned)
		return
	}
	r.Note("the program carries a signature, which was not checked")
}

// packedFrom is the entropy in bits a byte above which code is compressed or
// encrypted (Lyda and Hamrock, "Using Entropy Analysis to Find Encrypted and Packed
// Malware", 2007: packed files have sections above 7.2 nearly always, others below 6.8).
const packedFrom = 7.2

// packers are names of sections that known packers write.
var packers = []string{"UPX0", "UPX1", "UPX!", ".aspack", ".adata", ".mpress1", ".MPRESS1", ".vmp0", ".vmp1", ".themida", ".petite", "pebundle", ".nsp0", ".enigma1"}

func (p *image) packing(r *inside.Report) {
	const code = 0x20000020 // contains code, or may run
	const least = 4096      // entropy of less says little
	left := uint64(maxRead)
	for _, s := range p.sections {
		if slices.Contains(packers, s.name) {
			r.Mark(inside.Packed)
			r.Note("its section is named %s as a packer does", s.name)
			return
		}
		if s.flags&code == 0 || left == 0 {
			continue
		}
		content := inside.Slice(p.data, s.offset, min(s.written, left))
		left -= uint64(len(content))
		if bits := entropy(content); len(content) >= least && bits > packedFrom {
			r.Mark(inside.Packed)
			r.Note("its code is compressed or encrypted (%.1f bits a byte)", bits)
			return
		}
	}
}

// entropy is that of single bytes, in bits.
func entropy(data []byte) float64 {
	var counts [256]int
	for _, c := range data {
		counts[c]++
	}
	sum := 0.0
	for _, n := range counts {
		if n > 0 {
			p := float64(n) / float64(len(data))
			sum -= p * math.Log2(p)
		}
	}
	return sum
}
