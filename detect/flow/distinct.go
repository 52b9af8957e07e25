package flow

import (
	"cmp"
	"math"

	"dwell/detect/fold"
)

// exactly is how many values are counted without error; beyond, the count is off by
// about 6 % (Bar-Yossef et al. 2002, the k-th smallest of uniform hashes).
const exactly = 256

// Distinct counts different values by their hashes: it keeps the lowest. The nil
// Distinct is empty and ready; it takes 2 kB at most.
type Distinct []uint64

// Add counts the value with this hash, once.
func (d *Distinct) Add(hash uint64) {
	hash = fold.Mix(hash, 1) // ids may share their upper bits
	*d = fold.KeepFirst(*d, hash, exactly, cmp.Compare[uint64])
}

// Merge counts the values of o too.
func (d *Distinct) Merge(o Distinct) {
	for _, h := range o {
		*d = fold.KeepFirst(*d, h, exactly, cmp.Compare[uint64])
	}
}

// Count returns how many different values there were.
func (d Distinct) Count() int64 {
	if len(d) < exactly {
		return int64(len(d))
	}
	return int64(math.Round((exactly - 1) / (float64(d[exactly-1]) / math.MaxUint64)))
}
