// Package compound goes through the streams of OLE compound files: old Office
// documents, HWP 5, installers, Outlook messages, objects within other documents.
//
// Sources: MS-CFB (read by richardlehane/mscfb), MS-OLEPS for property sets,
// MS-OLEDS 2.3.6 and the descriptions of \x01Ole10Native for packaged files.
// The library checks less than a hostile file needs, so a panic of its ends the walk
// and what was seen until then counts; streams and bytes are bounded.
// The package imports inside only.
package compound

import (
	"bytes"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"
)

// The bounds of one walk.
const (
	maxStreams = 2000
	MaxStream  = 4 << 20  // bytes read of one stream
	maxRead    = 16 << 20 // bytes read of all streams
	longest    = 64 << 20 // bytes of a file that is walked
)

// Stream is one stream or storage.
type Stream struct {
	Name   string // lower case
	Parent string // of the storage it lies in, lower case; "" at the root
	ID     string // class identifier, without braces, lower case

	entry  *mscfb.File
	budget *int
}

// Read returns the content, as far as the limits and the damage of the file let it.
func (s *Stream) Read() []byte { return s.Head(MaxStream) }

// Head returns the first bytes of the content.
func (s *Stream) Head(n int) []byte {
	data, _ := io.ReadAll(io.LimitReader(s.entry, int64(max(0, min(n, MaxStream, *s.budget)))))
	*s.budget -= len(data)
	return data
}

// Walk visits every storage and stream. It returns the class identifier of the root.
func Walk(data []byte, visit func(*Stream)) (root string) {
	defer func() { _ = recover() }()
	doc, err := mscfb.New(bytes.NewReader(data[:min(len(data), longest)]))
	if err != nil {
		return ""
	}
	root = identifier(doc.ID())
	budget := maxRead
	for range maxStreams {
		entry, err := doc.Next()
		if err != nil {
			break // the end, or damage: both end the walk
		}
		s := Stream{Name: strings.ToLower(entry.Name), ID: identifier(entry.ID()), entry: entry, budget: &budget}
		if n := len(entry.Path); n > 0 {
			s.Parent = strings.ToLower(entry.Path[n-1])
		}
		visit(&s)
	}
	return root
}

func identifier(id string) string { return strings.ToLower(strings.Trim(id, "{}")) }
