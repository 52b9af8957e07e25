package attachment

import (
	"bytes"
	"cmp"
	"slices"

	"dwell/detect/attachment/filetype"
)

// vault keeps whole files that are locked until all mails are read: the password may
// come in a later one, and to make a key of a password costs so much that it is done
// once for a file, not for each mail that brings it.
//
// It keeps as many as fit, those of lower rank and then of lower SHA-256 first. Whether
// a file is kept depends only on the files ever seen, never on their order: it is when
// all in front of it, and itself, fit.
type vault struct {
	Budget int       // bytes
	Kept   []deposit // in order
	Full   bool      // there was more than fits; then the first that did not is First
	First  deposit   // without its data
}

type deposit struct {
	Rank   uint8
	Digest digest
	Data   []byte
}

const (
	// vaultShare is how many bytes there are for each of Config.MaxKeys: 64 MB for the two
	// million that are usual.
	vaultShare = 32
	// maxDeposit is the largest file that is kept. Archives that attack are mostly below a
	// megabyte.
	maxDeposit = 8 << 20
)

// rank puts archives before documents: they carry attacks, while locked documents come
// from banks every month.
func rank(kind filetype.Kind) uint8 {
	if kind.Archive() {
		return 0
	}
	return 1
}

func (a *deposit) compare(b *deposit) int {
	return cmp.Or(cmp.Compare(a.Rank, b.Rank), bytes.Compare(a.Digest[:], b.Digest[:]))
}

// add keeps a file if it fits. The data is copied.
func (v *vault) add(rank uint8, sum digest, data []byte) {
	if one := (deposit{rank, sum, data}); !v.Full || one.compare(&v.First) < 0 {
		v.insert(one, bytes.Clone)
	}
}

func (v *vault) insert(one deposit, keep func([]byte) []byte) {
	at, found := slices.BinarySearchFunc(v.Kept, &one, func(a deposit, b *deposit) int { return a.compare(b) })
	if found {
		return
	}
	one.Data = keep(one.Data)
	v.Kept = slices.Insert(v.Kept, at, one)
	v.trim()
}

// trim drops what does not fit, from the end.
func (v *vault) trim() {
	total := 0
	for i := range v.Kept {
		if total += len(v.Kept[i].Data); total > v.Budget {
			v.close(v.Kept[i])
			return
		}
	}
}

// close keeps nothing from that one on.
func (v *vault) close(first deposit) {
	first.Data = nil
	if !v.Full || first.compare(&v.First) < 0 {
		v.Full, v.First = true, first
	}
	at, _ := slices.BinarySearchFunc(v.Kept, &v.First, func(a deposit, b *deposit) int { return a.compare(b) })
	clear(v.Kept[at:])
	v.Kept = v.Kept[:at]
}

// merge folds the files of another state in. Nothing of o may be used afterwards.
func (v *vault) merge(o *vault) {
	for _, one := range o.Kept {
		if !v.Full || one.compare(&v.First) < 0 {
			v.insert(one, func(b []byte) []byte { return b })
		}
	}
	if o.Full {
		v.close(o.First)
	}
}

// get gives a file; nil when it is not kept.
func (v *vault) get(rank uint8, sum digest) []byte {
	at, found := slices.BinarySearchFunc(v.Kept, &deposit{Rank: rank, Digest: sum}, func(a deposit, b *deposit) int { return a.compare(b) })
	if !found {
		return nil
	}
	return v.Kept[at].Data
}
