package office

import (
	"bytes"
	"crypto/md5"  //nolint:gosec // the format is built on it
	"crypto/rc4"  //nolint:gosec // the format is built on it
	"crypto/sha1" //nolint:gosec // the format is built on it
	"encoding/binary"
)

// Workbook decrypts parts of an old Excel workbook (MS-XLS 2.2.10) that is encrypted by
// RC4 with the password that Excel tries by itself. To derive such a key costs next to
// nothing.
type Workbook struct {
	secret []byte              // what the keys are made of
	key    func(uint32) []byte // of a block
}

const rc4Block = 1024 // bytes that are encrypted with one key

// OpenWorkbook reads the record that says how a workbook is encrypted (FilePass); nil when
// that is not RC4, or not with that password.
func OpenWorkbook(filePass []byte) *Workbook {
	const head, rc4Type = 6, 1
	if len(filePass) < head || binary.LittleEndian.Uint16(filePass) != rc4Type {
		return nil
	}
	var password []byte
	for i := range len(Default) {
		password = append(password, Default[i], 0)
	}
	major, minor := binary.LittleEndian.Uint16(filePass[2:]), binary.LittleEndian.Uint16(filePass[4:])
	switch {
	case major == 1 && minor == 1:
		return openRC4(filePass[head:], password)
	case major >= 2 && major <= 4 && minor == 2:
		return openCryptoAPI(filePass[head:], password)
	}
	return nil
}

// openRC4 is the encryption of Excel 97 (MS-OFFCRYPTO 2.3.6): keys of 40 bits.
func openRC4(info, password []byte) *Workbook {
	const salt, value, weak = 16, 16, 5
	if len(info) < salt+2*value {
		return nil
	}
	first := md5.Sum(password) //nolint:gosec // see above
	mixed := bytes.Repeat(append(bytes.Clone(first[:weak]), info[:salt]...), 16)
	sum := md5.Sum(mixed) //nolint:gosec // see above
	w := &Workbook{secret: sum[:weak]}
	w.key = func(block uint32) []byte {
		key := md5.Sum(binary.LittleEndian.AppendUint32(bytes.Clone(w.secret), block)) //nolint:gosec // see above
		return key[:]
	}
	plain := w.At(0, info[salt:salt+2*value])
	want := md5.Sum(plain[:value]) //nolint:gosec // see above
	if !bytes.Equal(plain[value:], want[:]) {
		return nil
	}
	return w
}

// openCryptoAPI is the encryption of Excel 2002 and 2003 (MS-OFFCRYPTO 2.3.5): keys of 40 to
// 128 bits. Flags, size of the header, header, verifier follow each other.
func openCryptoAPI(info, password []byte) *Workbook {
	const flags, keyAt, least, most, weak, salt, value, field = 4, 16, 40, 128, 40, 16, 16, 4
	if len(info) < flags+field {
		return nil
	}
	size := uint64(binary.LittleEndian.Uint32(info[flags:]))
	info = info[flags+field:]
	if size < keyAt+field || size > uint64(len(info)) {
		return nil
	}
	keyBits := binary.LittleEndian.Uint32(info[keyAt:])
	if keyBits == 0 {
		keyBits = weak // MS-OFFCRYPTO 2.3.5.1
	}
	info = info[size:]
	if keyBits < least || keyBits > most || len(info) < field+salt+value+field+sha1.Size {
		return nil
	}
	first := sha1.Sum(append(bytes.Clone(info[field:field+salt]), password...)) //nolint:gosec // see above
	w := &Workbook{secret: first[:]}
	w.key = func(block uint32) []byte {
		sum := sha1.Sum(binary.LittleEndian.AppendUint32(bytes.Clone(w.secret), block)) //nolint:gosec // see above
		key := bytes.Clone(sum[:keyBits/8])
		if keyBits == weak {
			key = append(key, make([]byte, most/8-len(key))...)
		}
		return key
	}
	encrypted := append(bytes.Clone(info[field+salt:][:value]), info[field+salt+value+field:][:sha1.Size]...)
	plain := w.At(0, encrypted)
	want := sha1.Sum(plain[:value]) //nolint:gosec // see above
	if !bytes.Equal(plain[value:], want[:]) {
		return nil
	}
	return w
}

// At decrypts what stands at a place of the stream, within one block of 1024 bytes.
func (w *Workbook) At(place int, data []byte) []byte {
	c, err := rc4.NewCipher(w.key(uint32(place / rc4Block))) //nolint:gosec // see above
	out := make([]byte, len(data))
	if err != nil {
		return out
	}
	skipped := make([]byte, place%rc4Block)
	c.XORKeyStream(skipped, skipped)
	c.XORKeyStream(out, data)
	return out
}
