package evidence

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"dwell/event"
	"dwell/evidence/container"
)

// traversal goes through one source: depth first, in the order of the bytes.
type traversal struct {
	limits  Limits
	disk    *meteredFile
	members int
	// want says whether the content at a path, or something in it, is wanted; nil:
	// everything is.
	want func(path string) bool
	// plain is called with each content that is not a container. It may leave bytes
	// unread and fills in what became of it.
	plain func(e *Entry, head []byte, content io.Reader)

	entries []*Entry
}

// layer is where in the containers a content lies.
type layer struct {
	path      string
	container string // kinds around it
	depth     int
	archive   io.ReaderAt // the content out of order, where that is possible
	size      int64       // of archive
}

func (l layer) inside(k container.Kind, name string) layer {
	in := layer{path: l.path + "!" + name, container: string(k), depth: l.depth + 1}
	if l.container != "" {
		in.container = l.container + "+" + string(k)
	}
	return in
}

func (t *traversal) add(l layer, modTime time.Time) *Entry {
	e := &Entry{ID: event.NewFileID(l.path), Path: l.path, Container: l.container, ModTime: modTime}
	t.entries = append(t.entries, e)
	return e
}

func (t *traversal) result() []Entry {
	out := make([]Entry, len(t.entries))
	for i, e := range t.entries {
		out[i] = *e
	}
	return out
}

// content hashes one content to its end while it is read or unpacked.
func (t *traversal) content(e *Entry, l layer, r io.Reader) {
	d := newDigest(r)
	buffered := bufio.NewReaderSize(d, max(diskBuffer, HeadSize))
	head, _ := buffered.Peek(HeadSize) // an error comes again below, in its place
	kind := container.Identify(head)
	switch {
	case len(head) == 0 && d.err == nil:
		e.Reason = "empty"
	case kind != container.None && l.depth >= t.limits.Depth:
		e.Reason = fmt.Sprintf("containers in containers, more than %d deep: refused", t.limits.Depth)
	case kind == container.ZIP:
		e.Packs = string(kind)
		t.zip(e, l, buffered)
	case kind == container.Tar:
		e.Packs = string(kind)
		t.archive(e, l, kind, container.TarMembers(buffered))
	case kind != container.None:
		e.Packs = string(kind)
		t.stream(e, l, kind, buffered)
	case !anyNonZero(head):
		e.Reason = "only zero bytes at its beginning"
	default:
		t.plain(e, head, buffered)
	}
	// The hash covers everything, also what nobody wanted to read.
	_, _ = io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{buffered}, make([]byte, 64<<10))
	e.Size, e.SHA256 = d.size, d.sum()
	if e.Reason != "" && d.size > 0 && !d.nonZero {
		e.Reason = "only zero bytes: a wiped or never written file"
	}
	if d.err != nil && e.Failure == "" {
		if e.Reason != "" && e.Packs == "" {
			e.Reason += "; "
			e.Reason += failure(d.err)
		} else {
			e.Failure = failure(d.err)
		}
	}
}

// stream examines what a compressed stream holds.
func (t *traversal) stream(e *Entry, l layer, kind container.Kind, r io.Reader) {
	in := l.inside(kind, printable(container.Inner(kind, l.path)))
	if !t.wanted(in.path) {
		return
	}
	s, err := container.Decompress(kind, r)
	if err != nil {
		e.Reason, e.Packs = "damaged: "+err.Error(), ""
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
	var whole bytes.Buffer
	n, err := io.Copy(&whole, io.LimitReader(r, t.limits.ZIPInMemory+1))
	switch {
	case err != nil:
		e.Reason, e.Packs = "a ZIP archive that cannot be read to its end, where its index stands: "+failure(err), ""
	case n > t.limits.ZIPInMemory:
		e.Reason, e.Packs = fmt.Sprintf("a ZIP archive of more than %d bytes inside another container: unpack the outer one", t.limits.ZIPInMemory), ""
	default:
		// Its bytes came from the disk already: they count again while they are unpacked.
		memory := &meteredFile{file: bytes.NewReader(whole.Bytes()), read: func(int64) {}, alive: t.disk.alive}
		outer := t.disk
		t.disk = memory
		t.archive(e, l, container.ZIP, container.ZIPMembers(memory, n))
		t.disk = outer
	}
}

// archive examines the members of an archive.
func (t *traversal) archive(e *Entry, l layer, kind container.Kind, members func(func(container.Member, error) bool)) {
	names := map[string]int{}
	for m, err := range members {
		if err != nil {
			e.Failure = failure(err)
			return
		}
		if t.members++; t.members > t.limits.Members {
			e.Failure = fmt.Sprintf("more than %d members in its archives: the rest is refused", t.limits.Members)
			return
		}
		in := l.inside(kind, unique(names, printable(m.Name)))
		if t.wanted(in.path) {
			t.member(in, m)
		}
	}
}

func (t *traversal) member(in layer, m container.Member) {
	e := t.add(in, m.ModTime)
	if m.Refused != "" {
		e.Reason = m.Refused
		return
	}
	r, err := m.Open()
	if err != nil {
		e.Reason = "damaged: " + err.Error()
		return
	}
	defer r.Close() //nolint:errcheck // it was only read
	// A sparse member of a tar archive expands too, without being compressed.
	t.content(e, in, t.guarded(r))
}

func (t *traversal) guarded(r io.Reader) io.Reader {
	return newExpansion(r, t.limits, func() int64 { return t.disk.spent })
}

func (t *traversal) wanted(path string) bool { return t.want == nil || t.want(path) }

// unique numbers members of the same name, so that each has a path of its own.
func unique(seen map[string]int, name string) string {
	seen[name]++
	if n := seen[name]; n > 1 {
		return fmt.Sprintf("%s#%d", name, n)
	}
	return name
}

// within reports whether a content at path is the target or holds it.
func within(path, target string) bool {
	return path == target || strings.HasPrefix(target, path+"!")
}
