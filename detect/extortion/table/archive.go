package table

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"

	"dwell/detect/attachment/unlock"
)

// The bounds of one archive.
const (
	maxMembers = 64
	maxLocked  = 16       // members that need a password
	maxMember  = 16 << 20 // bytes of one, packed or unpacked
)

// zip reads a ZIP archive: a workbook, a document, or files.
func (r *reader) zip(data []byte, depth int) {
	a, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return
	}
	members := make(map[string]*zip.File)
	for _, f := range a.File[:min(len(a.File), 20*maxMembers)] {
		members[strings.ToLower(f.Name)] = f
	}
	switch {
	case members["xl/workbook.xml"] != nil:
		r.workbook(a, members)
	case members["word/document.xml"] != nil:
		r.part(members["word/document.xml"], func(in io.Reader) { r.document("DOCX", in) })
	case members["contents/section0.xml"] != nil:
		r.sections(a)
	default:
		r.members(a, data, depth)
	}
}

// workbook reads all sheets of an XLSX file.
func (r *reader) workbook(a *zip.Reader, members map[string]*zip.File) {
	var w workbook
	r.part(members["xl/sharedstrings.xml"], w.sharedStrings)
	r.part(members["xl/styles.xml"], w.styles)
	for _, f := range a.File[:min(len(a.File), maxMembers)] {
		if name := strings.ToLower(f.Name); strings.HasPrefix(name, "xl/worksheets/") && strings.HasSuffix(name, ".xml") {
			r.part(f, func(in io.Reader) { w.sheet(r, in) })
		}
	}
}

// sections reads the sections of an HWPX document.
func (r *reader) sections(a *zip.Reader) {
	for _, f := range a.File[:min(len(a.File), maxMembers)] {
		if name := strings.ToLower(f.Name); strings.HasPrefix(name, "contents/section") && strings.HasSuffix(name, ".xml") {
			r.part(f, func(in io.Reader) { r.document("HWPX", in) })
		}
	}
}

// part hands a member over, unpacked as far as the budget goes.
func (r *reader) part(f *zip.File, read func(io.Reader)) {
	if f == nil {
		return
	}
	in, err := f.Open()
	if err != nil {
		return
	}
	defer in.Close()
	read(r.metered(in))
}

// metered lets through what the budget allows and takes it from there.
func (r *reader) metered(in io.Reader) io.Reader { return &meter{in: in, r: r, left: maxMember} }

type meter struct {
	in   io.Reader
	r    *reader
	left int
}

func (m *meter) Read(p []byte) (int, error) {
	room := min(len(p), m.left, m.r.budget.Bytes)
	if room <= 0 {
		m.r.budget.Cut = true
		return 0, io.EOF
	}
	n, err := m.in.Read(p[:room])
	m.left -= n
	m.r.budget.Bytes -= n
	return n, err
}

// members reads the files in an archive, with the password where one opens them.
func (r *reader) members(a *zip.Reader, data []byte, depth int) {
	if depth >= maxDepth {
		r.budget.Cut = true
		return
	}
	const encrypted, sealedByAES = 1, 99 // APPNOTE 4.4.4, AE-x
	locked := false
	for i, f := range a.File {
		switch {
		case i >= maxMembers:
			r.budget.Cut = true
		case f.Flags&encrypted != 0 || f.Method == sealedByAES:
			locked = true
			continue
		case strings.HasSuffix(f.Name, "/"):
			continue
		default:
			r.part(f, func(in io.Reader) { r.member(in, depth) })
			continue
		}
		break
	}
	if locked {
		r.locked(data, depth)
	}
}

// member reads one file of an archive.
func (r *reader) member(in io.Reader, depth int) {
	content, _ := io.ReadAll(in) // of a damaged member its beginning
	r.file("", content, depth+1)
}

// locked opens members that need a password with those that the mail offers.
func (r *reader) locked(data []byte, depth int) {
	var right string
	for _, s := range unlock.Samples(data, maxLocked, max(0, min(maxMember, r.budget.Bytes/maxLocked))) {
		plain, ok := r.open(&s, &right)
		if !ok {
			continue
		}
		r.file("", r.take(plain), depth+1)
	}
}

// open tries the password that opened another member first.
func (r *reader) open(s *unlock.Sample, right *string) ([]byte, bool) {
	passwords := r.passwords
	if *right != "" {
		passwords = []string{*right}
	}
	for _, p := range passwords {
		if r.budget.Tries--; r.budget.Tries < 0 {
			r.budget.Cut = true
			return nil, false
		}
		if plain, ok := s.Open(p); ok {
			*right = p
			return plain, true
		}
	}
	return nil, false
}

// gzip reads the one file in a gzip stream.
func (r *reader) gzip(label string, data []byte, depth int) {
	if depth >= maxDepth {
		r.budget.Cut = true
		return
	}
	in, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return
	}
	content, _ := io.ReadAll(r.metered(in))
	r.file(label, content, depth+1)
}
