package active

import (
	"bytes"

	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/inside"
)

// storedFile begins the object that holds a file in a OneNote section (MS-ONESTORE
// 2.6.13): an identifier, the length in eight bytes, twelve bytes, the content.
var storedFile = []byte("\xe7\x16\xe3\xbd\x65\x26\x11\x45\xa4\xc4\x8d\x4d\x0b\x7a\x9e\xac")

// notebook takes the files out of a OneNote section. Their names stand elsewhere, so
// names that run are looked for in the whole section.
func notebook(data []byte) *inside.Report {
	r := &inside.Report{}
	const header, pictures = 36, 64
	rest := data
	for range pictures {
		i := bytes.Index(rest, storedFile)
		if i < 0 {
			break
		}
		size := inside.Number(rest, i+16, 8)
		content := inside.Slice(rest, uint64(i+header), size)
		rest = rest[min(len(rest), max(i+len(storedFile), i+header+len(content))):]
		if kind := filetype.Identify(content); kind != filetype.Image && kind != filetype.Media {
			r.Mark(inside.Embedded)
			r.Carry("", content)
		}
	}
	if r.Has(inside.Embedded) {
		for _, n := range runningNames(data) {
			r.Carry(n, nil)
		}
	}
	return r
}

// runningNames finds file names in UTF-16 that end with an extension that runs.
func runningNames(data []byte) []string {
	const longest, most = 120, 8
	var out []string
	for at := 0; at+2 <= len(data) && len(out) < most; {
		i := bytes.Index(data[at:], []byte(".\x00"))
		if i < 0 {
			break
		}
		at += i
		from, to := at, at+2
		for from >= 2 && at-from < 2*longest && nameUnit(data[from-2], data[from-1]) {
			from -= 2
		}
		for to+2 <= len(data) && to-at < 24 && letter(data[to]) && data[to+1] == 0 {
			to += 2
		}
		at += 2
		name := inside.UTF16(data[from:to])
		switch filetype.ParseName(name).Class {
		case filetype.Program, filetype.Script, filetype.Link, filetype.Help, filetype.Installer, filetype.Java:
			if from < at-2 && filetype.ParseName(name).Extension != "com" {
				out = append(out, name)
			}
		}
	}
	return out
}

// nameUnit reports whether a unit of UTF-16 may stand in a file name.
func nameUnit(low, high byte) bool {
	if high == 0 {
		return letter(low) || low == ' ' || low == '-' || low == '_' || low == '.' || low == '(' || low == ')'
	}
	return high >= 0xac && high <= 0xd7 // Hangul
}
