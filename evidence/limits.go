package evidence

import "fmt"

// Limits bound what containers may cost. A zero field means its default.
type Limits struct {
	Depth     int   // containers in containers
	Members   int   // of all archives in one file on disk
	Ratio     int64 // bytes out of a container per byte on disk
	RatioFrom int64 // bytes that may come out before the ratio counts
	Expanded  int64 // bytes out of all containers in one file on disk together
	InMemory  int64 // bytes of what is read out of order and lies in a container
}

// The defaults.
const (
	// People pack logs into archives into archives; more than four were never seen.
	defaultDepth = 8
	// A Maildir of years has tens of thousands of mails.
	defaultMembers = 100_000
	// Logs compress 5 to 30 times, repetitive ones 100 times; deflate cannot do
	// better than 1,032 times, and bombs come close to it.
	defaultRatio = 200
	// What any machine reads in a fraction of a second needs no judgement.
	defaultRatioFrom = 64 << 20
	// All members and layers together may expand to four times what one may (the
	// bytes of nested containers count once per layer), but always to 4 GiB, so that
	// a few bombs do not cost their neighbours, and never beyond 2 TiB, about an
	// hour of work.
	expandedFactor = 4
	minExpanded    = 4 << 30
	maxExpanded    = 2 << 40
	// The index of a ZIP archive stands at its end, and that of a mail store anywhere, so
	// nested ones are held whole.
	defaultInMemory = 256 << 20
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
	pick(&l.InMemory, defaultInMemory)
	return l
}

// expandedFor returns how much may come out of the containers in a file of a size.
func (l Limits) expandedFor(size int64) int64 {
	if l.Expanded > 0 {
		return l.Expanded
	}
	if size > maxExpanded/(expandedFactor*l.Ratio) {
		return maxExpanded
	}
	return max(minExpanded, expandedFactor*l.Ratio*size)
}

// bombError says that a container expands beyond the limit.
type bombError struct{ out, in, ratio int64 }

func (e *bombError) Error() string {
	return fmt.Sprintf("a decompression bomb: %d bytes on disk became more than %d bytes, over %d times as many", e.in, e.out, e.ratio)
}

// expandedError says that the containers of one file on disk expand too far together.
type expandedError struct{ limit int64 }

func (e *expandedError) Error() string {
	return fmt.Sprintf("its containers expand to more than %d bytes together: the rest is refused; unpack it and give dwell the files", e.limit)
}
