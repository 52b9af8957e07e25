package evidence

import (
	"context"
	"errors"
	"io"

	"dwell/event"
)

// Confidence says how sure a reader is that a file is of its format.
type Confidence uint8

// The confidences. The surest reader gets the file; ties go to the reader that
// the list names first.
const (
	No       Confidence = iota
	Possible            // the shape fits, other formats may have it too
	Likely              // several marks of the format
	Certain             // a magic number or a header that nothing else has
)

// Format describes what a reader reads, for `dwell formats`.
type Format struct {
	Name     string   `json:"name"`     // "zeek", stable
	Title    string   `json:"title"`    // "Zeek logs (TSV and JSON)"
	Events   []string `json:"events"`   // kinds of events it gives
	Examples []string `json:"examples"` // where such files come from
}

// Reader turns files of one format into events.
type Reader interface {
	Format() Format
	// Detect judges the first bytes of a file (up to HeadSize). It must be fast, must
	// not rely on the file's name and must not panic on any input.
	Detect(head []byte) Confidence
	// Read reads the whole input. It schedules the work on its blocks with out.Do and
	// returns when everything is scheduled. A damaged record is reported with
	// Worker.Damage and reading goes on; an error ends the file, keeping what was read.
	// ErrOther, before anything was given, says that the file is of another format.
	Read(ctx context.Context, in *Input, out *Output) error
}

// ErrOther is what a Reader returns that takes files by a mark which formats share (a
// container such as OLE) when the whole content shows that the file is none of its own.
// The file then counts as unread, as if no reader had known it.
var ErrOther = errors.New("the file is of another format")

// RowReader is a Reader of files in which records have no bytes of their own. There a
// Ref's offset is the number of the record in the file, from 0, and its length 1.
type RowReader interface {
	Reader
	// Row returns a record as text, out of the whole content of its file.
	Row(content []byte, number int64) ([]byte, error)
}

// RecordReader is a Reader of files in which nobody can read a record as it stands there:
// ciphered, packed, or scattered over the file.
type RecordReader interface {
	Reader
	// Record returns what the record whose Ref begins at an offset says, as text.
	Record(content io.ReaderAt, size, offset int64) ([]byte, error)
}

// HeadSize is the number of bytes that a reader gets to see before it is chosen.
const HeadSize = 64 << 10

// Sink receives events. It is called from one goroutine at a time.
type Sink interface {
	Observe(b *event.Batch)
}
