package container

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
)

// maxIndex bounds what is read of a ZIP archive before its first member: the index
// is held in memory, at about six times its size. 32 MiB are enough for 100,000
// members with names of 250 bytes.
const maxIndex = 32 << 20

// ZIPMembers gives the members of a ZIP archive in the order of its index. When the
// index cannot be read, as in an archive that was cut off, the members are those
// found one after the other from the beginning, and an error comes last.
func ZIPMembers(r io.ReaderAt, size int64) iter.Seq2[Member, error] {
	return func(yield func(Member, error) bool) {
		index := &indexReader{r: r, left: maxIndex, bounded: true}
		z, err := zip.NewReader(index, size)
		if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
			salvage(io.NewSectionReader(r, 0, size), fmt.Errorf("the index of the ZIP archive cannot be read (%w)", err), yield)
			return
		}
		index.bounded = false
		for method, kind := range zipMethods {
			z.RegisterDecompressor(method, func(r io.Reader) io.ReadCloser { return decompressMember(kind, r) })
		}
		shared := overlapping(z.File)
		for i, f := range z.File {
			if strings.HasSuffix(f.Name, "/") {
				continue
			}
			m := Member{ModTime: f.Modified}
			if m.named(f.Name, !f.NonUTF8); m.Refused == "" {
				m.Refused = zipRefusal(f, shared[i])
			}
			if m.Refused == "" {
				m.Open = f.Open
			}
			if !yield(m, nil) {
				return
			}
		}
	}
}

// indexReader bounds the bytes that are read of an archive's index, until the
// index is read.
type indexReader struct {
	r       io.ReaderAt
	bounded bool
	left    int64
}

var errLargeIndex = fmt.Errorf("it is larger than %d MiB", maxIndex>>20)

func (x *indexReader) ReadAt(p []byte, offset int64) (int, error) {
	if x.bounded && x.left < int64(len(p)) {
		return 0, errLargeIndex
	}
	n, err := x.r.ReadAt(p, offset)
	x.left -= int64(n)
	return n, err
}

// The compression methods of ZIP (APPNOTE.TXT 4.4.5) that are streams of a kind of
// their own, and the two that every archive uses.
const zipStore, zipDeflate uint16 = zip.Store, zip.Deflate

var zipMethods = map[uint16]Kind{zipDeflate: deflated, 12: Bzip2, 93: Zstd, 95: XZ}

// deflated is raw deflate, which only ZIP has.
const deflated Kind = "deflate"

// foreignMethods are those that dwell does not decode but can name.
var foreignMethods = map[uint16]string{6: "Implode", 9: "Deflate64", 14: "LZMA", 98: "PPMd", 99: "AES"}

// decompressMember opens the data of one member.
func decompressMember(kind Kind, r io.Reader) io.ReadCloser {
	if kind == deflated {
		return flate.NewReader(r)
	}
	s, err := Decompress(kind, r)
	if err != nil {
		return io.NopCloser(&failing{err})
	}
	return &closing{s}
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

type closing struct{ *Stream }

func (c *closing) Close() error { c.Stream.Close(); return nil }

// zipEncrypted is the bit of the general purpose flags that marks an encrypted
// member (APPNOTE.TXT 4.4.4).
const zipEncrypted = 1

func zipRefusal(f *zip.File, shared bool) string {
	switch {
	case !f.Mode().IsRegular():
		return "a link or device in an archive: only files are read"
	case shared:
		return "shares its bytes with another member of the archive, as only decompression bombs do"
	}
	return methodRefusal(f.Flags, f.Method)
}

func methodRefusal(flags, method uint16) string {
	if flags&zipEncrypted != 0 {
		return "encrypted: unpack it with its password and give dwell the files"
	}
	if _, known := zipMethods[method]; known || method == zipStore {
		return ""
	}
	name := foreignMethods[method]
	if name == "" {
		name = fmt.Sprintf("method %d", method)
	}
	return "compressed by " + name + ", which dwell does not decode: unpack the archive and give dwell the files"
}

// overlapping finds members whose data share bytes of the archive (D. Fifield,
// "A better zip bomb", WOOT 2019).
func overlapping(files []*zip.File) map[int]bool {
	type extent struct {
		begin, end int64
		file       int
	}
	var extents []extent
	for i, f := range files {
		begin, err := f.DataOffset()
		if err != nil || f.CompressedSize64 == 0 {
			continue // opening it will say what is wrong
		}
		extents = append(extents, extent{begin, begin + int64(min(f.CompressedSize64, 1<<62)), i})
	}
	slices.SortFunc(extents, func(a, b extent) int { return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(a.end, b.end)) })
	out := map[int]bool{}
	last := -1
	for i, e := range extents {
		if last >= 0 && e.begin < extents[last].end {
			out[e.file], out[extents[last].file] = true, true
		}
		if last < 0 || e.end > extents[last].end {
			last = i
		}
	}
	return out
}

// Document names the kind of document that a ZIP archive is the form of, from its
// first bytes: its parts are no evidence of their own. "" for a plain archive.
func Document(head []byte) string {
	const nameAt = 30 // behind the fixed part of a local header
	if len(head) < nameAt || !bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return ""
	}
	rest := head[nameAt:]
	switch {
	case bytes.HasPrefix(rest, []byte("[Content_Types].xml")):
		return "an Office document (OOXML)"
	case bytes.HasPrefix(rest, []byte("mimetypeapplication/vnd.oasis.opendocument")):
		return "an OpenDocument file"
	case bytes.HasPrefix(rest, []byte("mimetypeapplication/hwp+zip")):
		return "a Hangul document (HWPX)"
	case bytes.HasPrefix(rest, []byte("mimetypeapplication/epub+zip")):
		return "an electronic book (EPUB)"
	}
	return ""
}
