package attachment

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"

	"dwell/detect/attachment/archive"
	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/inside"
	officelock "dwell/detect/attachment/unlock/office"
	pdflock "dwell/detect/attachment/unlock/pdf"
)

// closed is a file that needs a password, in an attachment or the attachment itself.
type closed struct {
	Kind     filetype.Kind
	Digest   digest
	Name     string
	Path     string // in front of its name
	Depth    int
	Document bool // it lies in a document
	data     []byte
}

// united joins the closed files that two mails with the same attachment left: one of them
// may give the password of the outer file only.
func united(a, b []closed) []closed {
	out := append(slices.Clip(a), b...)
	slices.SortFunc(out, func(a, b closed) int {
		return cmp.Or(cmp.Compare(a.Depth, b.Depth), bytes.Compare(a.Digest[:], b.Digest[:]), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Name, b.Name))
	})
	out = slices.CompactFunc(out, func(a, b closed) bool { return a.Digest == b.Digest && a.Path == b.Path && a.Name == b.Name })
	return out[:min(len(out), 2*maxClosed)]
}

const (
	maxClosed = 3 // that are kept of one attachment from one mail

	// fileRounds and runRounds bound the work to make keys of passwords, for one
	// attachment and for all together, in rounds of a plain hash of some 150 ns: a second
	// and half a minute. A password of RAR 4 costs 2^18, of RAR 5 2^17, of 7z 2^19 that are
	// faster, of Office 400,000, of PDF 16,000 at most.
	fileRounds = 1 << 23
	runRounds  = 1 << 28
)

// closes keeps a file that needs a password, when there is a way to open it.
func (e *examination) closes(kind filetype.Kind, name string, data []byte, at place) {
	if len(e.closed) >= maxClosed {
		return
	}
	if len(data) > maxDeposit {
		var r inside.Report
		r.Note("it is too large to be kept until a mail gives its password")
		e.note(&r)
		return
	}
	e.closed = append(e.closed, closed{Kind: kind, Digest: sha256.Sum256(data), Name: short(name), Path: short(at.path), Depth: at.depth, Document: at.document, data: data})
}

// lockedDocument deals with a document that needs a password. Those of Hangul, and the
// old ones of Office, are encrypted in ways that are not opened.
func (e *examination) lockedDocument(kind filetype.Kind, report *inside.Report, name string, data []byte, at place) {
	if !report.Has(inside.Locked) || report.Has(inside.Hangul) {
		return
	}
	if kind == filetype.OLE && officelock.Find(data) != nil || kind == filetype.PDF && pdflock.Find(data) != nil {
		e.closes(kind, name, data, at)
	}
}

// lock is what opens a document.
type lock interface {
	Rounds() int
	Open(password string) (plain []byte, ok bool)
}

func lockOf(kind filetype.Kind, data []byte) lock {
	switch kind {
	case filetype.OLE:
		if l := officelock.Find(data); l != nil {
			return l
		}
	case filetype.PDF:
		if l := pdflock.Find(data); l != nil {
			return l
		}
	}
	return nil
}

// opens tries the passwords on a closed file, and judges what the right one opens. It
// returns that one, of zip archives none.
func (e *examination) opens(c *closed, passwords []string) (right string, ok bool) {
	at := place{path: c.Path, depth: c.Depth, document: c.Document}
	if archive.Opens(c.Kind) {
		return e.opensArchive(c, passwords, at)
	}
	if c.Kind == filetype.Zip {
		e.passwords = passwords
		return "", e.opensZip(c.data, c.Name, at)
	}
	l := lockOf(c.Kind, c.data)
	if l == nil {
		return "", false
	}
	if c.Kind == filetype.OLE {
		passwords = append([]string{officelock.Default}, passwords...)
	}
	for _, p := range passwords {
		if e.left.Rounds -= l.Rounds() + len(c.data)/sha256.BlockSize; e.left.Rounds < 0 {
			e.tired()
			return "", false
		}
		if plain, ok := l.Open(p); ok {
			e.file(c.Name, plain, "", at)
			return p, true
		}
	}
	return "", false
}

func (e *examination) opensArchive(c *closed, passwords []string, at place) (right string, ok bool) {
	for _, p := range passwords {
		listing, ok := archive.Open(c.Kind, c.data, p, &e.left.Limits)
		if ok {
			e.holds(listing, at.within(c.Name, false))
			return p, true
		}
		if e.left.Rounds < 0 {
			e.tired()
			return "", false
		}
	}
	return "", false
}

// tired says that passwords were left untried.
func (e *examination) tired() {
	var r inside.Report
	r.Note("not every password that the mails give was tried on it: to make keys of them takes too long")
	e.note(&r)
}

// first puts a password before the others: who locks one file locks the next alike.
func first(right string, passwords []string) []string {
	if right == "" {
		return passwords
	}
	return append([]string{right}, slices.DeleteFunc(slices.Clone(passwords), func(p string) bool { return p == right })...)
}

// opensAll opens the closed files of an attachment, and those in what was opened.
func (e *examination) opensAll(files []closed, passwords []string) (some bool) {
	const most = 8 // closed files within closed ones
	for n := 0; n < len(files) && n < most; n++ {
		e.closed = nil
		right, ok := e.opens(&files[n], passwords)
		if !ok {
			e.shut++
			continue
		}
		some = true
		if right == officelock.Default {
			e.traits.add(openLock)
		} else {
			e.traits.add(opened)
			e.traits.add(password)
			passwords = first(right, passwords)
		}
		files = append(slices.Clip(files), e.closed...)
	}
	e.closed = nil
	return some
}
