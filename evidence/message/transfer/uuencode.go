package transfer

import (
	"bytes"
	"strings"
)

// UUFile is a file that stands uuencoded within text.
type UUFile struct {
	Start, End int // of the whole block in the text, first "begin" to after "end"
	Name       string
	Data       []byte // the encoded lines
}

// FindUU finds the next uuencoded file in text from pos on. A block needs a
// "begin MODE NAME" line and an encoded line after it; the "end" line may be missing.
func FindUU(text []byte, pos int) (UUFile, bool) {
	for pos < len(text) {
		i := bytes.Index(text[pos:], []byte("begin "))
		if i < 0 {
			return UUFile{}, false
		}
		start := pos + i
		pos = start + len("begin ")
		if start > 0 && text[start-1] != '\n' && text[start-1] != '\r' {
			continue
		}
		name, body, ok := uuBegin(text, start)
		if !ok {
			continue
		}
		dataEnd, end := uuEnd(text, body)
		if dataEnd == body {
			continue
		}
		return UUFile{Start: start, End: end, Name: name, Data: text[body:dataEnd]}, true
	}
	return UUFile{}, false
}

// uuBegin reads "begin 644 name".
func uuBegin(text []byte, start int) (name string, body int, ok bool) {
	const longest = 300
	end := bytes.IndexByte(text[start:min(len(text), start+longest)], '\n')
	if end < 0 {
		return "", 0, false
	}
	fields := bytes.SplitN(bytes.TrimSpace(text[start:start+end]), []byte(" "), 3)
	if len(fields) != 3 || len(fields[1]) < 3 || len(fields[1]) > 4 {
		return "", 0, false
	}
	for _, c := range fields[1] {
		if c < '0' || c > '7' {
			return "", 0, false
		}
	}
	return strings.ToValidUTF8(string(fields[2]), "\uFFFD"), start + end + 1, true
}

// uuEnd returns where the encoded lines end, and where the block does.
func uuEnd(text []byte, pos int) (dataEnd, end int) {
	for pos < len(text) {
		n := bytes.IndexByte(text[pos:], '\n')
		line, next := text[pos:], len(text)
		if n >= 0 {
			line, next = text[pos:pos+n], pos+n+1
		}
		line = bytes.TrimRight(line, "\r")
		if bytes.Equal(line, []byte("end")) {
			return pos, next
		}
		if !uuLine(line) {
			return pos, pos
		}
		pos = next
	}
	return pos, pos
}

// uuLine reports whether the line has the length that its first character says. A
// line cut by a program that strips blanks may be shorter.
func uuLine(line []byte) bool {
	if len(line) == 0 {
		return false
	}
	if line[0] < ' ' || line[0] > '`' {
		return false
	}
	size := int(line[0]-' ') & 63
	want := (size + 2) / 3 * 4
	const checksum = 2 // some encoders append one
	if len(line)-1 > want+checksum {
		return false
	}
	if len(line)-1 < want && want-(len(line)-1) > want/2 {
		return false
	}
	for _, c := range line[1:] {
		if c < ' ' || c > '`' {
			return false
		}
	}
	return true
}

// DecodeUU appends the bytes of uuencoded lines to dst; begin and end lines are
// passed over.
func DecodeUU(dst, src []byte) (out []byte, defect string) {
	ended := false
	for len(src) > 0 {
		end := bytes.IndexByte(src, '\n')
		line, rest := src, []byte(nil)
		if end >= 0 {
			line, rest = src[:end], src[end+1:]
		}
		src = rest
		line = bytes.TrimRight(line, "\r")
		if bytes.HasPrefix(line, []byte("begin ")) || bytes.Equal(line, []byte("end")) || len(line) == 0 {
			continue
		}
		if !uuLine(line) {
			defect = DefectUUCut
			continue
		}
		size := int(line[0]-' ') & 63
		if size == 0 {
			ended = true
			continue
		}
		dst = uuBytes(dst, line[1:], size)
	}
	if !ended && defect == "" {
		defect = DefectUUCut
	}
	return dst, defect
}

func uuBytes(dst, line []byte, size int) []byte {
	at := func(i int) uint32 {
		if i < len(line) {
			return uint32(line[i]-' ') & 63
		}
		return 0 // blanks that were stripped
	}
	for i := 0; size > 0; i += 4 {
		group := at(i)<<18 | at(i+1)<<12 | at(i+2)<<6 | at(i+3)
		three := [3]byte{byte(group >> 16), byte(group >> 8), byte(group)}
		n := min(size, 3)
		dst = append(dst, three[:n]...)
		size -= n
	}
	return dst
}
