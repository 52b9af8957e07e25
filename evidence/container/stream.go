package container

import (
	"bufio"
	"compress/bzip2"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/therootcompany/xz"
)

// windowLimit bounds the memory that a compressed stream may ask for: the window
// of zstd and the dictionary of xz. The tools' own highest levels need 64 to 128 MiB.
const windowLimit = 128 << 20

// Stream is a decompressed stream.
type Stream struct {
	io.Reader
	close func()
}

// Close frees the decoder.
func (s *Stream) Close() {
	if s.close != nil {
		s.close()
	}
}

// Decompress returns the content of a compressed stream. Streams that follow each
// other in one file, as log rotation makes them, are read as one.
func Decompress(k Kind, r io.Reader) (*Stream, error) {
	switch k {
	case Gzip:
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, fmt.Errorf("open gzip: %w", err)
		}
		return &Stream{Reader: z}, nil
	case Zstd:
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(windowLimit), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, fmt.Errorf("open zstd: %w", err)
		}
		return &Stream{z, z.Close}, nil
	case Bzip2:
		return &Stream{Reader: bzip2.NewReader(r)}, nil
	case XZ:
		z, err := xz.NewReader(bufio.NewReaderSize(r, 1<<16), windowLimit)
		if err != nil {
			return nil, fmt.Errorf("open xz: %w", err)
		}
		return &Stream{Reader: z}, nil
	}
	return nil, fmt.Errorf("%q is not a compressed stream", k)
}

// Inner returns the name of what a compressed file of the given name holds.
func Inner(k Kind, name string) string {
	name = name[strings.LastIndexAny(name, "/!")+1:]
	for _, s := range suffixes[k] {
		if stem, ok := strings.CutSuffix(name, s); ok && stem != "" {
			return stem
		}
	}
	for _, short := range []string{".tgz", ".txz", ".tbz2", ".tbz", ".tzst"} {
		if stem, ok := strings.CutSuffix(name, short); ok && stem != "" {
			return stem + ".tar"
		}
	}
	return "content"
}
