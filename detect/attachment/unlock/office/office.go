// Package office opens documents of Office 2007 and later that have a password: a
// compound file in which the true document, a zip archive, lies encrypted.
//
// Source: MS-OFFCRYPTO 2.3.4 (ECMA-376 document encryption): standard encryption of
// Office 2007, agile encryption of those that followed. Extensible encryption, which
// leaves the work to a server, is not opened. Of the older binary documents, workbooks are
// opened with the password that Excel tries by itself (workbook.go); others, and those
// with XOR, are only recognised, by package active.
//
// Documents are hostile: the work for one password is counted before it is done, and
// what a password opens is bounded by the size of the file. The package imports compound
// only.
package office

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"unicode/utf16"

	"dwell/detect/attachment/compound"
)

// Default is the password that Excel tries by itself on every document: what is
// encrypted with it opens without a question, and looks encrypted to those who scan it.
const Default = "VelvetSweatshop"

// Lock is the encryption of one document.
type Lock struct {
	scheme scheme
	data   []byte // encrypted, behind its size
	size   uint64 // of the document
}

// scheme is one of the two ways of encrypting.
type scheme interface {
	rounds() int
	// open decrypts the document; nil when the password is wrong.
	open(password []byte, data []byte) []byte
}

const sizeField = 8

// Find finds the encryption of a document; nil when there is none that Open knows.
func Find(data []byte) *Lock {
	const longestInfo = 64 << 10
	var info, packed []byte
	compound.Walk(data, func(s *compound.Stream) {
		switch {
		case s.Name == "encryptioninfo" && info == nil:
			info = s.Head(longestInfo)
		case s.Name == "encryptedpackage" && packed == nil:
			packed = s.Head(compound.MaxRead)
		}
	})
	const head, agileMinor, standardMinor = 8, 4, 2
	if len(info) < head || len(packed) <= sizeField {
		return nil
	}
	l := &Lock{data: packed[sizeField:], size: binary.LittleEndian.Uint64(packed)}
	switch binary.LittleEndian.Uint16(info[2:]) {
	case agileMinor:
		l.scheme = parseAgile(info[head:])
	case standardMinor:
		l.scheme = parseStandard(info[head:])
	}
	if l.scheme == nil {
		return nil
	}
	return l
}

// Rounds is the work for one password, in rounds of a plain hash.
func (l *Lock) Rounds() int { return l.scheme.rounds() }

// Open decrypts the document, and says whether the password is the right one.
func (l *Lock) Open(password string) (document []byte, ok bool) {
	var raw []byte
	for _, u := range utf16.Encode([]rune(password)) {
		raw = binary.LittleEndian.AppendUint16(raw, u)
	}
	plain := l.scheme.open(raw, l.data)
	return plain[:min(uint64(len(plain)), l.size)], plain != nil
}

// decryptCBC decrypts whole blocks in CBC; nil where the sizes do not fit.
func decryptCBC(key, iv, data []byte) []byte {
	block, err := aes.NewCipher(key)
	data = data[:len(data)/aes.BlockSize*aes.BlockSize]
	if err != nil || len(iv) != aes.BlockSize || len(data) == 0 {
		return nil
	}
	out := make([]byte, len(data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, data)
	return out
}

// decryptBlocks decrypts each block on its own (ECB).
func decryptBlocks(key, data []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil
	}
	out := make([]byte, len(data)/aes.BlockSize*aes.BlockSize)
	for at := 0; at < len(out); at += aes.BlockSize {
		block.Decrypt(out[at:], data[at:])
	}
	return out
}

// filled cuts or fills up to a length, with the byte of the specification.
func filled(b []byte, size int) []byte {
	const filler = 0x36
	if len(b) >= size {
		return b[:size]
	}
	return append(bytes.Clone(b), bytes.Repeat([]byte{filler}, size-len(b))...)
}
