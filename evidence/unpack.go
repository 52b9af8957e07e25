package evidence

import (
	"bytes"
	"fmt"
	"io"

	"dwell/evidence/container"
)

// stream examines what a compressed stream holds.
func (t *traversal) stream(e *Entry, l layer, kind container.Kind, r io.Reader) {
	in := l.inside(kind, printable(container.Inner(kind, l.path)))
	if !t.wants(in.path) {
		return
	}
	s, err := container.Decompress(kind, r)
	if err != nil {
		e.Reason, e.Packs = "damaged: "+failure(err), ""
		return
	}
	defer s.Close()
	inner := t.add(in, e.ModTime)
	t.content(inner, in, t.guarded(s))
}

// zip examines a ZIP archive: in place on disk, else in memory, because its index
// stands at its end.
func (t *traversal) zip(e *Entry, l layer, r io.Reader) {
	if l.archive != nil {
		t.archive(e, l, container.ZIP, container.ZIPMembers(l.archive, l.size))
		return
	}
	before := t.disk.cost()
	var whole bytes.Buffer
	n, err := io.Copy(&whole, io.LimitReader(r, t.limits.InMemory+1))
	if n > t.limits.InMemory {
		e.Reason, e.Packs = fmt.Sprintf("a ZIP archive of more than %d bytes inside another container: unpack the outer one", t.limits.InMemory), ""
		return
	}
	if err != nil {
		e.Failure = failure(err) // what came before may be found without the index
	}
	outer := t.disk
	defer func() { t.disk = outer }()
	t.disk = &meteredFile{file: bytes.NewReader(whole.Bytes()), read: func(int64) {}, alive: outer.alive,
		size: n, worth: min(n, outer.cost()-before+diskBuffer)}
	t.archive(e, l, container.ZIP, container.ZIPMembers(t.disk, n))
}

// archive examines the members of an archive.
func (t *traversal) archive(e *Entry, l layer, kind container.Kind, members func(func(container.Member, error) bool)) {
	names := numbering{}
	for m, err := range members {
		if err == nil {
			err = t.mayGoOn()
		}
		if err != nil {
			broken(e, err, len(names))
			return
		}
		in := l.inside(kind, names.unique(printable(m.Name)))
		switch {
		case t.wants(in.path):
			t.member(in, m)
		case m.MustRead:
			t.pass(m)
		}
	}
}

// broken says that an archive ends early, or that nothing in it can be read.
func broken(e *Entry, err error, members int) {
	why := e.Failure
	if why == "" {
		why = failure(err)
	}
	if e.Failure = why; members == 0 {
		e.Reason, e.Failure, e.Packs = "damaged: "+why, "", ""
	}
}

// mayGoOn counts a member and says why no more are examined.
func (t *traversal) mayGoOn() error {
	if err := t.disk.alive(); err != nil {
		return err
	}
	if t.expanded > t.mayExpand {
		return &expandedError{t.mayExpand}
	}
	if t.members++; t.members > t.limits.Members {
		return fmt.Errorf("more than %d members in its archives: the rest is refused", t.limits.Members)
	}
	return nil
}

func (t *traversal) member(in layer, m container.Member) {
	e := t.add(in, m.ModTime)
	if m.Refused != "" {
		e.Reason = m.Refused
		return
	}
	r, err := m.Open()
	if err != nil {
		e.Reason = "damaged: " + failure(err)
		return
	}
	defer r.Close()
	// A sparse member of a tar archive expands too, without being compressed.
	t.content(e, in, t.guarded(r))
}

// pass reads a member that nobody wants, to find the next.
func (t *traversal) pass(m container.Member) {
	r, err := m.Open()
	if err != nil {
		return // the archive says so when it is asked for the next
	}
	defer r.Close()
	_, _ = io.Copy(io.Discard, t.guarded(r))
}

func (t *traversal) guarded(r io.Reader) io.Reader {
	return &expansion{r: r, t: t, disk: t.disk, before: t.disk.cost()}
}
