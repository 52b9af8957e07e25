package unlocktest

import (
	"bytes"
	"crypto/md5"  //nolint:gosec // the format is built on it
	"crypto/rc4"  //nolint:gosec // the format is built on it
	"crypto/sha1" //nolint:gosec // the format is built on it
	"encoding/binary"

	"dwell/detect/attachment/compound/compoundtest"
)

// Workbook makes an old workbook of one sheet of that kind (0 a sheet, 1 macros of Excel
// 4), encrypted by RC4: as Excel 97 does, or 2002 (strong).
func Workbook(password string, kind byte, strong bool) []byte {
	key, filePass := workbookKey(password, strong)
	var stream []byte
	record := func(id uint16, body []byte) {
		stream = binary.LittleEndian.AppendUint16(stream, id)
		stream = binary.LittleEndian.AppendUint16(stream, uint16(len(body)))
		at := len(stream)
		stream = append(stream, body...)
		if id == 0x809 || id == 0x2f { // these stay in plain
			return
		}
		open := 0
		if id == 0x85 { // and the place of the sheet
			open = 4
		}
		for i := open; i < len(body); i++ {
			stream[at+i] ^= keyByte(key, at+i)
		}
	}
	record(0x809, []byte{0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	record(0x2f, filePass)
	record(0x42, []byte{0xb0, 4})
	record(0x5c, make([]byte, 1200)) // moves what follows into the second block
	record(0x85, append([]byte{0, 0, 0, 0, 0, kind, 6, 0}, "sheet1"...))
	record(0x0a, nil)
	return compoundtest.Write("", compoundtest.File{Name: "Workbook", Content: string(stream)})
}

func keyByte(key func(uint32) []byte, at int) byte {
	c, err := rc4.NewCipher(key(uint32(at / 1024))) //nolint:gosec // see above
	if err != nil {
		panic(err)
	}
	out := make([]byte, at%1024+1)
	c.XORKeyStream(out, out)
	return out[at%1024]
}

// workbookKey gives the keys of the blocks, and the record that tells of the encryption.
func workbookKey(password string, strong bool) (key func(uint32) []byte, filePass []byte) {
	block := func(of []byte, n uint32) []byte { return binary.LittleEndian.AppendUint32(bytes.Clone(of), n) }
	value := value16
	if strong {
		first := sha1.Sum(append(bytes.Clone(salt16), wide(password)...)) //nolint:gosec // see above
		key = func(n uint32) []byte {
			sum := sha1.Sum(block(first[:], n)) //nolint:gosec // see above
			return sum[:16]
		}
		hash := sha1.Sum(value) //nolint:gosec // see above
		sealed := crypt(key(0), append(bytes.Clone(value), hash[:]...))
		name := string(wide("Microsoft Strong Cryptographic Provider\x00"))
		header := words(4, 0, 0x6801, 0x8004, 128, 1, 0, 0) + name
		return key, []byte("\x01\x00\x02\x00\x02\x00" + words(4, uint32(len(header))) + header + words(16) + string(salt16) + string(sealed[:16]) + words(20) + string(sealed[16:]))
	}
	first := md5.Sum(wide(password))                                            //nolint:gosec // see above
	sum := md5.Sum(bytes.Repeat(append(bytes.Clone(first[:5]), salt16...), 16)) //nolint:gosec // see above
	key = func(n uint32) []byte {
		k := md5.Sum(block(sum[:5], n)) //nolint:gosec // see above
		return k[:]
	}
	hash := md5.Sum(value) //nolint:gosec // see above
	return key, []byte("\x01\x00\x01\x00\x01\x00" + string(salt16) + string(crypt(key(0), append(bytes.Clone(value), hash[:]...))))
}

func crypt(key, data []byte) []byte {
	c, err := rc4.NewCipher(key) //nolint:gosec // see above
	if err != nil {
		panic(err)
	}
	out := make([]byte, len(data))
	c.XORKeyStream(out, data)
	return out
}
