package active

import (
	"encoding/binary"
	"strings"

	"dwell/detect/attachment/compound"
	"dwell/detect/attachment/hangul"
	"dwell/detect/attachment/inside"
	"dwell/detect/attachment/unlock/office"
)

// The class identifiers that matter.
const (
	installerID = "000c1084-0000-0000-c000-000000000046"
	equation2ID = "0002ce02-0000-0000-c000-000000000046" // equation editor 3.0
	equation3ID = "0002ce03-0000-0000-c000-000000000046" // its successor's objects
	linkID      = "00000300-0000-0000-c000-000000000046" // StdOleLink: an object elsewhere
	fileLinkID  = "00000303-0000-0000-c000-000000000046" // file moniker
	htmlID      = "25336920-03f9-11cf-8fd0-00aa00686f13" // a page within a document
	scriptID    = "06290bd3-48aa-11d2-8432-006008c3fbfc" // script moniker
)

// document looks into a compound file: HWP 5, or else an old Office document, a VBA
// project, an Outlook message, an installer, an object.
func document(data []byte, budget *int) *inside.Report {
	if hangul.Is(data) {
		if r, found := hangul.Inspect5(data, budget); found {
			return r
		}
	}
	r := inside.New(budget)
	var m message
	root := compound.Walk(data, func(s *compound.Stream) {
		compound.Summary(s, r)
		stream(s, r)
		m.stream(s)
	})
	m.carry(r)
	if root == installerID {
		r.Mark(inside.Installation)
	}
	identified(root, r)
	return r
}

// identified marks objects by the class that opens them.
func identified(id string, r *inside.Report) {
	switch id {
	case equation2ID, equation3ID:
		r.Mark(inside.Equation)
	case linkID, fileLinkID, htmlID, scriptID:
		r.Mark(inside.Template)
		r.Note("an object in the document is fetched from elsewhere")
	}
}

// stream judges one stream of an Office document.
func stream(s *compound.Stream, r *inside.Report) {
	identified(s.ID, r)
	name := s.Name
	switch {
	case s.Parent == "vba" && (name == "dir" || name == "_vba_project"):
		r.Mark(inside.Macro)
	case s.Parent == "vba" && !strings.HasPrefix(name, "__srp_"):
		if word := starts(s.Read(), r); word != "" {
			r.Mark(inside.AutoMacro)
			r.Note("its macro has the word %q", word)
		}
	case name == "encryptedpackage":
		r.Mark(inside.Locked)
	case locked97(s):
		lock97(r)
	case strings.HasSuffix(name, "ole10native"):
		if f, ok := compound.Packaged(s.Read()); ok {
			r.Mark(inside.Embedded)
			r.Carry(f.Name, f.Data)
		}
	case name == "package":
		r.Carry("", s.Read())
	case strings.HasPrefix(name, "equation native"):
		r.Mark(inside.Equation)
		if overflows(s.Head(4096)) {
			r.Mark(inside.Overflow)
			r.Note("an equation is longer than the old equation editor has room for, which lets it run code")
		}
	case name == "workbook", name == "book":
		sheets(s.Read(), r)
	}
}

// locked97 reports whether a stream of an old Word or PowerPoint document says that the
// document has a password (MS-DOC 2.5.2, fEncrypted; MS-PPT 2.3.2, headerToken). What RC4
// or XOR encrypts there stays closed.
func locked97(s *compound.Stream) bool {
	const head, document, encrypted, token = 16, 0xa5ec, 1 << 8, 0xf3d1c4df
	switch s.Name {
	case "worddocument":
		b := s.Head(head)
		return inside.Number(b, 0, 2) == document && inside.Number(b, 10, 2)&encrypted != 0
	case "current user":
		return inside.Number(s.Head(head), 12, 4) == token
	}
	return false
}

// lock97 marks an old document that has a password.
func lock97(r *inside.Report) {
	r.Mark(inside.Locked)
	r.Note("it is encrypted as Office did until 2003, on which no password was tried")
}

// overflows reports whether an equation names a font far longer than the 32 bytes that
// the old editor has room for (CVE-2017-11882). Behind a header of 28 bytes and five
// of the version come records; 8 is a font: two bytes and a name that ends with zero.
func overflows(data []byte) bool {
	const header, far, font, room = 33, 256, 8, 40
	for at := header; at < min(len(data), header+far); at++ {
		if data[at] != font || at+3 >= len(data) {
			continue
		}
		length := 0
		for _, c := range data[at+3:] {
			if c == 0 {
				break
			}
			length++
		}
		if length > room {
			return true
		}
	}
	return false
}

// sheets looks for Excel 4 macro sheets, BOUNDSHEET records (0x85) of type 1 (MS-XLS
// 2.4.28), for passwords (0x2f), and for links to programs (0x1ae, SupBook, of DDE). What
// is encrypted with the password that Excel tries by itself is read like the rest.
func sheets(data []byte, r *inside.Report) {
	const boundSheet, macroSheet, filePass, header, kindAt = 0x85, 1, 0x2f, 4, 5
	var open *office.Workbook
	locked := false
	for at := 0; len(data)-at >= header; {
		kind, size := binary.LittleEndian.Uint16(data[at:]), int(binary.LittleEndian.Uint16(data[at+2:]))
		at += header
		if len(data)-at < size {
			return
		}
		body := data[at : at+size]
		switch {
		case kind == boundSheet && size > kindAt && !locked:
			sheet := body[kindAt : kindAt+1]
			if open != nil {
				sheet = open.At(at+kindAt, sheet)
			}
			if sheet[0] == macroSheet {
				r.Mark(inside.SheetMacro)
			}
		case kind == filePass:
			if open = office.OpenWorkbook(body); open == nil {
				locked = true
				lock97(r)
			} else {
				r.Mark(inside.OpenLock)
			}
		}
		at += size
	}
}

// message gathers the attachments of an Outlook message (MS-OXMSG): each is a storage
// with streams for its name and its data.
type message struct {
	names map[string]string
	files map[string][]byte
}

func (m *message) stream(s *compound.Stream) {
	const storage, data, longName, shortName, most = "__attach_version1.0_#", "__substg1.0_37010102", "__substg1.0_3707001f", "__substg1.0_3704001f", 32
	if !strings.HasPrefix(s.Parent, storage) || len(m.files) >= most {
		return
	}
	if m.files == nil {
		m.names, m.files = make(map[string]string), make(map[string][]byte)
	}
	switch s.Name {
	case data:
		m.files[s.Parent] = s.Read()
	case longName:
		m.names[s.Parent] = inside.UTF16(s.Head(1024))
	case shortName:
		if m.names[s.Parent] == "" {
			m.names[s.Parent] = inside.UTF16(s.Head(1024))
		}
	}
}

// carry hands the attachments on, in the order of their storages.
func (m *message) carry(r *inside.Report) {
	for _, key := range sorted(m.files) {
		r.Carry(m.names[key], m.files[key])
	}
}
