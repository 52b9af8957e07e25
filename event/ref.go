package event

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// FileID names one evidence file, or one member of a container, within a case:
// the first 48 bits of the SHA-256 of its logical path. It depends on nothing
// else, so ids do not change when other evidence is added, and two workers can
// assign them without talking to each other.
type FileID uint64

// NewFileID returns the id of the file with the given logical path
// ("mail/inbox.mbox", "logs.zip!conn.log").
func NewFileID(path string) FileID {
	sum := sha256.Sum256([]byte(path))
	return FileID(binary.BigEndian.Uint64(sum[:8]) >> 16)
}

// String returns the id as 12 hexadecimal digits.
func (id FileID) String() string { return fmt.Sprintf("%012x", uint64(id)) }

// ParseFileID reads what String wrote.
func ParseFileID(s string) (FileID, error) {
	if len(s) != 12 {
		return 0, fmt.Errorf("file id %q: want 12 hexadecimal digits", s)
	}
	n, err := strconv.ParseUint(s, 16, 48)
	if err != nil {
		return 0, fmt.Errorf("file id %q: want 12 hexadecimal digits", s)
	}
	return FileID(n), nil
}

// MarshalText and UnmarshalText make the id a string in JSON.
func (id FileID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (id *FileID) UnmarshalText(b []byte) error {
	parsed, err := ParseFileID(string(b))
	*id = parsed
	return err
}

// Ref is the place of one original record: a byte range of one evidence file.
// Offsets count bytes of the file's content after decompression, from 0.
type Ref struct {
	File   FileID `json:"file"`
	Offset int64  `json:"offset"`
	Length int64  `json:"length"`
}

// String returns the form that a person types: "3fa9c2d1e0b4:48213+187".
func (r Ref) String() string {
	return r.File.String() + ":" + strconv.FormatInt(r.Offset, 10) + "+" + strconv.FormatInt(r.Length, 10)
}

// ParseRef reads what Ref.String wrote.
func ParseRef(s string) (Ref, error) {
	bad := func() (Ref, error) {
		return Ref{}, fmt.Errorf("reference %q: want FILE:OFFSET+LENGTH, as in 3fa9c2d1e0b4:48213+187", s)
	}
	file, rest, ok := strings.Cut(s, ":")
	if !ok {
		return bad()
	}
	offset, length, ok := strings.Cut(rest, "+")
	if !ok {
		return bad()
	}
	id, err := ParseFileID(file)
	if err != nil {
		return bad()
	}
	var r Ref
	r.File = id
	if r.Offset, err = strconv.ParseInt(offset, 10, 64); err != nil || r.Offset < 0 {
		return bad()
	}
	if r.Length, err = strconv.ParseInt(length, 10, 64); err != nil || r.Length < 0 {
		return bad()
	}
	return r, nil
}

// Compare orders refs by file, offset and length; the order has no meaning
// beyond being the same on every run.
func (r Ref) Compare(o Ref) int {
	if c := cmp.Compare(r.File, o.File); c != 0 {
		return c
	}
	if c := cmp.Compare(r.Offset, o.Offset); c != 0 {
		return c
	}
	return cmp.Compare(r.Length, o.Length)
}
