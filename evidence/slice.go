package evidence

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// maxSlice bounds what Slice returns: the longest record, with room to spare.
const maxSlice = 2 * MaxRecord

// Slice returns a byte range of the content with the given logical path, opening
// containers on the way again. The roots are those of the run that gave the path.
func Slice(ctx context.Context, roots []string, path string, offset, length int64) ([]byte, error) {
	if offset < 0 || length < 0 || length > maxSlice {
		return nil, fmt.Errorf("read %s: %d bytes at %d are no record", path, length, offset)
	}
	sources, _, err := list(ctx, roots)
	if err != nil {
		return nil, err
	}
	for _, s := range sources {
		if within(s.Path, path) {
			c := &cutting{path: path, offset: offset, data: make([]byte, length)}
			if s.Path == path {
				c.fromDisk(s)
			} else {
				c.fromContainer(ctx, s)
			}
			return c.result()
		}
	}
	return nil, fmt.Errorf("%s is not among the evidence", path)
}

// Content is the content of evidence out of order. Close it.
type Content struct {
	io.ReaderAt
	Size int64
	file *os.File // nil: in memory
}

// Close closes the file on disk, if it is one.
func (c *Content) Close() {
	if c.file != nil {
		c.file.Close()
	}
}

// Open opens the content with the given logical path and size: a file on disk in place,
// one in a container in memory, where it can be no longer than Slice returns.
func Open(ctx context.Context, roots []string, path string, size int64) (*Content, error) {
	sources, _, err := list(ctx, roots)
	if err != nil {
		return nil, err
	}
	for _, s := range sources {
		if s.Path != path {
			continue
		}
		f, info, err := openRegular(s.Disk)
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", path, err)
		}
		return &Content{f, info.Size(), f}, nil
	}
	data, err := Slice(ctx, roots, path, 0, size)
	if err != nil {
		return nil, err
	}
	return &Content{ReaderAt: bytes.NewReader(data), Size: size}, nil
}

// cutting takes a byte range out of the content at path.
type cutting struct {
	path   string
	offset int64
	data   []byte
	found  bool
	err    error
}

func (c *cutting) result() ([]byte, error) {
	switch {
	case !c.found && c.err == nil:
		return nil, fmt.Errorf("%s is not there any more", c.path)
	case errors.Is(c.err, io.EOF), errors.Is(c.err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("read %s, %d bytes at %d: it is shorter than it was", c.path, len(c.data), c.offset)
	case c.err != nil:
		return nil, fmt.Errorf("read %s, %d bytes at %d: %w", c.path, len(c.data), c.offset, c.err)
	}
	return c.data, nil
}

// fromDisk reads a file on disk in place.
func (c *cutting) fromDisk(s Source) {
	c.found = true
	f, _, err := openRegular(s.Disk)
	if err != nil {
		c.err = err
		return
	}
	defer f.Close()
	_, c.err = io.ReadFull(io.NewSectionReader(f, c.offset, int64(len(c.data))), c.data)
}

// errEnough stops a traversal that has found what it wanted.
var errEnough = errors.New("enough was read")

// fromContainer goes through the containers in a file and stops behind the range.
func (c *cutting) fromContainer(ctx context.Context, s Source) {
	t := &traversal{
		limits: Limits{}.withDefaults(),
		alive: func() error {
			if c.found {
				return errEnough
			}
			return ctx.Err()
		},
		wanted: func(path string) bool { return !c.found && within(path, c.path) },
		take: func(path string, content io.Reader) bool {
			if path == c.path {
				c.found, c.err = true, c.read(content)
			}
			return c.found
		},
		plain: func(*Entry, int64, []byte, content) {},
	}
	entries := t.source(s, func(int64) {})
	if !c.found && c.err == nil {
		c.err = errors.Join(ctx.Err(), lastFailure(entries))
	}
}

// lastFailure says why a content was not reached; nil when nothing is known of it.
func lastFailure(entries []Entry) error {
	for i := len(entries) - 1; i >= 0; i-- {
		if why := entries[i].Failure + entries[i].Reason; why != "" {
			return errors.New(why)
		}
	}
	return nil
}

func (c *cutting) read(content io.Reader) error {
	if _, err := io.CopyN(io.Discard, content, c.offset); err != nil {
		return err
	}
	_, err := io.ReadFull(content, c.data)
	return err
}
