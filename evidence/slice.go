package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
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
		if !within(s.Path, path) {
			continue
		}
		cut := &cutting{path: path, offset: offset, length: length, err: fmt.Errorf("%s is not there any more", path)}
		t := &traversal{
			limits: Limits{}.withDefaults(),
			want:   func(p string) bool { return within(p, path) && cut.data == nil },
			plain:  cut.plain,
		}
		t.source(ctx, s, nil)
		return cut.data, cut.err
	}
	return nil, fmt.Errorf("%s is not among the evidence", path)
}

// cutting takes a byte range out of the content at path.
type cutting struct {
	path           string
	offset, length int64
	data           []byte
	err            error
}

func (c *cutting) plain(e *Entry, _ []byte, content io.Reader) {
	if e.Path != c.path {
		return
	}
	if _, err := io.CopyN(io.Discard, content, c.offset); err != nil {
		c.err = fmt.Errorf("read %s at %d: %w", c.path, c.offset, err)
		return
	}
	data := make([]byte, c.length)
	if _, err := io.ReadFull(content, data); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			err = errors.New("the file is shorter than it was")
		}
		c.err = fmt.Errorf("read %s, %d bytes at %d: %w", c.path, c.length, c.offset, err)
		return
	}
	c.data, c.err = data, nil
}
