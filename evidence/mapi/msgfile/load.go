package msgfile

import (
	"bytes"
	"encoding/binary"
	"strings"

	"dwell/evidence/mapi"
)

// messageID is the class of the root storage of a message file,
// {00020D0B-0000-0000-C000-000000000046}.
var messageID = []byte{0x0B, 0x0D, 0x02, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}

// Load reads the message of a file. It is nil, without an error, when the file is a
// sound compound file that holds something else, or no compound file at all.
func Load(data []byte) (*mapi.Message, error) {
	if !MayHold(data) {
		return nil, nil
	}
	root, err := open(data)
	switch {
	case err != nil && !named(data) && !classed(data):
		return nil, nil
	case err != nil:
		return nil, err
	case !holdsMessage(root):
		return nil, nil
	}
	return new(loader).message(root, headOfMessage), nil
}

// IsCompound reports whether data begins like a compound file, of whatever content.
func IsCompound(data []byte) bool {
	return len(data) >= headerSize && string(data[:len(signature)]) == signature
}

// MayHold reports whether data is a compound file in which the name of a property stands.
func MayHold(data []byte) bool {
	return IsCompound(data) && bytes.Contains(data, wide(valueName))
}

// Verdict is what the first bytes of a file tell.
type Verdict uint8

// The verdicts.
const (
	No      Verdict = iota
	Unknown         // a compound file whose directory lies beyond these bytes
	Damaged         // the names of a message in a compound file that cannot be opened
	Yes
)

// Judge looks at the first bytes of a file; whole says that they are all of it. Where
// in a file the directory lies that tells a message from a document differs.
func Judge(head []byte, whole bool) Verdict {
	if !IsCompound(head) {
		return No
	}
	g := guard{data: head}
	if g.header() == nil {
		first := g.at(binary.LittleEndian.Uint32(head[48:]))
		switch {
		case classed(head):
			return Yes
		case !whole && first != nil && foreign(first):
			return No
		case !whole:
			return Unknown
		}
	}
	if !whole {
		return No
	}
	switch m, err := Load(head); {
	case err != nil:
		return Damaged
	case m != nil:
		return Yes
	}
	return No
}

// classed reports whether the root storage has the class of a message.
func classed(data []byte) bool {
	g := guard{data: data}
	if g.header() != nil {
		return false
	}
	first := g.at(binary.LittleEndian.Uint32(data[48:]))
	return first != nil && bytes.Equal(first[80:96], messageID)
}

// named reports whether the name of a message's list of properties stands in a file
// too damaged to be opened, and no name that a document has.
func named(data []byte) bool {
	return bytes.Contains(data, wide(propertiesName)) && bytes.Contains(data, wide(valueName)) && !foreign(data)
}

// foreign reports whether the name of a stream stands there that documents have.
func foreign(data []byte) bool {
	for _, name := range []string{"WordDocument", "Workbook", "PowerPoint Document", "FileHeader", "BodyText", "VisioDocument", "EncryptedPackage"} {
		if bytes.Contains(data, wide(name)) {
			return true
		}
	}
	return false
}

// wide gives an ASCII name as a directory holds it.
func wide(name string) []byte {
	return []byte(strings.Join(strings.Split(name, ""), "\x00") + "\x00")
}
