package ndb

import (
	"errors"
	"io"
)

// scanSize is how much is read of the file at a time.
const scanSize = 1 << 20

// find searches the file for leaf pages of the trees, when the trees themselves do not
// lead to all of them. Pages of the past lie about until they are written over: what the
// trees say goes before what is found, and of several pages found the latest.
func (t *trees) find() {
	s := t.store
	buffer := make([]byte, scanSize)
	for at := int64(0); at < s.size && !t.tooMany; at += scanSize {
		n, err := s.r.ReadAt(buffer, at)
		if err != nil && !errors.Is(err, io.EOF) {
			s.fault(at, "the file cannot be read: "+err.Error())
		}
		for i := 0; i+s.layout.page <= n; i += s.layout.page {
			t.look(buffer[i:i+s.layout.page], at+int64(i))
		}
	}
}

// look takes the entries of a sound leaf page.
func (t *trees) look(b []byte, offset int64) {
	l := &t.store.layout
	if kind := b[l.pageTrailer]; kind != pageBlocks && kind != pageNodes {
		return
	}
	p, why := l.parse(b, offset)
	if why != "" || p.level != 0 {
		return
	}
	for i := range p.count {
		t.leaf(p.kind, p.entry(i), p.id)
	}
}
