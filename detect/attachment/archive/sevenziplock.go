package archive

import (
	"crypto/sha256"
	"encoding/binary"
	"unicode/utf16"
)

// szLock holds the password that opens a 7z archive.
type szLock struct {
	password string
	known    map[string][]byte // keys by the properties of the coder
	right    bool              // a checksum says that the password is right
}

// szLongest is log2 of the rounds beyond which a key is not made; 7-Zip writes 19.
const szLongest = 22

// openSevenZip lists a 7z archive with a password.
func (l *lister) openSevenZip(data []byte, password string) bool {
	l.lock = &szLock{password: password, known: make(map[string][]byte)}
	l.sevenZip(data)
	return l.lock.right
}

// decrypt undoes AES with a key of 256 bits in CBC. Without a password it gives nothing.
func (k *szLock) decrypt(properties, in []byte, rounds *int) []byte {
	const hasSalt, hasVector = 0x80, 0x40
	if k == nil || len(properties) < 2 {
		return nil
	}
	salts, vectors := int(properties[1]>>4), int(properties[1]&0x0f)
	if properties[0]&hasSalt != 0 {
		salts++
	}
	if properties[0]&hasVector != 0 {
		vectors++
	}
	if len(properties) < 2+salts+vectors {
		return nil
	}
	var iv [16]byte
	copy(iv[:], properties[2+salts:2+salts+vectors])
	return decryptCBC(k.key(int(properties[0]&0x3f), properties[2:2+salts], rounds), iv[:], in)
}

// key makes a key: SHA-256 over salt, password and a count, half a million times.
func (k *szLock) key(logRounds int, salt []byte, rounds *int) []byte {
	at := string(append([]byte{byte(logRounds)}, salt...))
	if key, ok := k.known[at]; ok {
		return key
	}
	if logRounds > szLongest {
		return nil
	}
	if *rounds -= 1 << logRounds; *rounds < 0 {
		return nil
	}
	seed := append([]byte(nil), salt...)
	for _, u := range utf16.Encode([]rune(k.password)) {
		seed = binary.LittleEndian.AppendUint16(seed, u)
	}
	count := len(seed)
	seed = append(seed, make([]byte, 8)...)
	h := sha256.New()
	for i := range uint64(1) << logRounds {
		binary.LittleEndian.PutUint64(seed[count:], i)
		h.Write(seed) //nolint:errcheck // a hash returns none
	}
	k.known[at] = h.Sum(nil)
	return k.known[at]
}
