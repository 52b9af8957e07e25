package program

import (
	"bytes"
	"fmt"
	"slices"
	"unicode/utf16"

	"dwell/detect/attachment/inside"
)

// The kinds of resources that matter (Microsoft, "Resource Types").
const (
	typeIcon, typeDialog, typeString, typeVersion = 3, 5, 6, 16
)

// maxVersions is how many versions are read; a program has one.
const maxVersions = 2

// leaf is one resource: its kind, language and place.
type leaf struct {
	kind, language uint64
	address, size  uint64
}

// resources names the languages for which the program was written, and what its
// version says.
func (p *image) resources(r *inside.Report) {
	base, _ := p.directory(dirResource)
	if base == 0 {
		return
	}
	w := walker{p: p, base: base}
	w.table(0, 0, leaf{})
	var languages []uint64
	versions := 0
	for _, l := range w.leaves {
		if l.kind == typeVersion && versions < maxVersions {
			versions++
			p.version(r, p.at(l.address, min(l.size, 64<<10)))
		}
		const neutral = 0x3ff
		if l.language&neutral != 0 && !slices.Contains(languages, l.language) {
			languages = append(languages, l.language)
		}
	}
	slices.Sort(languages)
	for _, id := range languages {
		r.Trace(inside.ProgramTrace, "language of resources", Language(id))
	}
}

// walker goes through the three levels of the tree: kind, name, language.
type walker struct {
	p      *image
	base   uint64
	tables int
	leaves []leaf
}

func (w *walker) table(offset uint64, level int, l leaf) {
	const header, entry, levels = 16, 8, 3
	if w.tables++; w.tables > maxResources || level >= levels {
		return
	}
	head := w.p.at(w.base+offset, header)
	count := inside.Number(head, 12, 2) + inside.Number(head, 14, 2)
	entries := w.p.at(w.base+offset+header, entry*min(count, maxResources))
	for ; len(entries) >= entry && len(w.leaves) < maxResources; entries = entries[entry:] {
		id, next := inside.Number(entries, 0, 4), inside.Number(entries, 4, 4)
		switch level {
		case 0:
			l.kind = id
		case levels - 1:
			l.language = id & 0xffff
		}
		const branch = 1 << 31
		if next&branch != 0 {
			w.table(next&^branch, level+1, l)
			continue
		}
		data := w.p.at(w.base+next, 8)
		l.address, l.size = inside.Number(data, 0, 4), inside.Number(data, 4, 4)
		w.leaves = append(w.leaves, l)
	}
}

// fields are the texts of a version that say who made a program and what it was
// called before somebody gave it another name.
var fields = []string{"CompanyName", "ProductName", "OriginalFilename", "InternalName", "FileDescription"}

// version finds texts by their names: each is a block of UTF-16, its name followed
// by padding to four bytes and the value.
func (p *image) version(r *inside.Report, block []byte) {
	for _, field := range fields {
		key := encode(field + "\x00")
		at := bytes.Index(block, key)
		if at < 0 {
			continue
		}
		value := block[at+len(key):]
		if len(value) >= 2 && value[0] == 0 && value[1] == 0 {
			value = value[2:]
		}
		r.Trace(inside.ProgramTrace, field, inside.UTF16(value[:min(len(value), 512)]))
	}
}

func encode(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// languages are the identifiers of languages that tell something (MS-LCID).
var languages = map[uint64]string{
	0x0401: "Arabic", 0x0404: "Chinese (Taiwan)", 0x0804: "Chinese (China)", 0x0407: "German", 0x0409: "English (United States)", 0x0809: "English (Britain)",
	0x040a: "Spanish", 0x040c: "French", 0x040d: "Hebrew", 0x0410: "Italian", 0x0411: "Japanese", 0x0412: "Korean", 0x0413: "Dutch", 0x0415: "Polish",
	0x0416: "Portuguese (Brazil)", 0x0418: "Romanian", 0x0419: "Russian", 0x041e: "Thai", 0x041f: "Turkish", 0x0422: "Ukrainian", 0x0423: "Belarusian",
	0x0429: "Persian", 0x042a: "Vietnamese", 0x0439: "Hindi",
}

// Language names an identifier of a language in words.
func Language(id uint64) string {
	if name, ok := languages[id]; ok {
		return fmt.Sprintf("%s (0x%04x)", name, id)
	}
	return fmt.Sprintf("0x%04x", id)
}
