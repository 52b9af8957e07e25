package active

import (
	"archive/zip"
	"bytes"
	"cmp"
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"

	"dwell/detect/attachment/archive"
	"dwell/detect/attachment/hangul"
	"dwell/detect/attachment/inside"
)

func sorted[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// bundle looks into a zip archive that is a document: OOXML, OpenDocument, HWPX or a
// Java program.
func bundle(data []byte, listing archive.Listing, budget *int) *inside.Report {
	r := inside.New(budget)
	document, java, hwpx := false, false, false
	for _, m := range listing.Members {
		name := strings.ToLower(m.Name)
		switch {
		case name == "[content_types].xml":
			document = true
		case name == "mimetype" && bytes.HasPrefix(m.Head, []byte("application/hwp+zip")):
			document, hwpx = true, true
			r.Mark(inside.Hangul)
		case name == "mimetype" && bytes.HasPrefix(m.Head, []byte("application/vnd.oasis.opendocument")):
			document = true
		case name == "meta-inf/manifest.mf":
			java = true
		}
	}
	if java && !document {
		r.Mark(inside.JavaArchive)
	}
	if !document {
		return r
	}
	r.Mark(inside.OfficeBundle)
	for _, m := range listing.Members {
		name := strings.ToLower(m.Name)
		switch {
		case strings.HasSuffix(name, "vbaproject.bin"), !hwpx && strings.HasPrefix(name, "basic/") && strings.HasSuffix(name, ".xml"):
			r.Mark(inside.Macro)
		case strings.Contains(name, "/macrosheets/"):
			r.Mark(inside.SheetMacro)
		}
	}
	parts(data, hwpx, r)
	return r
}

// The parts of a document that are read, and how much of them.
const (
	maxParts     = 64
	maxPart      = 2 << 20
	maxDirectory = 10_000 // entries of an archive that is looked through
)

// parts reads those parts of a document that act, carry, or tell who made it.
func parts(data []byte, hwpx bool, r *inside.Report) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && archive == nil {
		return
	}
	read := 0
	for i, f := range archive.File {
		if i >= maxDirectory || read >= maxParts || r.Left(1) == 0 {
			return
		}
		name := strings.ToLower(f.Name)
		if hwpx && hangul.Wanted(name) {
			read++
			hangul.Part(f.Name, unpack(f, r), r)
			continue
		}
		if judge := partOf(name); judge != nil {
			read++
			judge(f.Name, unpack(f, r), r)
		}
	}
}

// partOf says who judges a part by its name, nil for nobody.
func partOf(name string) func(string, []byte, *inside.Report) {
	switch {
	case strings.HasSuffix(name, ".rels"):
		return relations
	case strings.HasSuffix(name, "vbaproject.bin"):
		return project
	case strings.Contains(name, "/embeddings/"), strings.Contains(name, "/activex/") && strings.HasSuffix(name, ".bin"), strings.HasPrefix(name, "object "), strings.Contains(name, "/afchunk"):
		return embedding
	case name == "word/document.xml", name == "word/footnotes.xml", strings.HasPrefix(name, "word/header"), strings.HasPrefix(name, "word/footer"), strings.HasPrefix(name, "xl/externallinks/"):
		return fields
	case name == "docprops/core.xml", name == "docprops/app.xml", name == "meta.xml":
		return maker
	}
	return nil
}

func unpack(f *zip.File, r *inside.Report) []byte {
	rc, err := f.Open()
	if err != nil {
		return nil
	}
	defer rc.Close()
	content, _ := r.Unpack(rc, maxPart) // the beginning of a damaged part counts
	return content
}

// project looks into the VBA project of a document.
func project(_ string, content []byte, r *inside.Report) {
	r.Add(document(content, r.Budget()))
}

