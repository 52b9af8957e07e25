package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync"
	"time"

	"dwell/event"
)

// Input is the content of one evidence file or container member, decompressed,
// from its first byte on that is not zero.
type Input struct {
	ID      event.FileID
	Path    string    // logical path, containers joined with "!"
	ModTime time.Time // zero when the container does not say

	r     io.Reader
	start int64 // offset in the content of the first byte that r gives

	at     io.ReaderAt // the content out of order, where that is possible
	size   int64       // of what at reads
	memory int64       // how much may be held where it is not; 0: the default
}

// NewInput returns an input that reads r, out of order, too, if r can.
func NewInput(path string, modTime time.Time, r io.Reader) *Input {
	in := &Input{ID: event.NewFileID(path), Path: path, ModTime: modTime, r: r}
	if at, ok := r.(interface {
		io.ReaderAt
		Size() int64
	}); ok {
		in.at, in.size = at, at.Size()
	}
	return in
}

// Read reads the content as a stream, for formats that cannot be cut into blocks.
func (in *Input) Read(p []byte) (int, error) { return in.r.Read(p) }

// Unordered gives the content out of order, and its size, instead of as a stream: a file
// on disk in place, anything else from memory, up to a limit. It may be used by several
// goroutines.
func (in *Input) Unordered() (io.ReaderAt, int64, error) {
	switch {
	case in.start > 0:
		return nil, 0, fmt.Errorf("its first %d bytes were overwritten with zeros", in.start)
	case in.at != nil:
		return in.at, in.size, nil
	}
	limit := in.memory
	if limit == 0 {
		limit = defaultInMemory
	}
	var whole bytes.Buffer
	n, err := io.Copy(&whole, io.LimitReader(in.r, limit+1))
	if n > limit {
		return nil, 0, fmt.Errorf("more than %d bytes inside a container, which would have to be held in memory: unpack it", limit)
	}
	return bytes.NewReader(whole.Bytes()), n, err
}

// Block is a run of complete records.
type Block struct {
	Offset int64  // of Data in the content
	Data   []byte // valid until Release
	Last   bool   // nothing follows
	// Overlong is set when no end of record was found within MaxRecord bytes:
	// Data is then a piece of one record, to be reported as damaged.
	Overlong bool

	buffer *[]byte
}

// Release gives the block's memory back. Call it once, when Data is done with.
func (b *Block) Release() {
	if b.buffer != nil {
		blockBuffers.Put(b.buffer)
		b.buffer, b.Data = nil, nil
	}
}

// BlockSize is the usual size of a block: large enough that handing it to another
// goroutine costs nothing, small enough that a few of them fit the cache.
const BlockSize = 1 << 20

// MaxRecord is the longest record that is read whole. Longer ones are damaged by
// definition: no program that dwell reads writes them.
const MaxRecord = 64 << 20

var blockBuffers = sync.Pool{New: func() any { b := make([]byte, 0, BlockSize+BlockSize/4); return &b }}

// Cut returns how many bytes of data, counted from its start, are complete
// records; 0 when the first record does not end within data. At the end of the
// content (last) it is not asked: everything left is handed over.
type Cut func(data []byte) int

// CutLines cuts behind the last line feed.
func CutLines(data []byte) int { return bytes.LastIndexByte(data, '\n') + 1 }

// LineEnd returns where the line that begins at pos ends, without its line end, and
// where the next one begins. Both are len(data) for a last line that has no line end.
func LineEnd(data []byte, pos int) (end, next int) {
	i := bytes.IndexByte(data[pos:], '\n')
	if i < 0 {
		return len(data), len(data)
	}
	end, next = pos+i, pos+i+1
	if end > pos && data[end-1] == '\r' {
		end--
	}
	return end, next
}

// Blocks cuts the content into blocks of about BlockSize bytes, each ending where
// cut says. The consumer owns each block and must Release it. An error of the
// underlying reader (a truncated archive, a vanished disk) comes last, after the
// bytes that could be read.
func (in *Input) Blocks(cut Cut) iter.Seq2[*Block, error] {
	return func(yield func(*Block, error) bool) {
		offset := in.start
		var rest []byte // beginning of the next block, aliases the previous buffer
		var previous *[]byte
		for {
			buffer := blockBuffers.Get().(*[]byte)
			data := append((*buffer)[:0], rest...)
			if previous != nil {
				blockBuffers.Put(previous)
			}
			var err error
			n := 0
			for want := BlockSize; ; want *= 2 {
				data, err = fill(in.r, data, want)
				if err != nil {
					break
				}
				if n = cut(data); n > 0 || len(data) >= MaxRecord {
					break
				}
			}
			*buffer = data
			if err != nil { // end of content, or broken
				if len(data) > 0 && !yield(&Block{Offset: offset, Data: data, Last: true, buffer: buffer}, nil) {
					return
				}
				if !errors.Is(err, io.EOF) {
					yield(nil, fmt.Errorf("read %s after %d bytes: %w", in.Path, offset+int64(len(data)), err))
				}
				return
			}
			block := &Block{Offset: offset, Data: data[:n], buffer: buffer}
			if n == 0 {
				block.Data, block.Overlong = data, true
				n = len(data)
			}
			// The rest is copied out before the block leaves, because its memory goes with it.
			carry := blockBuffers.Get().(*[]byte)
			*carry = append((*carry)[:0], data[n:]...)
			rest, previous = *carry, carry
			offset += int64(n)
			if !yield(block, nil) {
				return
			}
		}
	}
}

// fill reads until data has at least want bytes, or the reader ends.
func fill(r io.Reader, data []byte, want int) ([]byte, error) {
	for len(data) < want {
		if cap(data) == len(data) {
			data = append(data, make([]byte, BlockSize/4)...)[:len(data)]
		}
		n, err := r.Read(data[len(data):min(cap(data), max(want, len(data)+1))])
		data = data[:len(data)+n]
		if err != nil {
			return data, err
		}
	}
	return data, nil
}
