package archive

import (
	"bytes"
	"errors"
	"io"
	"time"

	"github.com/nwaples/rardecode/v2"
)

const (
	// maxDictionary bounds what the dictionary of an archive may take of memory. WinRAR
	// writes up to 32 MiB unless it is told otherwise.
	maxDictionary = 64 << 20
	// maxDrained bounds what is unpacked of a solid archive only to come to what lies
	// behind it.
	maxDrained = 64 << 20
	// patience is how long one archive may take. What it may hold takes a tenth of a
	// second; only one that was made to stall, by filters over filters, takes longer. No
	// honest archive comes near it, so the clock changes no result.
	patience = 20 * time.Second
	// maxHung is after how many that stalled RAR is not unpacked any more: each may keep
	// a core busy for a while after it was given up.
	maxHung = 2
)

// within runs f, which must touch nothing of others before it ends, and reports whether
// it ended in time.
func (m *Limits) within(patience time.Duration, f func()) bool {
	if m.Hung >= maxHung {
		return false
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { _ = recover() }() // hostile bytes may break what unpacks them
		f()
	}()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		m.Hung++
		return false
	}
}

// unpackRAR unpacks the members that are packed and not encrypted: they are put
// together to an archive of their own.
func (l *lister) unpackRAR(w *rarWalk) {
	var order []int
	packed := false
	for i := range w.files {
		f := &w.files[i]
		if f.locked || f.split || len(f.packed) == 0 {
			if w.solid && !f.stored {
				break // what follows goes on with what it holds
			}
			continue
		}
		order = append(order, i)
		packed = packed || !f.stored
	}
	if !packed {
		return
	}
	plain := w.together(order)
	var got []Member
	left := l.limits.Bytes
	if !l.limits.within(patience, func() { got, left = unpackMembers(plain, len(order), left, w.solid) }) {
		l.out.Damaged = true
		return
	}
	l.limits.Bytes = left
	for i, m := range got {
		if f := &w.files[order[i]]; !f.stored {
			f.Head, f.Content = m.Head, m.Content
		}
	}
}

// together puts members together to an archive without encryption.
func (w *rarWalk) together(order []int) []byte {
	out := []byte(rar4Mark)
	if w.five {
		out = append([]byte(rar5Mark), main5(w.solid)...)
	} else {
		out = append(out, main4(w.solid)...)
	}
	for _, i := range order {
		out = append(out, w.files[i].header...)
		out = append(out, w.files[i].packed...)
	}
	if w.five {
		out = append(out, sum5([]byte{rar5End, 0, 0})...)
	}
	return out
}

// unpackMembers unpacks members one after the other, as far as the limits go.
func unpackMembers(plain []byte, most, left int, solid bool) (got []Member, rest int) {
	l := lister{limits: &Limits{Bytes: left}}
	// Checksums of members that were encrypted are none of the content alone.
	r, err := rardecode.NewReader(bytes.NewReader(plain), rardecode.MaxDictionarySize(maxDictionary), rardecode.SkipCheck)
	if err != nil {
		return nil, left
	}
	drained := int64(0)
	for range min(most, maxHeads) {
		h, err := r.Next()
		if err != nil || l.limits.Bytes <= 0 {
			break
		}
		m := Member{Name: h.Name}
		m.Head, m.Content = l.take(h.Name, r)
		got = append(got, m)
		if drained += h.UnPackedSize; solid && (h.UnKnownSize || drained > maxDrained) {
			break
		}
	}
	return got, l.limits.Bytes
}

// rightRAR4 reports whether a member of RAR 4 that was encrypted unpacks to content of
// its checksum: nothing else says whether the password was the right one.
func (l *lister) rightRAR4(w *rarWalk) bool {
	for i := range w.files {
		f := &w.files[i]
		if !f.Encrypted || f.locked || f.split || len(f.packed) == 0 {
			continue
		}
		plain, right := w.together([]int{i}), false
		ended := l.limits.within(patience, func() { right = intact(plain) })
		return ended && right
	}
	return false
}

// intact reports whether the one member of an archive unpacks without an error, as far
// as its beginning goes.
func intact(plain []byte) bool {
	const enough = 16 << 20
	r, err := rardecode.NewReader(bytes.NewReader(plain), rardecode.MaxDictionarySize(maxDictionary))
	if err != nil {
		return false
	}
	if _, err = r.Next(); err != nil {
		return false
	}
	n, err := io.CopyN(io.Discard, r, enough)
	return err == nil || errors.Is(err, io.EOF) && n > 0
}
