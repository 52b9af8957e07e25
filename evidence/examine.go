package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"dwell/event"
)

// Examiner opens sources, goes through their containers, and gives every content
// to the reader that knows it.
type Examiner struct {
	Readers  []Reader
	Limits   Limits
	Executor Executor
	Progress func(bytes int64) // bytes read from disk; may be nil; called from the goroutine that examines
}

// Examine reads one source and says what became of it and of everything in it.
// The first entry is the file on disk itself.
func (x *Examiner) Examine(ctx context.Context, s Source) []Entry {
	if s.DuplicateOf != "" {
		return []Entry{x.duplicate(ctx, s)}
	}
	t := &traversal{
		limits: x.Limits.withDefaults(),
		plain: func(e *Entry, head []byte, content io.Reader) {
			x.read(ctx, e, head, content)
		},
	}
	return t.source(ctx, s, x.Progress)
}

// duplicate only hashes a file whose content is read elsewhere.
func (x *Examiner) duplicate(ctx context.Context, s Source) Entry {
	e := Entry{ID: event.NewFileID(s.Path), Path: s.Path, Size: s.Size, ModTime: s.ModTime,
		Duplicate: s.DuplicateOf, Reason: "identical to " + s.DuplicateOf + ", which was read"}
	sum, err := hashFile(ctx, s.Disk)
	if err != nil {
		e.Reason, e.Duplicate = unreadable(err), ""
		return e
	}
	e.SHA256 = fmt.Sprintf("%x", sum)
	if x.Progress != nil {
		x.Progress(s.Size)
	}
	return e
}

// read gives a content to the surest reader.
func (x *Examiner) read(ctx context.Context, e *Entry, head []byte, content io.Reader) {
	r := x.surest(head)
	if r == nil {
		e.Reason = describe(head)
		return
	}
	e.Format = r.Format().Name
	out := NewOutput(x.Executor)
	err := safely(func() error {
		return r.Read(ctx, &Input{ID: e.ID, Path: e.Path, ModTime: e.ModTime, r: content}, out)
	})
	e.Tally = out.Close()
	if err != nil {
		e.Failure = failure(err)
	}
}

// surest returns the reader with the highest confidence, the first of equals, nil
// when none knows the content.
func (x *Examiner) surest(head []byte) Reader {
	var best Reader
	confidence := No
	for _, r := range x.Readers {
		var c Confidence
		if safely(func() error { c = r.Detect(head); return nil }) == nil && c > confidence {
			best, confidence = r, c
		}
	}
	return best
}

// safely turns a panic, which is a fault of dwell, into an error of one file.
func safely(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a fault in dwell's reader, please report it: %v", p)
		}
	}()
	return f()
}

// failure words why reading ended early, without repeating the path.
func failure(err error) string {
	var bomb *bombError
	var path *fs.PathError
	switch {
	case errors.As(err, &bomb):
		return bomb.Error()
	case errors.As(err, &path):
		return path.Err.Error()
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "the compressed file ends in the middle: " + err.Error()
	}
	return err.Error()
}

// source opens the file on disk and examines it as the outermost content.
func (t *traversal) source(ctx context.Context, s Source, progress func(int64)) []Entry {
	if progress == nil {
		progress = func(int64) {}
	}
	e := t.add(layer{path: s.Path}, s.ModTime)
	f, err := os.Open(s.Disk)
	if err != nil {
		e.Reason = unreadable(err)
		return t.result()
	}
	defer f.Close()
	before, err := f.Stat()
	if err != nil {
		e.Reason = unreadable(err)
		return t.result()
	}
	if !before.Mode().IsRegular() {
		e.Reason = special(before.Mode())
		return t.result()
	}
	t.disk = &meteredFile{file: f, read: progress, alive: ctx.Err}
	t.content(e, layer{path: s.Path, archive: t.disk, size: before.Size()}, t.disk)
	if after, err := f.Stat(); err != nil || after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime()) || e.Size != before.Size() && e.Failure == "" && e.Reason == "" {
		changed := fmt.Sprintf("the file changed while it was read (%d bytes at first, %d read): what was read is kept; copy it to a quiet place and run again", before.Size(), e.Size)
		if e.Failure != "" {
			changed += "; " + e.Failure
		}
		e.Failure = changed
	}
	return t.result()
}
