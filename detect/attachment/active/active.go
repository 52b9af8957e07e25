// Package active finds what a document does when it is opened: macros, objects,
// templates from elsewhere, scripts, programs carried inside; and who says that it
// made it.
//
// Formats and their sources: Office 97 documents and VBA (MS-DOC, MS-XLS BoundSheet8,
// MS-OVBA), Outlook messages (MS-OXMSG), OOXML (ECMA-376 part 2), OpenDocument, RTF
// objects (RTF 1.9.1, MS-OLEDS), PDF actions (ISO 32000-1, 12.6), HTML smuggling
// (MITRE ATT&CK T1027.006), OneNote (MS-ONESTORE). HWP, programs and shortcuts have
// packages of their own. Nothing is executed, and macros are read only as far as the
// words that start them.
//
// The package imports filetype, archive, inside, and the packages of single formats.
package active

import (
	"bytes"
	"strings"

	"dwell/detect/attachment/archive"
	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/hangul"
	"dwell/detect/attachment/inside"
	"dwell/detect/attachment/program"
	"dwell/detect/attachment/shortcut"
)

// limit is how much of a document is searched for words.
const limit = 8 << 20

// Inspect looks into a file of that kind. Listing is that of the archive when the file
// is one; budget is that of inside.New.
func Inspect(kind filetype.Kind, data []byte, listing archive.Listing, budget *int) *inside.Report {
	if len(data) > limit {
		data = data[:limit]
	}
	switch kind {
	case filetype.OLE:
		return document(data, budget)
	case filetype.Zip:
		return bundle(data, listing, budget)
	case filetype.RTF:
		return rtf(data)
	case filetype.PDF:
		return pdf(data, budget)
	case filetype.HTML, filetype.SVG:
		return page(kind, data)
	case filetype.OneNote:
		return notebook(data)
	case filetype.HWP3:
		return hangul.Inspect3(data, budget)
	case filetype.HWPML:
		return hangul.InspectXML(data, budget)
	case filetype.PE:
		return program.Inspect(data)
	case filetype.Shortcut:
		return shortcut.Inspect(data)
	case filetype.Unknown:
		return place(data)
	}
	return &inside.Report{}
}

// place looks into the small text files that lead Windows elsewhere: Internet
// shortcuts, shell command files, lists of libraries and searches.
func place(data []byte) *inside.Report {
	r := &inside.Report{}
	const small, marks = 8 << 10, 4 // bytes of a mark of encoding and a blank in front
	if len(data) > small || !bytes.ContainsAny(data[:min(len(data), marks)], "[<") {
		return r
	}
	text := string(inside.Lower(bytes.ReplaceAll(data, []byte{0}, nil)))
	leads := false
	for _, head := range []string{"[internetshortcut]", "[shell]", "<librarydescription", "<searchconnectordescription", "<persistedquery", "<pcsettings"} {
		leads = leads || strings.Contains(text, head)
	}
	if !leads {
		return r
	}
	for _, far := range []string{"search-ms:", "davwwwroot", "<deeplink"} {
		if strings.Contains(text, far) {
			r.Mark(inside.RemoteLocation)
		}
	}
	const most = 16
	for _, begin := range []string{"file:", `\\`} {
		for at := range inside.Places([]byte(text), begin, most) {
			target := text[at:]
			if end := strings.IndexFunc(target, ends); end >= 0 {
				target = target[:end]
			}
			if remote(target) {
				r.Mark(inside.RemoteLocation)
				r.Note("it leads to %s", target)
			}
		}
	}
	return r
}

// ends reports whether a character ends a target in a text.
func ends(c rune) bool { return c <= ' ' || c == '"' || c == '<' || c == '>' }
