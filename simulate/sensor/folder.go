package sensor

import (
	"bufio"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"

	"dwell/simulate/fact"
	"dwell/truth"
)

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
