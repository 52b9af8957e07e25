// Package inert makes attachments that are nothing: the first bytes by which a
// format is known and a line of text. No program can open them for more than that,
// and none of them can run: the "program" is two letters and a sentence, the
// "document" has no content, macro or script, a ZIP archive holds such files.
//
// The bytes depend on the arguments alone. The magic numbers are those of the
// formats' specifications: JFIF 1.02, PDF (ISO 32000-1), PE
// (Microsoft), compound files ([MS-CFB]), HWP 5.0 (Hancom), ZIP (APPNOTE 6.3).
package inert

// JPEG returns the header of a JFIF picture with the text as its comment, and its
// end: a picture without an image.
func JPEG(text string) []byte {
	const longest = 65_000 // of a comment
	text = text[:min(len(text), longest)]
	b := []byte{0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 2, 0, 0, 1, 0, 1, 0, 0}
	n := len(text) + 2
	b = append(b, 0xff, 0xfe, byte(n>>8), byte(n))
	b = append(b, text...)
	return append(b, 0xff, 0xd9)
}

// PDF returns the first line of a document, the text as a comment, and the last
// line: a document without pages.
func PDF(text string) []byte {
	b := append([]byte("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), comment(text)...)
	return append(b, "\n%%EOF\n"...)
}

// comment puts a percent sign before every line.
func comment(text string) []byte {
	b := []byte("% ")
	for i := range len(text) {
		b = append(b, text[i])
		if text[i] == '\n' {
			b = append(b, "% "...)
		}
	}
	return b
}

// Program returns the two letters by which a program of Windows is known and the
// text. It has no header behind them and is no program.
func Program(text string) []byte {
	return append([]byte("MZ inert bytes of an exercise, no program: "), text...)
}

// compoundMagic begins a compound file: documents of Office before 2007 and of HWP.
const compoundMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// compoundHeader is the length of the header of a compound file.
const compoundHeader = 512

// Document returns the header of a compound file with no stream in it, and the text
// behind: what an Office document of the older format begins with.
func Document(text string) []byte {
	b := make([]byte, compoundHeader, compoundHeader+len(text))
	copy(b, compoundMagic)
	copy(b[24:], []byte{0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0}) // version 3, little endian, sectors of 512 bytes, of 64
	for i := 44; i < compoundHeader; i++ {
		b[i] = 0xff // no sectors
	}
	return append(b, text...)
}

// HWP returns a compound file as Document does, with the signature of HWP 5.0 as
// its text.
func HWP(text string) []byte {
	signature := make([]byte, 32)
	copy(signature, "HWP Document File")
	return Document(string(signature) + "\x00\x00\x00\x05" + text)
}
