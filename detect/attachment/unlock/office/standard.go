package office

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // standard encryption is built on it
	"encoding/binary"
)

// standard is the encryption of Office 2007 (MS-OFFCRYPTO 2.3.4.5 to 2.3.4.9): AES, each
// block on its own.
type standard struct {
	keySize            int // bytes
	salt               []byte
	verifier, verified []byte // encrypted: a value, and its hash
}

const standardRounds = 50_000

// parseStandard reads header and verifier; nil where they are not those of AES.
func parseStandard(info []byte) scheme {
	const (
		sizeField, keyAt, aes128, aes256 = 4, 16, 0x660e, 0x6610
		algorithmAt                      = 8
		salt, hash                       = 16, 32
	)
	if len(info) < sizeField {
		return nil
	}
	size := uint64(binary.LittleEndian.Uint32(info))
	info = info[sizeField:]
	if size < keyAt+4 || size > uint64(len(info)) {
		return nil
	}
	header, rest := info[:size], info[size:]
	algorithm, bits := binary.LittleEndian.Uint32(header[algorithmAt:]), binary.LittleEndian.Uint32(header[keyAt:])
	const whole = sizeField + salt + salt + sizeField + hash
	if algorithm < aes128 || algorithm > aes256 || bits != 128 && bits != 192 && bits != 256 || len(rest) < whole {
		return nil
	}
	rest = rest[sizeField:]
	return &standard{keySize: int(bits / 8), salt: rest[:salt], verifier: rest[salt : 2*salt], verified: rest[2*salt+sizeField:][:hash]}
}

func (s *standard) rounds() int { return standardRounds }

func (s *standard) open(password, data []byte) []byte {
	key := s.key(password)
	value, hash := decryptBlocks(key, s.verifier), decryptBlocks(key, s.verified)
	want := sha1.Sum(value) //nolint:gosec // see above
	if len(hash) < len(want) || !bytes.Equal(hash[:len(want)], want[:]) {
		return nil
	}
	return decryptBlocks(key, data)
}

// key derives the key of the document (2.3.4.7).
func (s *standard) key(password []byte) []byte {
	sum := sha1.Sum(append(bytes.Clone(s.salt), password...)) //nolint:gosec // see above
	var step [4 + sha1.Size]byte
	for i := range uint32(standardRounds) {
		binary.LittleEndian.PutUint32(step[:], i)
		copy(step[4:], sum[:])
		sum = sha1.Sum(step[:]) //nolint:gosec // see above
	}
	sum = sha1.Sum(append(sum[:], 0, 0, 0, 0)) //nolint:gosec // see above: block 0
	var key []byte
	for _, pad := range []byte{0x36, 0x5c} {
		block := bytes.Repeat([]byte{pad}, sha1.BlockSize)
		for i, b := range sum {
			block[i] ^= b
		}
		part := sha1.Sum(block) //nolint:gosec // see above
		key = append(key, part[:]...)
	}
	return key[:s.keySize]
}
