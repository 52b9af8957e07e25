package evidence

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"dwell/event"
)

// Examiner opens sources, goes through their containers, and gives every content
// to the reader that knows it.
type Examiner struct {
	Readers  []Reader
	Limits   Limits
	Executor Executor
	// Progress is told the bytes on disk that were dealt with, in all the size of each
	// source. It may be nil; it is called from the goroutine that examines.
	Progress func(bytes int64)
}

// Examine reads one source and says what became of it and of everything in it.
// The first entry is the file on disk itself.
func (x *Examiner) Examine(ctx context.Context, s Source) []Entry {
	progress := &gauge{tell: x.Progress, left: s.Size}
	if x.Progress == nil {
		progress.tell = func(int64) {}
	}
	defer progress.finish()
	if e, same := duplicate(s); same {
		return []Entry{e}
	}
	t := &traversal{
		limits:  x.Limits.withDefaults(),
		alive:   ctx.Err,
		custody: true,
		plain: func(e *Entry, start int64, head []byte, c content) {
			x.read(ctx, e, start, head, c)
		},
	}
	return t.source(s, progress.add)
}

// duplicate returns the entry of a file whose content is read elsewhere. The walk
// hashed it: unless it changed since, that stands.
func duplicate(s Source) (Entry, bool) {
	if s.DuplicateOf == "" {
		return Entry{}, false
	}
	f, now, err := openRegular(s.Disk)
	if err != nil || now.Size() != s.Size || !now.ModTime().Equal(s.ModTime) {
		return Entry{}, false
	}
	f.Close()
	return Entry{ID: event.NewFileID(s.Path), Path: s.Path, Size: s.Size, SHA256: hex.EncodeToString(s.sum[:]), ModTime: s.ModTime,
		Duplicate: s.DuplicateOf, Reason: "identical to " + s.DuplicateOf + ", which stands for both"}, true
}

// read gives a content to the surest reader.
func (x *Examiner) read(ctx context.Context, e *Entry, start int64, head []byte, c content) {
	r := x.surest(head)
	if r == nil {
		e.Reason = describe(head)
		return
	}
	e.Format = r.Format().Name
	out := NewOutput(x.Executor)
	if start > 0 {
		out.Note(fmt.Sprintf("it begins with %d zero bytes, which were left out: the log was emptied while it was written", start))
	}
	err := safely(func() error {
		in := &Input{ID: e.ID, Path: e.Path, ModTime: e.ModTime, r: c.Reader, start: start, memory: x.Limits.withDefaults().InMemory}
		if c.at != nil {
			in.at, in.size, out.progress = c.at, c.size, c.at.progress
		}
		return r.Read(ctx, in, out)
	})
	e.Tally = out.Close()
	if errors.Is(err, ErrOther) {
		e.Format, e.Tally, e.Reason = "", Tally{}, describe(head)
		return
	}
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
	var expanded *expandedError
	var path *fs.PathError
	switch {
	case errors.As(err, &bomb):
		return bomb.Error()
	case errors.As(err, &expanded):
		return expanded.Error()
	case errors.Is(err, context.Canceled):
		return interrupted
	case errors.As(err, &path):
		return path.Err.Error()
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "the compressed file ends in the middle: " + err.Error()
	}
	return err.Error()
}
