package inert

import (
	"archive/zip"
	"bytes"
	"fmt"
	"time"

	"golang.org/x/text/encoding/korean"
)

// Member is a file in an archive.
type Member struct {
	Name     string
	Data     []byte
	Modified time.Time // the zero time is 1980, where ZIP begins to count
}

// ZIP returns an archive with the members in their order, stored as they are. With
// codePage949 the names are written as Windows in Korea wrote them, without saying
// so; else in UTF-8.
func ZIP(members []Member, codePage949 bool) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		header := zip.FileHeader{Name: m.Name, Method: zip.Store, Modified: m.Modified}
		if codePage949 {
			name, err := korean.EUCKR.NewEncoder().String(m.Name)
			if err != nil {
				return nil, fmt.Errorf("write the member %q with a name in code page 949: %w", m.Name, err)
			}
			header.Name, header.NonUTF8 = name, true
		}
		f, err := w.CreateHeader(&header)
		if err == nil {
			_, err = f.Write(m.Data)
		}
		if err != nil {
			return nil, fmt.Errorf("write the member %q: %w", m.Name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("write the directory of an archive: %w", err)
	}
	return b.Bytes(), nil
}
