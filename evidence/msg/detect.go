package msg

import (
	"bytes"
	"encoding/binary"
	"strings"

	"dwell/evidence"
	"dwell/evidence/message/tnef"
)

// messageID is the class of the root storage of a message file,
// {00020D0B-0000-0000-C000-000000000046}.
var messageID = []byte{0x0B, 0x0D, 0x02, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}

// detect judges the first bytes of a file. Where in it the directory lies that tells
// an Outlook message from a document differs: of a large file it may not be seen, and
// Read decides.
func detect(head []byte) evidence.Confidence {
	if tnef.Is(head) {
		return evidence.Certain
	}
	if len(head) < headerSize || string(head[:len(signature)]) != signature {
		return evidence.No
	}
	whole := len(head) < evidence.HeadSize
	g := guard{data: head}
	if g.header() != nil {
		return sure(whole && named(head), evidence.Likely)
	}
	first := g.at(binary.LittleEndian.Uint32(head[48:]))
	switch {
	case first != nil && bytes.Equal(first[80:96], messageID):
		return evidence.Certain
	case whole:
		root, err := open(head)
		if err != nil {
			return sure(named(head), evidence.Likely)
		}
		return sure(holdsMessage(root), evidence.Certain)
	case first != nil && foreign(first):
		return evidence.No
	}
	return evidence.Possible
}

func sure(yes bool, c evidence.Confidence) evidence.Confidence {
	if yes {
		return c
	}
	return evidence.No
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
