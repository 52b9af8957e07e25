package active

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"
)

// The bounds of one compound file.
const (
	maxStreams  = 2000
	maxStream   = 1 << 20 // bytes read of one stream
	maxRead     = 8 << 20 // bytes read of all streams
	maxAttempts = 64      // places tried as the beginning of a macro's source
)

// installerID is the class id of Windows Installer packages, {000C1084-...}.
const installerID = "000C1084-0000-0000-C000-000000000046"

// equationIDs are the class ids of the equation editor.
var equationIDs = []string{"0002CE02-0000-0000-C000-000000000046", "0002CE03-0000-0000-C000-000000000046"}

// compound looks into a compound file: an old Office document, a VBA project, an
// HWP 5 document, an installer.
func compound(data []byte) Set {
	c := inspection{budget: maxRead}
	c.walk(data)
	return c.set
}

// inspection goes through the streams of one compound file.
type inspection struct {
	set    Set
	budget int
	hangul hangulFlags
}

func (c *inspection) walk(data []byte) {
	defer func() {
		// The library checks less than a hostile file needs; what was found stays.
		_ = recover()
	}()
	doc, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return
	}
	if sameID(doc.ID(), installerID) {
		c.set.add(Installation)
	}
	for range maxStreams {
		entry, err := doc.Next()
		if err != nil {
			return // the end, or damage: both end the walk
		}
		c.stream(entry)
	}
}

func sameID(id, want string) bool { return strings.EqualFold(strings.Trim(id, "{}"), want) }

func (c *inspection) stream(entry *mscfb.File) {
	name := strings.ToLower(entry.Name)
	parent := ""
	if n := len(entry.Path); n > 0 {
		parent = strings.ToLower(entry.Path[n-1])
	}
	switch {
	case parent == "vba" && (name == "dir" || name == "_vba_project"):
		c.set.add(Macro)
	case parent == "vba" && !strings.HasPrefix(name, "__srp_"):
		if starts(c.content(entry)) {
			c.set.add(AutoMacro)
		}
	case name == "encryptedpackage":
		c.set.add(Locked)
	case strings.HasSuffix(name, "ole10native"), name == "package":
		c.set.add(Embedded)
	case strings.HasPrefix(name, "equation native"), sameID(entry.ID(), equationIDs[0]), sameID(entry.ID(), equationIDs[1]):
		c.set.add(Equation)
	case name == "workbook", name == "book":
		if sheets(c.content(entry)) {
			c.set.add(SheetMacro)
		}
	case name == "fileheader":
		c.document(c.content(entry))
	case parent == "bindata":
		if c.hangul.postScript(c.content(entry)) {
			c.set.add(PostScript)
		}
	}
}

// document notes that the file is an HWP document.
func (c *inspection) document(header []byte) {
	c.hangul.read(header)
	if c.hangul.found {
		c.set.add(Hangul)
	}
	if c.hangul.locked {
		c.set.add(Locked)
	}
}

func (c *inspection) content(entry *mscfb.File) []byte {
	// A damaged stream counts as far as it goes.
	data, _ := io.ReadAll(io.LimitReader(entry, int64(max(0, min(maxStream, c.budget)))))
	c.budget -= len(data)
	return data
}

// sheets reports whether a workbook has an Excel 4 macro sheet: a BOUNDSHEET record
// (0x85) of type 1 (MS-XLS 2.4.28).
func sheets(data []byte) bool {
	const boundSheet, macroSheet = 0x85, 1
	for len(data) >= 4 {
		kind, size := binary.LittleEndian.Uint16(data), int(binary.LittleEndian.Uint16(data[2:]))
		if len(data) < 4+size {
			return false
		}
		if kind == boundSheet && size > 5 && data[4+5] == macroSheet {
			return true
		}
		data = data[4+size:]
	}
	return false
}

// triggers are the procedures that start by themselves, and the calls that start
// other programs or fetch files.
var triggers = []string{"autoopen", "auto_open", "autoexec", "autoclose", "document_open", "documentopen", "workbook_open", "workbook_activate",
	"shell", "wscript", "createobject", "urldownloadtofile", "powershell", "xmlhttp", "callbyname"}

