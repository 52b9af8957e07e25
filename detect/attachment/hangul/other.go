package hangul

import (
	"bytes"
	"encoding/base64"
	"html"
	"regexp"
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
func Inspect3(data []byte) *inside.Report {
	r := &inside.Report{}
	r.Mark(inside.Hangul)
	if inside.Number(data, hwp3Password, 2) != 0 {
		r.Mark(inside.Locked)
		return r
	}
	body := inside.Slice(data, hwp3Signature+hwp3Info+hwp3Summary+inside.Number(data, hwp3Block, 2), uint64(len(data)))
	if inside.Number(data, hwp3Packed, 1) != 0 {
		body = inflate(body)
	}
	for _, magic := range []string{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "%!PS", "\xc5\xd0\xd3\xc6"} {
		rest := body
		for range maxObjects {
			i := bytes.Index(rest, []byte(magic))
			if i < 0 {
				break
			}
			object("an object", rest[i:], r)
			rest = rest[i+len(magic):]
		}
	}
	return r
}

// The parts of HWPML that matter.
var (
	xmlBinary = regexp.MustCompile(`(?is)<BINDATA\b([^>]*)>([A-Za-z0-9+/=\s]+)</BINDATA`)
	xmlScript = regexp.MustCompile(`(?is)<SCRIPT(?:HEADER|SOURCE)\b[^>]*>(.*?)</SCRIPT`)
	xmlField  = regexp.MustCompile(`(?is)(?:\bCommand\s*=\s*"([^"]{1,1000})"|name="(?:Path|Command)"[^>]*>([^<]{1,1000})<)`)
	xmlMaker  = regexp.MustCompile(`(?is)<(AUTHOR|DATE)\b[^>]*>([^<]{1,200})</|<opf:meta\s+name="(creator|lastsaveby|CreatedDate|ModifiedDate)"[^>]*>([^<]{1,200})<`)
)

// InspectXML looks into HWPML: objects in base64, scripts, links.
func InspectXML(data []byte) *inside.Report {
	r := &inside.Report{}
	r.Mark(inside.Hangul)
	for i, m := range xmlBinary.FindAllSubmatch(data, maxObjects) {
		content, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(m[2])), ""))
		if err != nil {
			continue
		}
		if strings.Contains(strings.ToLower(string(m[1])), `compress="true"`) {
			content = inflate(content)
		}
		object("object "+string(rune('A'+i)), content, r)
	}
	var sources []string
	for _, m := range xmlScript.FindAllSubmatch(data, maxObjects) {
		sources = append(sources, html.UnescapeString(string(m[1])))
	}
	script(strings.Join(sources, "\n"), r)
	fields(data, r)
	return r
}

// fields judges the links of XML and notes who made it.
func fields(data []byte, r *inside.Report) {
	for _, m := range xmlField.FindAllSubmatch(data, maxLinks) {
		link(html.UnescapeString(string(m[1])+string(m[2])), r)
	}
	labels := map[string]string{"author": "author", "creator": "author", "lastsaveby": "last saved by", "date": "made", "createddate": "made", "modifieddate": "saved"}
	for _, m := range xmlMaker.FindAllSubmatch(data, maxObjects) {
		r.Trace(inside.DocumentTrace, labels[strings.ToLower(string(m[1])+string(m[3]))], html.UnescapeString(string(m[2])+string(m[4])))
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
