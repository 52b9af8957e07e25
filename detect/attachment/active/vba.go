package active

import (
	"bytes"
	"encoding/binary"
	"strings"

	"dwell/detect/attachment/inside"
)

// triggers are the procedures that start by themselves, and the calls that start
// other programs or fetch files.
var triggers = []string{"autoopen", "auto_open", "autoexec", "autoclose", "document_open", "documentopen", "workbook_open", "workbook_activate",
	"shell", "wscript", "createobject", "urldownloadtofile", "powershell", "xmlhttp", "callbyname"}

// maxAttempts is how many places are tried as the beginning of a macro's source.
const maxAttempts = 64

// starts gives the trigger that the source of a module holds, "" for none. The source
// follows the performance cache as one compressed container, which begins with 01.
func starts(module []byte, r *inside.Report) string {
	attempts := 0
	for at := 0; at < len(module) && attempts < maxAttempts; at++ {
		i := bytes.IndexByte(module[at:], 1)
		if i < 0 || at+i+3 > len(module) {
			return ""
		}
		at += i
		// A chunk header has the bits 011 in its upper part (MS-OVBA 2.4.1.1.5), and
		// the first literal of a module is "Attribut".
		if module[at+2]&0x70 != 0x30 {
			continue
		}
		attempts++
		if source := strings.ToLower(string(expand(module[at+1:], r))); strings.HasPrefix(source, "attribut") {
			for _, t := range triggers {
				if strings.Contains(source, t) {
					return t
				}
			}
			return ""
		}
	}
	return ""
}

// expand decompresses the chunks of a container (MS-OVBA 2.4.1). A container that
// does not begin with the words of a module is given up after its first chunk.
func expand(data []byte, r *inside.Report) []byte {
	const longest = 1 << 20
	maxSource := r.Left(longest)
	var out []byte
	defer func() { r.Spend(len(out)) }()
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