// starts reports whether the source of a module holds a trigger. The source follows
// the performance cache as one compressed container, which begins with 01.
func starts(module []byte) bool {
	attempts := 0
	for at := 0; at < len(module) && attempts < maxAttempts; at++ {
		i := bytes.IndexByte(module[at:], 1)
		if i < 0 || at+i+3 > len(module) {
			return false
		}
		at += i
		// A chunk header has the bits 011 in its upper part (MS-OVBA 2.4.1.1.5), and
		// the first literal of a module is "Attribut".
		if module[at+2]&0x70 != 0x30 {
			continue
		}
		attempts++
		if source := strings.ToLower(string(expand(module[at+1:]))); strings.HasPrefix(source, "attribut") {
			for _, t := range triggers {
				if strings.Contains(source, t) {
					return true
				}
			}
			return false
		}
	}
	return false
}

// expand decompresses the chunks of a container (MS-OVBA 2.4.1). A container that
// does not begin with the words of a module is given up after its first chunk.
func expand(data []byte) []byte {
	const maxSource = 1 << 20
	var out []byte
	for len(data) >= 2 && len(out) < maxSource {
		header := binary.LittleEndian.Uint16(data)
		size := int(header&0x0fff) + 3
		chunk := data[2:min(size, len(data))]
		start := len(out)
		if header&0x8000 == 0 {
			out = append(out, chunk...)
		} else {
			out = expandChunk(out, chunk)
		}
		if start == 0 && !bytes.HasPrefix(bytes.ToLower(out), []byte("attribut")) {
			return nil
		}
		data = data[min(size, len(data)):]
	}
	return out
}

// expandChunk appends one chunk: after each byte of flags come eight literals or
// references back into the chunk.
func expandChunk(out, chunk []byte) []byte {
	start := len(out)
	for len(chunk) > 0 {
		flags := chunk[0]
		chunk = chunk[1:]
		for bit := range 8 {
			if len(chunk) == 0 {
				return out
			}
			if flags>>bit&1 == 0 {
				out = append(out, chunk[0])
				chunk = chunk[1:]
				continue
			}
			if len(chunk) < 2 {
				return out
			}
			token := binary.LittleEndian.Uint16(chunk)
			chunk = chunk[2:]
			bits := 4
			for 1<<bits < len(out)-start && bits < 12 {
				bits++
			}
			length, offset := int(token&(0xffff>>bits))+3, int(token>>(16-bits))+1
			if offset > len(out)-start {
				return out
			}
			for range length {
				out = append(out, out[len(out)-offset])
			}
		}
		const maxChunk = 4096
		if len(out)-start > maxChunk {
			return out
		}
	}
	return out
}

// hangulFlags is what the header of an HWP 5 document says.
type hangulFlags struct{ found, packed, locked bool }

func (h *hangulFlags) read(header []byte) {
	const flagsAt = 36
	if !bytes.HasPrefix(header, []byte("HWP Document File")) || len(header) < flagsAt+4 {
		return
	}
	flags := header[flagsAt]
	h.found, h.packed, h.locked = true, flags&1 != 0, flags&2 != 0
}

// postScript reports whether binary data of an HWP document is PostScript with a
// program in it: long hexadecimal strings that are executed, or access to files.
// Every HWP document has a script stream, so that says nothing.
func (h *hangulFlags) postScript(data []byte) bool {
	if h.packed || !h.found {
		if plain, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), maxStream)); len(plain) > 0 && (err == nil || len(plain) > 64) {
			data = plain
		}
	}
	if !bytes.HasPrefix(data, []byte("%!PS")) && !bytes.HasPrefix(data, []byte{0xc5, 0xd0, 0xd3, 0xc6}) {
		return false
	}
	lower := bytes.ToLower(data)
	runs := bytes.Contains(lower, []byte(" exec")) || bytes.Contains(lower, []byte("token")) || bytes.Contains(lower, []byte("file")) || bytes.Contains(lower, []byte("systemdict"))
	return runs && hexLiteral(lower)
}

// hexLiteral reports whether the text has one long run of hexadecimal digits.
func hexLiteral(text []byte) bool {
	const long = 500
	run := 0
	for _, c := range text {
		switch {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f':
			if run++; run >= long {
				return true
			}
		case c == '\n' || c == '\r':
		default:
			run = 0
		}
	}
	return false
}
