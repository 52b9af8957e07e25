package unlock

import (
	"crypto/aes"
	"crypto/pbkdf2"
	"crypto/sha1" //nolint:gosec // AE-x is built on it
	"crypto/subtle"
	"encoding/binary"
	"hash/crc32"
)

// Decrypt undoes the cipher; what comes out may be packed. ok is false when the head of
// the cipher already says that the password is wrong.
func (s *Sample) Decrypt(password string) (plain []byte, ok bool) {
	if s.Strength > 0 {
		return s.decryptAES(password)
	}
	return s.decryptTraditional(password)
}

// decryptTraditional runs the three keys of the traditional cipher (APPNOTE 6.1). The
// byte of its head that checks the password depends on flags that some programs set
// wrongly, so the content decides.
func (s *Sample) decryptTraditional(password string) (plain []byte, ok bool) {
	const head = 12
	if len(s.Data) <= head {
		return nil, false
	}
	k := keys{0x12345678, 0x23456789, 0x34567890}
	for i := range len(password) {
		k.update(password[i])
	}
	out := make([]byte, len(s.Data))
	for i, c := range s.Data {
		t := uint16(k[2] | 2)
		out[i] = c ^ byte(uint32(t)*uint32(t^1)>>8)
		k.update(out[i])
	}
	return out[head:], true
}

type keys [3]uint32

func (k *keys) update(c byte) {
	k[0] = crc32.IEEETable[byte(k[0])^c] ^ k[0]>>8
	k[1] = (k[1]+k[0]&0xff)*134775813 + 1
	k[2] = crc32.IEEETable[byte(k[2])^byte(k[1]>>24)] ^ k[2]>>8
}

// decryptAES derives the key from salt and password, checks the two bytes that verify
// it, and runs AES as a counter that starts at one, lowest byte first, or LEA.
func (s *Sample) decryptAES(password string) (plain []byte, ok bool) {
	const iterations, verifier, authentication = 1000, 2, 10
	keySize, saltSize := 8+8*int(s.Strength), 4+4*int(s.Strength)
	if len(s.Data) <= saltSize+verifier {
		return nil, false
	}
	derived, err := pbkdf2.Key(sha1.New, password, s.Data[:saltSize], iterations, 2*keySize+verifier)
	if err != nil || subtle.ConstantTimeCompare(derived[2*keySize:], s.Data[saltSize:saltSize+verifier]) == 0 {
		return nil, false
	}
	body := s.Data[saltSize+verifier:]
	if s.Whole {
		body = body[:max(0, len(body)-authentication)]
	}
	plain = make([]byte, len(body))
	if s.LEA {
		return plain, counted(plain, body, newLEA(derived[:keySize]))
	}
	block, err := aes.NewCipher(derived[:keySize])
	if err != nil {
		return nil, false
	}
	var counter, stream [aes.BlockSize]byte
	for at := 0; at < len(body); at += aes.BlockSize {
		for i := range counter {
			if counter[i]++; counter[i] != 0 {
				break
			}
		}
		block.Encrypt(stream[:], counter[:])
		subtle.XORBytes(plain[at:], body[at:min(len(body), at+aes.BlockSize)], stream[:])
	}
	return plain, true
}

// counted runs LEA as a counter that starts at zero, highest byte first.
func counted(out, in []byte, block *lea) bool {
	if block == nil {
		return false
	}
	var counter, stream [leaSize]byte
	for at := 0; at < len(in); at += leaSize {
		binary.BigEndian.PutUint64(counter[leaSize-8:], uint64(at/leaSize))
		block.encrypt(stream[:], counter[:])
		subtle.XORBytes(out[at:], in[at:min(len(in), at+leaSize)], stream[:])
	}
	return true
}