// embedding hands on what a document carries; a packaged file in an object comes out
// when the object is looked into.
func embedding(name string, content []byte, r *inside.Report) {
	if strings.Contains(strings.ToLower(name), "/embeddings/oleobject") {
		r.Mark(inside.Embedded) // a chart or a packaged file: everyday, told beside other things
	}
	r.Carry(name[strings.LastIndexByte(name, '/')+1:], content)
}

// relationship finds the attributes of a relationship, which stand in any order and in
// either kind of quotes.
var (
	relationship = regexp.MustCompile(`(?is)<(?:[a-z0-9]+:)?relationship\b[^>]*>`)
	attribute    = regexp.MustCompile(`(?is)\b(type|target|targetmode)\s*=\s*(?:"([^"]*)"|'([^']*)')`)
)

// fetched are the kinds of relationships that a document follows when it opens. Links
// that a reader clicks are no such thing, nor are links to other workbooks, of which
// Excel asks first.
var fetched = []string{"/attachedtemplate", "/oleobject", "/frame", "/subdocument", "/afchunk", "/control"}

// relations judges the relationships of a part.
func relations(_ string, content []byte, r *inside.Report) {
	const most = 2000
	for _, element := range relationship.FindAll(ascii(content), most) {
		var kind, target, mode string
		for _, a := range attribute.FindAllStringSubmatch(string(element), 8) {
			value := a[2] + a[3]
			switch strings.ToLower(a[1]) {
			case "type":
				kind = strings.ToLower(value)
			case "target":
				target = value
			case "targetmode":
				mode = strings.ToLower(value)
			}
		}
		if strings.HasSuffix(kind, "/afchunk") {
			r.Mark(inside.Embedded)
			r.Note("another document is built into it (%s)", target)
		}
		if mode == "external" && remote(target) && slices.ContainsFunc(fetched, func(f string) bool { return strings.HasSuffix(kind, f) }) {
			r.Mark(inside.Template)
			r.Note("when it opens it fetches %s", target)
		}
	}
}

// fields reports whether a field or link asks another program to run something. The
// letters of a field's code may be spread over several elements.
func fields(_ string, content []byte, r *inside.Report) {
	text := ascii(content)
	if bytes.Contains(text, []byte("<ddeLink")) {
		asksOther(r)
		return
	}
	const most, longest = 5000, 1000
	var codes strings.Builder
	for _, code := range inside.Elements(text, "w:instrText", most) {
		codes.Write(code)
	}
	for at := range inside.Places(text, "w:instr=", most) {
		codes.Write(text[at:min(len(text), at+longest)])
		codes.WriteByte(' ')
	}
	all := strings.ToLower(strings.Join(strings.Fields(codes.String()), " "))
	if strings.Contains(all, "ddeauto") || strings.HasPrefix(all, "dde ") || strings.Contains(all, " dde ") {
		asksOther(r)
	}
}

func asksOther(r *inside.Report) {
	r.Mark(inside.DDE)
	r.Note("a field in it asks another program to run something (DDE)")
}

// metadata are the elements that say who made a document (ECMA-376 part 2, 11;
// OpenDocument 1.3, 4.3).
var metadata = []struct{ element, label string }{
	{"dc:creator", "author"}, {"cp:lastModifiedBy", "last saved by"}, {"dcterms:created", "made"}, {"dcterms:modified", "saved"}, {"Company", "company"},
	{"Manager", "manager"}, {"dc:language", "language"}, {"meta:initial-creator", "author"}, {"meta:creation-date", "made"},
}

// maker notes who says that he made a document.
func maker(_ string, content []byte, r *inside.Report) {
	for _, m := range metadata {
		for _, value := range inside.Elements(ascii(content), m.element, 1) {
			r.Trace(inside.DocumentTrace, m.label, html.UnescapeString(string(value)))
		}
	}
}

// ascii takes the zeros out of UTF-16, which a part may be written in to hide words.
func ascii(content []byte) []byte {
	if bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) {
		return bytes.ReplaceAll(content[2:], []byte{0}, nil)
	}
	return content
}
