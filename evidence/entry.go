package evidence

import (
	"time"

	"dwell/event"
)

// Entry is what became of one file on disk or one member of a container.
type Entry struct {
	ID        event.FileID
	Path      string // logical; members of containers after a "!"
	Container string // what it lies in, outermost first ("zip", "gzip+tar"); "" for a file on disk
	Packs     string // what it is when it is a container itself ("gzip"); its members have entries of their own
	Size      int64  // bytes of content
	SHA256    string // of the content, of what could be read of it when there is a Failure; "" when nothing could
	ModTime   time.Time
	Format    string // of the reader that read it; "" none did
	Tally     Tally
	Reason    string // why it was not read at all; "" when it was
	Failure   string // why reading ended early; "" it did not
	Duplicate string // path of the identical file that was read instead; "" none
}

// Lost reports whether evidence may have been lost here: something that was not
// read, or not to its end, or records that were damaged. Empty files and second
// copies lose nothing.
func (e *Entry) Lost() bool {
	return e.Failure != "" || e.Tally.Damaged > 0 || e.Reason != "" && e.Duplicate == "" && (e.Size > 0 || e.SHA256 == "")
}
