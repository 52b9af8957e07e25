package sensor

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/klauspost/compress/gzip"

	"dwell/simulate/fact"
	"dwell/truth"
)

// File is one file of evidence. It remembers the first error, so that writers need
// to look only when they close it.
type File struct {
	folder  *Folder
	name    string
	disk    *os.File
	buffer  *bufio.Writer
	packer  *gzip.Writer
	to      io.Writer
	offset  int64 // in the content before compression
	records int64
	err     error
}

// Write writes what is no record: headers, separators.
func (f *File) Write(b []byte) {
	if f.err != nil {
		return
	}
	if _, err := f.to.Write(b); err != nil {
		f.err = fmt.Errorf("write evidence %s: %w", f.name, err)
	}
	f.offset += int64(len(b))
}

// Record writes one record. Length leaves out a line feed at the end.
func (f *File) Record(label fact.Label, at time.Time, b []byte) {
	f.records++
	if label != 0 {
		length := int64(len(b))
		if length > 0 && b[length-1] == '\n' {
			length--
		}
		f.folder.mark(label, truth.Record{File: f.name, Offset: f.offset, Length: length, Time: at})
	}
	f.Write(b)
}

// Close closes the file and returns the first error.
func (f *File) Close() error {
	f.folder.closed(f.disk, f.records)
	if f.packer != nil && f.err == nil {
		if err := f.packer.Close(); err != nil {
			f.err = fmt.Errorf("write evidence %s: %w", f.name, err)
		}
	}
	if err := errors.Join(f.buffer.Flush(), f.disk.Close()); err != nil && f.err == nil {
		f.err = fmt.Errorf("write evidence %s: %w", f.name, err)
	}
	return f.err
}
