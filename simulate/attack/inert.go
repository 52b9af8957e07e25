package attack

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"

	"dwell/simulate/fact"
)

// pictures is an archive with a file that is named like a picture and like a screen
// saver at once: the two letters with which programs begin, and a sentence. It
// cannot run.
func pictures() fact.Attachment {
	return fact.Attachment{Name: "가족사진.zip", Type: "application/zip",
		Content: archive(member{"IMG_0503.jpg.scr", []byte("MZ An inert attachment of a rehearsal. It is no program.\r\n")})}
}

type member struct {
	name    string
	content []byte
}

// archive packs members without compression and without times, so that the same
// members give the same bytes.
func archive(members ...member) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		h := &zip.FileHeader{Name: m.name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(m.content), CompressedSize64: uint64(len(m.content)), UncompressedSize64: uint64(len(m.content))}
		f, err := w.CreateRaw(h)
		if err != nil {
			panic(fmt.Sprintf("write to memory: %v", err))
		}
		_, _ = f.Write(m.content)
	}
	_ = w.Close()
	return b.Bytes()
}
