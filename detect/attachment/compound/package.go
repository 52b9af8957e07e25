package compound

import (
	"bytes"

	"dwell/detect/attachment/inside"
)

// Packaged reads the file that the packager put into an \x01Ole10Native stream:
// length, two bytes, label, path, four bytes, temporary path with its length, length
// and content. ok is false when the stream holds data of another program.
func Packaged(stream []byte) (f inside.File, ok bool) {
	const sized = 4
	if len(stream) < sized {
		return f, false
	}
	return Package(stream[sized:])
}

// Package reads the same without the length in front, as RTF has it.
func Package(data []byte) (f inside.File, ok bool) {
	const signature = 2 // the word in front of the label
	if inside.Number(data, 0, 2) != signature {
		return f, false
	}
	label, rest, ok1 := bytes.Cut(data[2:], []byte{0})
	path, rest, ok2 := bytes.Cut(rest, []byte{0})
	if !ok1 || !ok2 || len(label) > 512 || len(path) > 1024 || len(rest) < 8 {
		return f, false
	}
	temporary := inside.Number(rest, 4, 4)
	rest = inside.Slice(rest, 8+temporary, uint64(len(rest)))
	content := inside.Slice(rest, 4, inside.Number(rest, 0, 4))
	name := decode(string(label), 949)
	if name == "" {
		name = decode(string(path), 949)
	}
	return inside.File{Name: name, Data: content}, len(content) > 0
}
