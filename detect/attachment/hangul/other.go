package hangul

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"strings"

	"dwell/detect/attachment/inside"
)

// The layout of HWP 3: signature, information about the document, summary, a block of
// further information, and the rest, which may be packed.
const (
	hwp3Signature = 30
	hwp3Info      = 128
	hwp3Summary   = 1008
	hwp3Password  = hwp3Signature + 96  // two bytes
	hwp3Packed    = hwp3Signature + 124 // one byte
	hwp3Block     = hwp3Signature + 126 // length of the block, two bytes
)

// maxObjects bounds the objects that are looked for in a document.
const maxObjects = 16

// Inspect3 looks into an HWP 3 document: objects and PostScript in its body.
func Inspect3(data []byte, budget *int) *inside.Report {
	r := inside.New(budget)
	r.Mark(inside.Hangul)
	if inside.Number(data, hwp3Password, 2) != 0 {
		r.Mark(inside.Locked)
		r.Note("%s", staysShut)
		return r
	}
	body := inside.Slice(data, hwp3Signature+hwp3Info+hwp3Summary+inside.Number(data, hwp3Block, 2), uint64(len(data)))
	if inside.Number(data, hwp3Packed, 1) != 0 {
		body = inflate(body, r)
	}
	for _, magic := range []string{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "%!PS", "\xc5\xd0\xd3\xc6"} {
		rest := body
		for range maxObjects {
			i := bytes.Index(rest, []byte(magic))
			if i < 0 {
				break
			}
			object("an object", rest[i:min(len(rest), i+maxUnpacked)], r)
			rest = rest[i+len(magic):]
		}
	}
	return r
}

// InspectXML looks into HWPML: objects in base64, scripts, links.
func InspectXML(data []byte, budget *int) *inside.Report {
	r := inside.New(budget)
	r.Mark(inside.Hangul)
	n := 0
	for attributes, text := range inside.Elements(data, "BINDATA", maxObjects) {
		n++
		content, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(text)), ""))
		if err != nil {
			continue
		}
		if bytes.Contains(bytes.ToLower(attributes), []byte(`compress="true"`)) {
			content = inflate(content, r)
		}
		object(fmt.Sprintf("object %d", n), content, r)
	}
	var sources []string
	for _, name := range []string{"SCRIPTHEADER", "SCRIPTSOURCE"} {
		for _, text := range inside.Elements(data, name, maxObjects) {
			sources = append(sources, html.UnescapeString(string(text)))
		}
	}
	script(strings.Join(sources, "\n"), r)
	fields(data, r)
	return r
}

// makers are the elements of HWPML, and the names of metadata in HWPX, that say who
// made a document.
var makers = []struct{ name, label string }{
	{"AUTHOR", "author"}, {"DATE", "made"}, {`opf:meta name="creator"`, "author"}, {`opf:meta name="lastsaveby"`, "last saved by"},
	{`opf:meta name="CreatedDate"`, "made"}, {`opf:meta name="ModifiedDate"`, "saved"},
}

// fields judges the links of XML and notes who made it.
func fields(data []byte, r *inside.Report) {
	const longest = 1000
	for _, word := range []string{`Command="`, `name="Path"`, `name="Command"`} {
		for at := range inside.Places(data, word, maxLinks) {
			rest := data[at+len(word) : min(len(data), at+longest)]
			if word != `Command="` {
				_, rest, _ = bytes.Cut(rest, []byte(">"))
			}
			if end := bytes.IndexAny(rest, `"<`); end >= 0 {
				link(html.UnescapeString(string(rest[:end])), r)
			}
		}
	}
	for _, m := range makers {
		for _, value := range inside.Elements(data, m.name, 1) {
			r.Trace(inside.DocumentTrace, m.label, html.UnescapeString(string(value)))
		}
	}
}

// Wanted reports whether a part of an HWPX archive is looked into.
func Wanted(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "bindata/") || strings.HasPrefix(name, "scripts/") || strings.HasPrefix(name, "contents/") || name == "meta-inf/manifest.xml"
}

// Part looks into one part of an HWPX archive.
func Part(name string, content []byte, r *inside.Report) {
	lower := strings.ToLower(name)
	switch {
	case strings.HasPrefix(lower, "bindata/"):
		object(name, content, r)
	case strings.HasPrefix(lower, "scripts/"):
		script(text(content), r)
	case lower == "meta-inf/manifest.xml":
		if bytes.Contains(content, []byte("encryption-data")) {
			r.Mark(inside.Locked)
		}
	default:
		fields(content, r)
	}
}

// text reads UTF-16 or UTF-8.
func text(content []byte) string {
	if len(content) > 1 && (content[1] == 0 || content[0] == 0xff && content[1] == 0xfe) {
		return strings.TrimPrefix(inside.UTF16(content), "\ufeff")
	}
	return strings.TrimPrefix(string(content), "\ufeff")
}
