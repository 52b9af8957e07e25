package container

import (
	"archive/tar"
	"archive/zip"
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
)

// Member is one entry of an archive.
type Member struct {
	Name    string // as stored, slashes; text, but perhaps not printable
	ModTime time.Time
	Refused string                        // why it is not opened; "" it can be
	Open    func() (io.ReadCloser, error) // nil when refused
}

// TarMembers gives the members of a tar archive in their order. A member must be
// read before the next is asked for.
func TarMembers(r io.Reader) iter.Seq2[Member, error] {
	return func(yield func(Member, error) bool) {
		t := tar.NewReader(r)
		for {
			h, err := t.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Member{}, fmt.Errorf("read tar: %w", err))
				return
			}
			if h.Typeflag == tar.TypeDir {
				continue
			}
			m := Member{Name: text(h.Name, false), ModTime: h.ModTime, Refused: unsafeName(h.Name)}
			if m.Refused == "" {
				m.Refused = tarSpecial(h.Typeflag)
			}
			if m.Refused == "" {
				m.Open = func() (io.ReadCloser, error) { return io.NopCloser(t), nil }
			}
			if !yield(m, nil) {
				return
			}
		}
	}
}

func tarSpecial(flag byte) string {
	switch flag {
	case tar.TypeReg, '\x00', tar.TypeCont, tar.TypeGNUSparse:
		return ""
	case tar.TypeSymlink, tar.TypeLink:
		return "a link in an archive: links are not followed"
	}
	return "neither a file nor a folder in an archive: only files are read"
}

// ZIPMembers gives the members of a ZIP archive in their order.
func ZIPMembers(r io.ReaderAt, size int64) iter.Seq2[Member, error] {
	return func(yield func(Member, error) bool) {
		z, err := zip.NewReader(r, size)
		if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
			yield(Member{}, fmt.Errorf("open ZIP: %w", err))
			return
		}
		shared := overlapping(z.File)
		for i, f := range z.File {
			if strings.HasSuffix(f.Name, "/") {
				continue
			}
			m := Member{Name: text(f.Name, !f.NonUTF8), ModTime: f.Modified, Refused: zipRefusal(f, shared[i])}
			if m.Refused == "" {
				m.Open = f.Open
			}
			if !yield(m, nil) {
				return
			}
		}
	}
}

// zipEncrypted is the bit of the general purpose flags that marks an encrypted
// member (APPNOTE.TXT 4.4.4).
const zipEncrypted = 1

func zipRefusal(f *zip.File, shared bool) string {
	if reason := unsafeName(f.Name); reason != "" {
		return reason
	}
	switch {
	case !f.Mode().IsRegular():
		return "a link or device in an archive: only files are read"
	case f.Flags&zipEncrypted != 0:
		return "encrypted: unpack it with its password and give dwell the files"
	case shared:
		return "shares its bytes with another member of the archive, as only decompression bombs do"
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return fmt.Sprintf("compressed by method %d, which dwell does not know: unpack the archive and give dwell the files", f.Method)
	}
	return ""
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

// unsafeName says why a member's name is refused: it would leave the archive's
// folder if somebody unpacked it, which is an attack or a mistake.
func unsafeName(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	switch {
	case name == "":
		return "a member without a name"
	case strings.HasPrefix(name, "/"), len(name) > 1 && name[1] == ':':
		return "path traversal: the member's name is an absolute path"
	case slices.Contains(strings.Split(name, "/"), ".."):
		return "path traversal: the member's name leads out of the archive"
	}
	return ""
}

// text returns a member's name as UTF-8. ZIP archives made on Korean Windows have
// names in its code page 949; other bytes are left for the caller to escape.
func text(name string, isUTF8 bool) string {
	name = strings.ReplaceAll(name, `\`, "/")
	if isUTF8 || utf8.ValidString(name) {
		return strings.TrimPrefix(path.Clean("/"+name), "/")
	}
	if decoded, err := korean.EUCKR.NewDecoder().String(name); err == nil && !strings.ContainsRune(decoded, utf8.RuneError) {
		name = decoded
	}
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}
