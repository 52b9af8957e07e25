package active

import (
	"bytes"
	"compress/zlib"
	"strings"

	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/inside"
	pdflock "dwell/detect/attachment/unlock/pdf"
)

// The bounds of one PDF.
const (
	maxPDFStreams = 256
	maxPDFStream  = 1 << 20 // bytes unpacked of one stream
)

// pdf looks for actions, in the open and in packed streams of objects. Most forms with
// scripts are harmless, so the mark alone says little. A file that is encrypted with an
// empty password is read like any other: programs open it without a question.
func pdf(data []byte, budget *int) *inside.Report {
	r := inside.New(budget)
	p := pdfWords{}
	p.look(data)
	if p.encrypted {
		if plain := withoutPassword(data); plain != nil {
			r.Note("the PDF is encrypted, with an empty password, which every program tries")
			data, p = plain, pdfWords{}
			p.look(data)
		}
	}
	rest := data
	for range maxPDFStreams {
		i := bytes.Index(rest, []byte("stream"))
		if i < 0 || r.Left(1) == 0 {
			break
		}
		dictionary := rest[max(0, i-512):i]
		if open := bytes.LastIndex(dictionary, []byte("obj")); open >= 0 {
			dictionary = dictionary[open:]
		}
		rest = rest[i+len("stream"):]
		objects, file := name(dictionary, "/ObjStm"), name(dictionary, "/EmbeddedFile")
		if !objects && !file {
			continue
		}
		plain := pdfStream(rest, dictionary, r)
		if objects {
			p.look(plain)
		} else {
			r.Carry("", plain)
		}
	}
	p.mark(r)
	pdfMaker(data, r)
	if p.embedded {
		fileNames(data, r)
	}
	return r
}

// withoutPassword opens an encrypted file with the empty password; nil when it asks for
// another one.
func withoutPassword(data []byte) []byte {
	lock := pdflock.Find(data)
	if lock == nil {
		return nil
	}
	plain, _ := lock.Open("")
	return plain
}

// pdfWords are the names that say what a PDF does.
type pdfWords struct{ script, launch, open, embedded, encrypted bool }

// look goes through the names once; most begin with another letter.
func (p *pdfWords) look(data []byte) {
	for at := 0; ; at++ {
		i := bytes.IndexByte(data[at:], '/')
		if i < 0 || at+i+1 >= len(data) {
			return
		}
		at += i
		p.word(data[at+1], data[at:])
	}
}

// word notes a name by its first letter; one written in hexadecimal may be any.
func (p *pdfWords) word(first byte, rest []byte) {
	whatever := first == '#'
	if !p.script && (whatever || first == 'J') {
		p.script = matches(rest, "/JavaScript") || matches(rest, "/JS")
	}
	if !p.launch && (whatever || first == 'L') {
		p.launch = matches(rest, "/Launch")
	}
	if !p.open && (whatever || first == 'O' || first == 'A') {
		p.open = matches(rest, "/OpenAction") || matches(rest, "/AA")
	}
	if whatever || first == 'E' {
		p.embedded = p.embedded || matches(rest, "/EmbeddedFile")
		p.encrypted = p.encrypted || matches(rest, "/Encrypt")
	}
}

func (p *pdfWords) mark(r *inside.Report) {
	if p.script {
		r.Mark(inside.PDFScript)
	}
	if p.launch || p.embedded && p.open && p.script {
		r.Mark(inside.PDFLaunch)
		r.Note("an action of the PDF starts a program or opens a file in it")
	}
	if p.encrypted {
		r.Mark(inside.Locked)
	}
	if p.open && p.script {
		r.Note("a script of the PDF starts when it is opened")
	}
}

// pdfStream gives the content of a stream, unpacked when it says so.
func pdfStream(data, dictionary []byte, r *inside.Report) []byte {
	data = bytes.TrimPrefix(data, []byte("\r"))
	data = bytes.TrimPrefix(data, []byte("\n"))
	if !name(dictionary, "/FlateDecode") && !name(dictionary, "/Fl") {
		data = data[:min(len(data), maxPDFStream)]
		r.Spend(len(data))
		if end := bytes.Index(data, []byte("endstream")); end >= 0 {
			data = data[:end]
		}
		return data
	}
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	plain, _ := r.Unpack(z, maxPDFStream) // a damaged stream counts as far as it goes
	return plain
}

// pdfInfo are the entries of the document information that tell of its maker (ISO
// 32000-1, 14.3.3). The date carries the offset of the machine's clock.
var pdfInfo = []struct{ name, label string }{{"/Author", "author"}, {"/Creator", "program"}, {"/Producer", "program"}, {"/CreationDate", "made"}}

// fileNames hands out the names of files within a PDF that run. Their content may be
// text, which alone says nothing.
func fileNames(data []byte, r *inside.Report) {
	const longest = 256
	for _, key := range []string{"/UF", "/F"} {
		for at := range inside.Places(data, key, maxPDFStreams) {
			rest := bytes.TrimLeft(data[at+len(key):min(len(data), at+longest)], " ")
			if len(rest) == 0 || rest[0] != '(' {
				continue
			}
			value, _, closed := bytes.Cut(rest[1:], []byte(")"))
			if closed && filetype.ParseName(string(value)).Class.Runs() && filetype.ParseName(string(value)).Extension != "com" {
				r.Carry(string(value), nil)
			}
		}
	}
}

// pdfMaker notes the maker, from the information in the open. Texts in UTF-16 or with
// escapes are left out.
func pdfMaker(data []byte, r *inside.Report) {
	const most, longest = 4, 200
	for _, entry := range pdfInfo {
		for at := range inside.Places(data, entry.name, most) {
			rest := bytes.TrimLeft(data[at+len(entry.name):min(len(data), at+longest)], " \r\n")
			if len(rest) == 0 || rest[0] != '(' {
				continue
			}
			value, _, closed := bytes.Cut(rest[1:], []byte(")"))
			if closed && !bytes.ContainsAny(value, "\\(\xfe") {
				r.Trace(inside.DocumentTrace, entry.label, string(value))
				r.Trace(inside.DocumentTrace, "offset from UTC", offset(entry.label, string(value)))
			}
		}
	}
}

// offset gives the zone of a date "D:20160503163800+08'30'" as "+0830".
func offset(label, value string) string {
	const date = len("D:20160503163800")
	if label != "made" || len(value) < date+6 || !strings.HasPrefix(value, "D:") || value[date] != '+' && value[date] != '-' {
		return ""
	}
	return strings.ReplaceAll(value[date:date+6], "'", "")
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
