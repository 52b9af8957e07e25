package active

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"

	"dwell/detect/attachment/archive"
)

// bundle looks into a zip archive that is a document: OOXML, HWPX or a Java program.
func bundle(data []byte, listing archive.Listing) (s Set) {
	document, java := false, false
	for _, m := range listing.Members {
		name := strings.ToLower(m.Name)
		switch {
		case strings.Contains(name, "!"):
			continue
		case name == "[content_types].xml":
			document = true
		case name == "mimetype" && bytes.HasPrefix(m.Head, []byte("application/hwp+zip")):
			document = true
			s.add(Hangul)
		case name == "meta-inf/manifest.mf":
			java = true
		}
	}
	if java && !document {
		s.add(JavaArchive)
	}
	if !document {
		return s
	}
	s.add(OfficeBundle)
	for _, m := range listing.Members {
		name := strings.ToLower(m.Name)
		switch {
		case strings.HasSuffix(name, "vbaproject.bin"):
			s.add(Macro)
		case strings.Contains(name, "/macrosheets/"):
			s.add(SheetMacro)
		case strings.Contains(name, "/embeddings/oleobject"), strings.HasPrefix(name, "bindata/") && strings.HasSuffix(name, ".ole"):
			s.add(Embedded)
		case strings.HasPrefix(name, "bindata/") && (strings.HasSuffix(name, ".eps") || strings.HasSuffix(name, ".ps")):
			s.add(PostScript)
		}
	}
	s |= parts(data)
	return s
}

// The parts of a document that are read, and how much of them.
const (
	maxParts     = 64
	maxPart      = 1 << 20
	maxDirectory = 10_000 // entries of an archive that is looked through
)

// parts reads the relationships, the text and the macros of an OOXML document.
func parts(data []byte) (s Set) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && r == nil {
		return 0
	}
	read := 0
	for i, f := range r.File {
		if i >= maxDirectory || read >= maxParts {
			break
		}
		name := strings.ToLower(f.Name)
		relations, text, code := strings.HasSuffix(name, ".rels"), name == "word/document.xml", strings.HasSuffix(name, "vbaproject.bin")
		if !relations && !text && !code {
			continue
		}
		read++
		content := unpack(f)
		switch {
		case relations && external(content):
			s.add(Template)
		case text && dde(content):
			s.add(DDE)
		case code:
			s |= compound(content)
		}
	}
	return s
}

func unpack(f *zip.File) []byte {
	rc, err := f.Open()
	if err != nil {
		return nil
	}
	defer rc.Close()
	content, _ := io.ReadAll(io.LimitReader(rc, maxPart)) // the beginning of a damaged part counts
	return content
}

// external reports whether a relationship fetches a template, an object or a frame
// when the document opens. Links that a reader clicks are no such thing.
func external(relations []byte) bool {
	for _, r := range strings.Split(strings.ToLower(string(relations)), "<relationship ") {
		if !strings.Contains(r, `targetmode="external"`) {
			continue
		}
		for _, kind := range []string{"/attachedtemplate", "/oleobject", "/frame", "/subdocument", "/externallink"} {
			if strings.Contains(r, kind) && (strings.Contains(r, "http") || strings.Contains(r, "mhtml:") || strings.Contains(r, `\\`)) {
				return true
			}
		}
	}
	return false
}

// dde reports whether a field asks another program to run something.
func dde(text []byte) bool {
	lower := strings.ToLower(string(text))
	for at := 0; ; {
		i := strings.Index(lower[at:], "ddeauto")
		if j := strings.Index(lower[at:], "dde "); i < 0 || j >= 0 && j < i {
			i = j
		}
		if i < 0 {
			return false
		}
		at += i
		if strings.Contains(lower[max(0, at-200):at], "instrtext") {
			return true
		}
		at++
	}
}
