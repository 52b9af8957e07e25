package sensor

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"

	"dwell/simulate/fact"
	"dwell/truth"
)

// Sensor writes one kind of evidence.
type Sensor interface {
	// Observe takes a day in.
	Observe(d *fact.Day) error
	// Close writes what is left.
	Close() error
}

// Folder is where the evidence is written.
type Folder struct {
	Root string
	// Mark is told of every record that shows a stage of the attack.
	Mark func(fact.Label, truth.Record)

	mu      sync.Mutex
	records int64
	open    map[*os.File]struct{}
}

// Abandon closes the files that no sensor will finish.
func (f *Folder) Abandon() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for disk := range f.open {
		_ = disk.Close() // what is in it goes away
	}
	clear(f.open)
}

// opened notes a file that is open.
func (f *Folder) opened(disk *os.File) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.open == nil {
		f.open = make(map[*os.File]struct{})
	}
	f.open[disk] = struct{}{}
}

// Records is the number of records written by now.
func (f *Folder) Records() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.records
}

// closed takes the records of a file in.
func (f *Folder) closed(disk *os.File, records int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.records += records
	delete(f.open, disk)
}

func (f *Folder) mark(label fact.Label, r truth.Record) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.Mark(label, r)
}

// Create opens a new file below the folder; one that ends in ".gz" is compressed.
func (f *Folder) Create(name string) (*File, error) {
	full := filepath.Join(f.Root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return nil, fmt.Errorf("write evidence: %w", err)
	}
	disk, err := os.OpenFile(full, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, fmt.Errorf("write evidence: %w", err)
	}
	f.opened(disk)
	out := &File{folder: f, name: name, disk: disk, buffer: bufio.NewWriterSize(disk, 1<<16)}
	out.to = out.buffer
	if strings.HasSuffix(name, ".gz") {
		out.packer, err = gzip.NewWriterLevel(out.buffer, gzip.BestSpeed)
		if err != nil {
			return nil, fmt.Errorf("write evidence %s: %w", name, err)
		}
		out.packer.Name = strings.TrimSuffix(path.Base(name), ".gz")
		out.to = out.packer
	}
	return out, nil
}

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
