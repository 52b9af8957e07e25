package evidence

import (
	"fmt"
	"io"
)

// Limits bound what containers may cost. A zero field means its default.
type Limits struct {
	Depth       int   // containers in containers
	Members     int   // of all archives in one file on disk
	Ratio       int64 // bytes out of a compressed stream per byte on disk
	RatioFrom   int64 // bytes that may come out before the ratio counts
	ZIPInMemory int64 // bytes of a ZIP archive that lies in another container
}

// The defaults. Logs compress 5 to 30 times, repetitive ones 100 times; deflate
// cannot do better than 1,032 times, and bombs come close to it.
const (
	defaultDepth       = 8
	defaultMembers     = 100_000
	defaultRatio       = 200
	defaultRatioFrom   = 64 << 20
	defaultZIPInMemory = 256 << 20
)

func (l Limits) withDefaults() Limits {
	pick := func(v *int64, d int64) {
		if *v <= 0 {
			*v = d
		}
	}
	if l.Depth <= 0 {
		l.Depth = defaultDepth
	}
	if l.Members <= 0 {
		l.Members = defaultMembers
	}
	pick(&l.Ratio, defaultRatio)
	pick(&l.RatioFrom, defaultRatioFrom)
	pick(&l.ZIPInMemory, defaultZIPInMemory)
	return l
}

// bombError says that a compressed stream expands beyond the limit.
type bombError struct{ out, in, ratio int64 }

func (e *bombError) Error() string {
	return fmt.Sprintf("a decompression bomb: %d bytes on disk became more than %d bytes, over %d times as many", e.in, e.out, e.ratio)
}

// expansion guards one decompressed stream: it fails when far more comes out than
// was read from disk for it since it began.
type expansion struct {
	r      io.Reader
	limits Limits
	spent  func() int64 // bytes read from disk so far
	before int64        // spent when the stream began
	out    int64
}

func newExpansion(r io.Reader, l Limits, spent func() int64) *expansion {
	return &expansion{r: r, limits: l, spent: spent, before: spent()}
}

func (e *expansion) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	e.out += int64(n)
	if e.out > e.limits.RatioFrom {
		// Readers fetch from disk in pieces ahead of what they decode, and a small
		// stream may have been fetched before it began.
		in := e.spent() - e.before + diskBuffer
		if e.out > e.limits.Ratio*in {
			return n, &bombError{e.out, in, e.limits.Ratio}
		}
	}
	return n, err
}
