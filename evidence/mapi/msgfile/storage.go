package msgfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"
)

// storage is a folder of a compound file.
type storage struct {
	streams []stream
	folders []folder
}

// stream is a file within a compound file.
type stream struct {
	name string
	data []byte
	cut  bool // the stream is damaged: only its beginning could be read
}

// folder is a named storage within another.
type folder struct {
	name string
	*storage
}

// open reads a compound file whole. All streams together are at most as long as the
// file: in one that is sound they share no bytes.
func open(data []byte) (root *storage, err error) {
	if err := check(data); err != nil {
		return nil, err
	}
	defer func() { // the library checks less than a hostile file needs
		if p := recover(); p != nil {
			root, err = nil, fmt.Errorf("its compound file is damaged: %v", p)
		}
	}()
	doc, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("its compound file is damaged: %w", err)
	}
	root = new(storage)
	byPath := map[string]*storage{"": root}
	budget := len(data)
	for {
		entry, err := doc.Next()
		if err != nil { // the end
			return root, nil
		}
		parent := byPath[strings.Join(entry.Path, "/")]
		if parent == nil || entry.Name == "" {
			continue // unused, or below a stream
		}
		if entry.FileInfo().IsDir() {
			s := new(storage)
			parent.folders = append(parent.folders, folder{entry.Name, s})
			byPath[strings.Join(append(append([]string{}, entry.Path...), entry.Name), "/")] = s
			continue
		}
		s := content(entry, budget)
		budget -= len(s.data)
		parent.streams = append(parent.streams, s)
	}
}

// content reads a stream piece by piece: the library's time grows with the square of the
// sectors it is asked for at once.
func content(entry *mscfb.File, budget int) stream {
	const piece = 64 << 10
	s := stream{name: entry.Name}
	size := int(min(entry.Size, int64(budget)))
	s.cut = int64(size) < entry.Size
	s.data = make([]byte, size)
	for at := 0; at < size; {
		n, err := entry.Read(s.data[at:min(size, at+piece)])
		at += n
		if err != nil && (!errors.Is(err, io.EOF) || n == 0) {
			s.data, s.cut = s.data[:at], true
			break
		}
	}
	return s
}

// stream returns the stream of a name, nil when there is none.
func (s *storage) stream(name string) *stream {
	for i := range s.streams {
		if strings.EqualFold(s.streams[i].name, name) {
			return &s.streams[i]
		}
	}
	return nil
}

// folder returns the storage of a name, nil when there is none.
func (s *storage) folder(name string) *storage {
	for i := range s.folders {
		if strings.EqualFold(s.folders[i].name, name) {
			return s.folders[i].storage
		}
	}
	return nil
}
