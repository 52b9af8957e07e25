package exfil

import "cmp"

const (
	// leastParts is the least number of uploads of one size that is a series.
	leastParts = 5
	// partShare of the large uploads must be of that size: the last part is smaller,
	// and a control connection or a list of names may go with them.
	partShare = 0.8
)

// split is a series of uploads of one size.
type split struct {
	parts int64
	size  int64 // mean
}

// series of equal parts among the large uploads of a relation. Two neighbouring
// classes are one size that lies on their border.
func (r *relation) split() (split, bool) {
	var all, best sized
	for i, s := range r.sizes {
		all.Count += s.Count
		both := s
		if i > 0 && r.sizes[i-1].Class == s.Class+1 {
			both.Count += r.sizes[i-1].Count
			both.Bytes += r.sizes[i-1].Bytes
		}
		if both.Count > best.Count {
			best = both
		}
	}
	if best.Count < leastParts || float64(best.Count) < partShare*float64(all.Count) {
		return split{}, false
	}
	return split{int64(best.Count), best.Bytes / int64(best.Count)}, true
}

// sizesOf adds the sizes of a pair's large uploads.
func (r *relation) sizesOf(b *bulk) {
	if b == nil {
		return
	}
	into := bulk{Sizes: r.sizes}
	for _, s := range b.Sizes {
		into.sent(s)
	}
	r.sizes = into.Sizes
}

// partNames counts the uploads and files whose names are those of parts.
func (r *relation) partNames() int64 { return cmp.Or(r.web.Parts, r.packed.Parts) }
