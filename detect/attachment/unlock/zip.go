package unlock

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
)

// Sample is the beginning of an encrypted member, or all of it, as it lies in the
// archive. It can be kept until a later mail gives the password.
type Sample struct {
	Name     string
	Method   uint16 // of compression
	Strength uint8  // of AES: 1, 2, 3 for keys of 16, 24, 32 bytes; 0 for the traditional cipher
	LEA      bool   // that cipher with the keys of AES, as ALZip has it
	CRC      uint32 // of the content; 0 where AES leaves it out
	Size     uint64 // of the content
	Data     []byte // with the head of the cipher
	Whole    bool   // Data is all of it
}

// The numbers of the format (APPNOTE 4.4.4 and 4.5.2, AE-x).
const (
	flagEncrypted = 1
	methodStored  = 0
	methodDeflate = 8
	methodAES     = 99
	extraAES      = 0x9901
	maxPlain      = 4 << 20
)

// Samples gives the encrypted members of a zip archive: at most so many, of each at
// most so many bytes.
func Samples(data []byte, members, size int) []Sample {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil
	}
	var out []Sample
	for _, f := range r.File {
		if len(out) >= members {
			break
		}
		if f.Flags&flagEncrypted == 0 && f.Method != methodAES || f.UncompressedSize64 == 0 {
			continue
		}
		raw, err := f.OpenRaw()
		if err != nil {
			continue
		}
		body, _ := io.ReadAll(io.LimitReader(raw, int64(size))) // what is cut off still shows its beginning
		s := Sample{Name: f.Name, Method: f.Method, CRC: f.CRC32, Size: f.UncompressedSize64, Data: body, Whole: uint64(len(body)) == f.CompressedSize64}
		if s.Method == methodAES && !s.aes(f.Extra) {
			continue
		}
		out = append(out, s)
	}
	return out
}

// aes reads the extra field of AE-x: vendor version, "AE", strength, true method.
func (s *Sample) aes(extra []byte) bool {
	for len(extra) >= 4 {
		id, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if len(extra) < 4+size {
			return false
		}
		if id == extraAES && size >= 7 {
			s.Strength, s.Method = extra[8], binary.LittleEndian.Uint16(extra[9:])
			return s.Strength >= 1 && s.Strength <= 3
		}
		extra = extra[4+size:]
	}
	return false
}

// Open tries one password. It returns the content as far as the sample goes, and
// whether the password is the right one.
func (s *Sample) Open(password string) (plain []byte, ok bool) {
	for _, form := range Forms(password) {
		if plain, ok = s.open(form); ok {
			return plain, true
		}
	}
	return nil, false
}

// Forms gives the bytes that a password may be: UTF-8, and for Korean letters also the
// charset of Korean Windows, in which its archivers take what is typed.
func Forms(password string) []string {
	for i := range len(password) {
		if password[i] < utf8.RuneSelf {
			continue
		}
		if wide, err := korean.EUCKR.NewEncoder().String(password); err == nil {
			return []string{password, wide}
		}
		break
	}
	return []string{password}
}

func (s *Sample) open(password string) (plain []byte, ok bool) {
	body, ok := s.Decrypt(password)
	if !ok {
		return nil, false
	}
	switch s.Method {
	case methodStored:
		return body, s.right(body, nil)
	case methodDeflate:
		plain, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(body)), maxPlain))
		return plain, s.right(plain, err)
	}
	return nil, false
}

// right reports whether content is what a right password gives. The checksum decides
// where all of it is there. Otherwise a wrong password would have broken the packed
// data long before the end of the sample; and content that is not packed must be text
// or begin as a file does, unless AES has checked the password by two bytes already.
func (s *Sample) right(plain []byte, err error) bool {
	const enough = 32
	if s.Whole && s.CRC != 0 {
		return err == nil && crc32.ChecksumIEEE(plain) == s.CRC
	}
	if s.Method == methodDeflate {
		ends := err == nil && uint64(len(plain)) == s.Size || errors.Is(err, io.ErrUnexpectedEOF) && !s.Whole
		return ends && (len(plain) >= enough || s.Whole || s.Strength > 0)
	}
	return s.Strength > 0 || familiar(plain)
}

// familiar reports whether content begins like a file or is text.
func familiar(plain []byte) bool {
	for _, magic := range []string{"PK\x03\x04", "MZ", "%PDF-", "\xd0\xcf\x11\xe0", "\xff\xd8\xff", "\x89PNG", "L\x00\x00\x00\x01\x14\x02\x00", "Rar!\x1a", "7z\xbc\xaf"} {
		if bytes.HasPrefix(plain, []byte(magic)) {
			return true
		}
	}
	const enough = 32
	return len(plain) >= enough && utf8.Valid(plain[:enough]) && bytes.IndexByte(plain[:enough], 0) < 0
}
