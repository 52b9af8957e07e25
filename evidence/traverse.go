package evidence

import (
	"bufio"
	"fmt"
	"io"
	"sync"
	"time"

	"dwell/event"
	"dwell/evidence/container"
)

// traversal goes through one source: depth first, in the order of the bytes.
type traversal struct {
	limits  Limits
	alive   func() error // says when to stop
	custody bool         // contents are hashed and read to their end
	// wanted says whether the content at a path, or something in it, is; nil:
	// everything is.
	wanted func(path string) bool
	// take may read a content raw, before anybody asks whether it is a container, and
	// reports whether it did; nil: it never does.
	take func(path string, content io.Reader) bool
	// plain is called with each content that is not a container, from its first byte
	// that is not zero on. It may leave bytes unread and fills in what became of it.
	plain func(e *Entry, start int64, head []byte, c content)

	disk      *meteredFile
	members   int
	expanded  int64 // bytes out of all containers so far
	mayExpand int64
	entries   []*Entry
}

// content is what a reader gets to read: as a stream, or out of order where it lies on disk.
type content struct {
	io.Reader
	at   *unordered // nil: only as a stream
	size int64      // of what is read by at
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

// source opens the file on disk and examines it as the outermost content.
func (t *traversal) source(s Source, progress func(int64)) []Entry {
	e := t.add(layer{path: s.Path}, s.ModTime)
	f, before, err := openRegular(s.Disk)
	if err != nil {
		e.Size, e.Reason = s.Size, unreadable(err)
		return t.result()
	}
	defer f.Close()
	e.ModTime = before.ModTime()
	t.mayExpand = t.limits.expandedFor(before.Size())
	t.disk = &meteredFile{file: f, read: progress, alive: t.alive}
	t.content(e, layer{path: s.Path, archive: t.disk, size: before.Size()}, t.disk)
	if !t.custody {
		return t.result()
	}
	after, err := f.Stat()
	whole := e.Size == before.Size() || e.Failure != "" || e.Reason != ""
	if err != nil || after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime()) || !whole {
		changed := fmt.Sprintf("the file changed while it was read (%d bytes at first, %d read): what was read is kept; copy it to a quiet place and run again", before.Size(), e.Size)
		if e.Failure != "" {
			changed += "; " + e.Failure
		}
		e.Failure = changed
	}
	return t.result()
}

// scratch is the memory that one content needs while it is read. A folder of
// small files would otherwise spend its time on getting it.
type scratch struct {
	reader *bufio.Reader
	drain  []byte
}

var scratches = sync.Pool{New: func() any {
	return &scratch{bufio.NewReaderSize(nil, max(diskBuffer, HeadSize)), make([]byte, 64<<10)}
}}

// content examines one content and hashes it to its end while it is read. A panic,
// which is a fault of dwell or of a library, costs this content only.
func (t *traversal) content(e *Entry, l layer, r io.Reader) {
	d := &digest{r: r, hash: newHash(t.custody)}
	s := scratches.Get().(*scratch)
	s.reader.Reset(d)
	fault := safely(func() error {
		if t.take == nil || !t.take(l.path, s.reader) {
			t.open(e, l, d, s.reader)
		}
		return nil
	})
	if t.custody {
		// The hash covers everything, also what nobody wanted to read.
		if err := safely(func() error { drain(s); return nil }); fault == nil {
			fault = err
		}
	}
	s.reader.Reset(nil)
	scratches.Put(s)
	e.Size, e.SHA256 = d.size, d.sum()
	t.conclude(e, d, fault)
}

func drain(s *scratch) {
	for {
		if _, err := s.reader.Read(s.drain); err != nil {
			return // the digest keeps it
		}
	}
}

// conclude says how reading ended.
func (t *traversal) conclude(e *Entry, d *digest, fault error) {
	if e.Reason != "" && d.size > 0 && !d.nonZero {
		e.Reason = "only zero bytes: a wiped or never written file"
	}
	err := d.err
	if err == nil {
		err = fault
	}
	switch {
	case err == nil, e.Failure != "":
	case e.Reason != "":
		e.Reason += "; " + failure(err)
	case e.Format == "" && e.Packs == "":
		e.Reason = failure(err)
	default:
		e.Failure = failure(err)
	}
}

// open looks at the first bytes and goes on as they say.
func (t *traversal) open(e *Entry, l layer, d *digest, r *bufio.Reader) {
	head, _ := r.Peek(HeadSize) // an error comes again, in its place
	kind := container.Identify(head)
	switch {
	case len(head) == 0 && d.err == nil:
		e.Reason = "empty"
	case len(head) == 0:
		// conclude says why
	case kind != container.None && l.depth >= t.limits.Depth:
		e.Reason = fmt.Sprintf("containers in containers, more than %d deep: refused", t.limits.Depth)
	case kind == container.ZIP && container.Document(head) != "":
		e.Reason = container.Document(head) + ", which dwell does not read"
	case kind == container.ZIP:
		e.Packs = string(kind)
		t.zip(e, l, r)
	case kind == container.Tar:
		e.Packs = string(kind)
		t.archive(e, l, kind, container.TarMembers(r))
	case kind != container.None:
		e.Packs = string(kind)
		t.stream(e, l, kind, r)
	default:
		t.data(e, l, head, r)
	}
}

// data examines a content that is not a container. Zero bytes at its beginning are
// left out: a log that was emptied while its program went on writing begins with as
// many as it had before.
func (t *traversal) data(e *Entry, l layer, head []byte, r *bufio.Reader) {
	start := int64(0)
	for len(head) > 0 {
		n := leadingZeros(head)
		if n == 0 {
			break
		}
		_, _ = r.Discard(n) // they were peeked
		start += int64(n)
		head, _ = r.Peek(HeadSize)
	}
	if len(head) == 0 {
		e.Reason = "only zero bytes"
		return
	}
	c := content{Reader: r}
	if l.archive != nil {
		c.at, c.size = &unordered{file: t.disk.file, alive: t.alive, tell: t.disk.read}, l.size
	}
	t.plain(e, start, head, c)
}

func (t *traversal) wants(path string) bool { return t.wanted == nil || t.wanted(path) }
