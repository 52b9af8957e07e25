package archivetest

import (
	"bytes"
	"compress/flate"
	"crypto/pbkdf2"
	"crypto/sha1" //nolint:gosec // the formats are built on it
	"encoding/binary"
	"hash/crc32"
	"slices"
	"testing"

	"dwell/detect/attachment/unlock"
)

// Traditional encrypts content by the cipher of zip, with its head of twelve bytes.
func Traditional(password, content string) []byte {
	k := [3]uint32{0x12345678, 0x23456789, 0x34567890}
	update := func(c byte) {
		k[0] = crc32.IEEETable[byte(k[0])^c] ^ k[0]>>8
		k[1] = (k[1]+k[0]&0xff)*134775813 + 1
		k[2] = crc32.IEEETable[byte(k[2])^byte(k[1]>>24)] ^ k[2]>>8
	}
	for i := range len(password) {
		update(password[i])
	}
	out := append(make([]byte, 12), content...)
	for i, c := range out {
		mask := uint16(k[2] | 2)
		out[i] = c ^ byte(uint32(mask)*uint32(mask^1)>>8)
		update(c)
	}
	return out
}

func deflated(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ALZ makes an ALZ archive of one encrypted member.
func ALZ(t testing.TB, password string, m Member) []byte {
	t.Helper()
	const encrypted, fourBytes, deflate = 1, 4 << 4, 2
	packed := Traditional(password, string(deflated(t, m.Data)))
	out := []byte("ALZ\x01\x0a\x00\x00\x00BLZ\x01")
	out = binary.LittleEndian.AppendUint16(out, uint16(len(m.Name)))
	out = append(out, 0x20, 0, 0, 0, 0, encrypted|fourBytes, 0, deflate, 0)
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(m.Data))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(packed)-12))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(m.Data)))
	return append(append(append(out, m.Name...), packed...), "CLZ\x01"...)
}

// EGG makes an EGG archive of one encrypted member. Method is that of the format: 0 the
// cipher of zip, 1 and 2 AES, 5 and 6 LEA.
func EGG(t testing.TB, password string, method byte, m Member) []byte {
	t.Helper()
	const file, name, encrypt, block, end = 0x0a8590e3, 0x0a8591ac, 0x08d1470f, 0x02b50c13, 0x08e28222
	lock, packed := eggLock(t, password, method, m)
	out := append([]byte("EGGA\x00\x01"), make([]byte, 8)...)
	word := func(v uint32) { out = binary.LittleEndian.AppendUint32(out, v) }
	sized := func(magic uint32, body []byte) {
		word(magic)
		out = binary.LittleEndian.AppendUint16(append(out, 0), uint16(len(body)))
		out = append(out, body...)
	}
	word(end)
	word(file)
	word(0)
	out = binary.LittleEndian.AppendUint64(out, uint64(len(m.Data)))
	sized(name, []byte(m.Name))
	sized(encrypt, append([]byte{method}, lock...))
	word(end)
	word(block)
	out = append(out, 1, 0) // deflate
	word(uint32(len(m.Data)))
	word(uint32(len(packed)))
	word(crc32.ChecksumIEEE(m.Data))
	word(end)
	out = append(out, packed...)
	word(end)
	return out
}

// eggLock encrypts a member, and gives what the archive says of it.
func eggLock(t testing.TB, password string, method byte, m Member) (lock, packed []byte) {
	t.Helper()
	plain := deflated(t, m.Data)
	if method == 0 {
		packed = Traditional(password, string(plain))
		return binary.LittleEndian.AppendUint32(packed[:12:12], crc32.ChecksumIEEE(m.Data)), packed[12:]
	}
	salt, strength := []byte("eight of"), uint8(1)
	if method == 2 || method == 6 {
		salt, strength = salt16(), 3
	}
	keySize := 8 + 8*int(strength)
	derived, err := pbkdf2.Key(sha1.New, password, salt, 1000, 2*keySize+2)
	if err != nil {
		t.Fatal(err)
	}
	head := slices.Concat(salt, derived[2*keySize:])
	foot := make([]byte, 10)
	// A counter decrypts and encrypts alike.
	s := unlock.Sample{Strength: strength, LEA: method >= 5, Whole: true, Data: slices.Concat(head, plain, foot)}
	packed, ok := s.Decrypt(password)
	if !ok {
		t.Fatal("the password does not verify")
	}
	return slices.Concat(head, foot), packed
}

func salt16() []byte { return []byte("sixteen of salts") }
