// Package active finds what a document does when it is opened: macros, objects,
// templates from elsewhere, scripts, programs carried inside.
//
// Formats and their sources: compound files and VBA (MS-CFB, MS-OVBA), Excel 4
// macros (MS-XLS BoundSheet8), OOXML relationships (ECMA-376 part 2), RTF objects
// (RTF 1.9.1), PDF actions (ISO 32000-1, 12.6), HTML smuggling (MITRE ATT&CK
// T1027.006), HWP 5 (Hancom's published format). Nothing is executed, and macros
// are read only as far as the words that start them.
//
// The package imports filetype and archive only.
package active

import (
	"bytes"
	"strings"

	"dwell/detect/attachment/archive"
	"dwell/detect/attachment/filetype"
)

// Mark is one way in which a document acts.
type Mark uint8

// The marks.
const (
	Macro        Mark = iota // VBA code
	AutoMacro                // VBA code that starts by itself or starts programs
	SheetMacro               // Excel 4 macro sheet
	Template                 // fetches a template or object from elsewhere
	Embedded                 // carries a packaged file or object
	Equation                 // an object of the old equation editor, attacked since 2017
	DDE                      // asks another program to run something
	Locked                   // encrypted with a password
	RTFObject                // an object in RTF
	PDFScript                // JavaScript in PDF
	PDFLaunch                // starts a program or opens an embedded file
	Smuggling                // a page that builds a file from its own text
	Credentials              // a page that asks for a password
	SVGScript                // a picture with a script
	PostScript               // HWP with PostScript that does more than draw
	JavaArchive              // a zip archive that Java runs
	Installation             // a Windows installer package
	OfficeBundle             // OOXML: says that the zip archive is a document
	Hangul                   // HWP or HWPX document
	marks
)

// Set is a set of marks.
type Set uint32

// Has reports whether the set holds the mark.
func (s Set) Has(m Mark) bool { return s>>m&1 == 1 }

func (s *Set) add(m Mark) { *s |= 1 << m }

// limit is how much of a document is searched for words.
const limit = 8 << 20

// Inspect looks into a document of that kind. Listing is that of the archive when
// the document is one.
func Inspect(kind filetype.Kind, data []byte, listing archive.Listing) Set {
	if len(data) > limit {
		data = data[:limit]
	}
	switch kind {
	case filetype.OLE:
		return compound(data)
	case filetype.Zip:
		return bundle(data, listing)
	case filetype.RTF:
		return rtf(data)
	case filetype.PDF:
		return pdf(data)
	case filetype.HTML, filetype.SVG, filetype.Unknown:
		return page(kind, data)
	}
	return 0
}

// rtf looks for objects. Names of control words are written in many ways to hide
// them, but not these, which the program itself must read.
func rtf(data []byte) (s Set) {
	lower := bytes.ToLower(data)
	if bytes.Contains(lower, []byte(`\objdata`)) || bytes.Contains(lower, []byte(`\objautlink`)) || bytes.Contains(lower, []byte(`\objupdate`)) {
		s.add(RTFObject)
		// "Equation" and the class id of the equation editor, in hexadecimal.
		squeezed := squeeze(lower)
		if bytes.Contains(squeezed, []byte("4571756174696f6e")) || bytes.Contains(squeezed, []byte("02ce020000000000c000000000000046")) || bytes.Contains(lower, []byte("equation.3")) {
			s.add(Equation)
		}
	}
	if bytes.Contains(lower, []byte(`\*\template`)) && bytes.Contains(lower, []byte("http")) {
		s.add(Template)
	}
	return s
}

// squeeze takes white space out of hexadecimal text.
func squeeze(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for _, c := range data {
		if c > ' ' {
			out = append(out, c)
		}
	}
	return out
}

// pdf looks for actions in what is not compressed. Most forms with scripts are
// harmless, so the mark alone says little.
func pdf(data []byte) (s Set) {
	if name(data, "/JavaScript") || name(data, "/JS") {
		s.add(PDFScript)
	}
	if name(data, "/Launch") || name(data, "/EmbeddedFile") && name(data, "/OpenAction") && name(data, "/JS") {
		s.add(PDFLaunch)
	}
	if name(data, "/Encrypt") {
		s.add(Locked)
	}
	return s
}

// name reports whether a PDF name stands in the data, also with characters written
// in hexadecimal ("/J#61vaScript").
func name(data []byte, want string) bool {
	for at := 0; at < len(data); {
		i := bytes.IndexByte(data[at:], '/')
		if i < 0 {
			return false
		}
		at += i
		if matches(data[at:], want) {
			return true
		}
		at++
	}
	return false
}

func matches(data []byte, want string) bool {
	at := 0
	for i := range len(want) {
		if at >= len(data) {
			return false
		}
		c := data[at]
		at++
		if c == '#' && at+2 <= len(data) {
			c = unhex(data[at])<<4 | unhex(data[at+1])
			at += 2
		}
		if c != want[i] {
			return false
		}
	}
	return at == len(data) || !letter(data[at])
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' }

func unhex(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 0
}

// page looks into HTML and SVG, and into text that may be one.
func page(kind filetype.Kind, data []byte) (s Set) {
	if kind == filetype.Unknown {
		return 0
	}
	lower := strings.ToLower(string(data))
	script := strings.Contains(lower, "<script") || strings.Contains(lower, "javascript:") || strings.Contains(lower, "onload=") || strings.Contains(lower, "onerror=")
	if !script {
		if kind == filetype.HTML && strings.Contains(lower, `type="password"`) {
			s.add(Credentials)
		}
		return s
	}
	if kind == filetype.SVG {
		s.add(SVGScript)
	}
	builds := strings.Contains(lower, "createobjecturl") || strings.Contains(lower, "mssaveoropenblob") || strings.Contains(lower, "mssaveblob") ||
		strings.Contains(lower, "new blob(") || strings.Contains(lower, "data:application/") || strings.Contains(lower, ".download=") || strings.Contains(lower, ".download =") || strings.Contains(lower, " download=")
	decodes := strings.Contains(lower, "atob(") || strings.Contains(lower, "fromcharcode") || strings.Contains(lower, "base64") || strings.Contains(lower, "uint8array")
	if builds && (decodes || literal(lower)) {
		s.add(Smuggling)
	}
	if strings.Contains(lower, `type="password"`) || strings.Contains(lower, "type='password'") || strings.Contains(lower, "type=password") {
		s.add(Credentials)
	}
	return s
}

// literal reports whether the text has one long run of encoded data.
func literal(text string) bool {
	const long = 2000
	run := 0
	for i := range len(text) {
		if c := text[i]; letter(c) || c == '+' || c == '/' || c == '=' || c == '%' {
			if run++; run >= long {
				return true
			}
		} else {
			run = 0
		}
	}
	return false
}
