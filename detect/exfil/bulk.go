package exfil

import (
	"cmp"
	"math/bits"

	"dwell/detect/fold"
	"dwell/event"
)

const (
	// leastPart is the least size of an upload that may be a part of a split file:
	// volumes of archives are cut into megabytes.
	leastPart = 1_000_000
	// leastPull is the least that must come in over one connection inside to be kept
	// as a record of a pull; a page or a query brings less.
	leastPull = 64_000
	// maxSizes bounds the sizes of uploads that a pair tells apart. Those that stay are
	// the largest, and parts are the largest that a thief sends.
	maxSizes = 6
	// sizeBits is how finely sizes are told apart: to 1/32, which is more than what
	// TLS and HTTP add to parts of one size and less than what files differ by.
	sizeBits = 5
)

// bulk is what a pair keeps only when something large went over it.
type bulk struct {
	Pulls [2]fold.Mark // records that brought most, most first; of pairs that may lie inside
	Sizes []sized      // of large uploads, largest first
}

// sized counts the uploads of about one size.
type sized struct {
	Class uint16 // see classOf
	Count uint32
	Bytes int64
}

// classOf is the order of magnitude in powers of two and the sizeBits bits after the
// first. It grows with the size.
func classOf(n int64) uint16 {
	length := bits.Len64(uint64(n))
	return uint16(length)<<sizeBits | uint16(uint64(n)>>(length-1-sizeBits)&(1<<sizeBits-1))
}

// bulky notes a large transfer.
func (p *pair) bulky(c *event.Connection, out, in int64) {
	pull := in >= leastPull && mayLieInside(c)
	part := out >= leastPart && !c.Open && c.Slice == 0 // slices of a steady upload are of one size too
	if !pull && !part {
		return
	}
	if p.Bulk == nil {
		p.Bulk = &bulk{}
	}
	if pull {
		p.Bulk.pulled(fold.Mark{Time: c.Time, Ref: c.Ref, Weight: in})
	}
	if part {
		p.Bulk.sent(sized{Class: classOf(out), Count: 1, Bytes: out})
	}
}

// mayLieInside reports whether both ends can be inside; who is, the estate says later.
// Between a private source and a public destination lies the edge of the estate, unless
// the sensor knows better.
func mayLieInside(c *event.Connection) bool {
	return c.Dst.IsPrivate() || !c.Src.IsPrivate() || c.DstLocal == event.TruthYes
}

func (b *bulk) pulled(k fold.Mark) {
	for i := range b.Pulls {
		at := &b.Pulls[i]
		if at.Ref == k.Ref {
			return
		}
		if at.Ref == (event.Ref{}) || k.Weight > at.Weight || k.Weight == at.Weight && earlier(&k, at) {
			copy(b.Pulls[i+1:], b.Pulls[i:])
			*at = k
			return
		}
	}
}

func (b *bulk) sent(s sized) {
	for i := range b.Sizes {
		if at := &b.Sizes[i]; at.Class == s.Class {
			at.Count += s.Count
			at.Bytes += s.Bytes
			return
		}
	}
	b.Sizes = fold.KeepFirst(b.Sizes, s, maxSizes, func(x, y sized) int { return cmp.Compare(y.Class, x.Class) })
}

// joined is the union of two, either of which may be nil.
func joined(into, from *bulk) *bulk {
	if into == nil || from == nil {
		if into == nil {
			return from
		}
		return into
	}
	for _, k := range from.Pulls {
		if k.Ref != (event.Ref{}) {
			into.pulled(k)
		}
	}
	for _, s := range from.Sizes {
		into.sent(s)
	}
	return into
}
