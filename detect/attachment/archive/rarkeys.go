package archive

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1" //nolint:gosec // RAR 4 is built on it
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"unicode/utf16"
)

// rarKeys opens with one password what a RAR archive has encrypted. Each salt costs the
// derivation of a key, which is taken off what is left.
type rarKeys struct {
	password string
	rounds   *int              // of a hash, that may still be run
	known    map[string][]byte // keys by salt
	block    []byte            // the key of RAR 5 headers
	checked  bool              // a value in the archive says that the password is right
}

const (
	rar4Rounds  = 1 << 18
	rar5Longest = 20 // log2 of the rounds beyond which a key is not derived; archivers write 15
	rar5Factor  = 4  // rounds of a plain hash that take as long as one of PBKDF2 (measured)
)

// spend takes rounds off what is left; it returns false when that is not enough.
func (k *rarKeys) spend(rounds int) bool {
	*k.rounds -= rounds
	return *k.rounds >= 0
}

// key4 derives key and initial vector of RAR 4 from a salt: SHA-1 over the password, the
// salt and a count, a quarter of a million times. Each sixteenth of the way gives a byte
// of the vector.
func (k *rarKeys) key4(salt []byte) (key, iv []byte) {
	if keys, ok := k.known[string(salt)]; ok {
		return keys[:aes.BlockSize], keys[aes.BlockSize:]
	}
	if !k.spend(rar4Rounds) {
		return nil, nil
	}
	var seed []byte
	for _, u := range utf16.Encode([]rune(k.password)) {
		seed = binary.LittleEndian.AppendUint16(seed, u)
	}
	seed = append(seed, salt...)
	at := len(seed)
	seed = append(seed, 0, 0, 0)
	h := sha1.New() //nolint:gosec // see above
	var sum []byte
	for i := range rar4Rounds {
		seed[at], seed[at+1], seed[at+2] = byte(i), byte(i>>8), byte(i>>16)
		h.Write(seed) //nolint:errcheck // a hash returns none
		if i%(rar4Rounds/aes.BlockSize) == 0 {
			sum = h.Sum(sum[:0])
			iv = append(iv, sum[sha1.Size-1])
		}
	}
	sum = h.Sum(sum[:0])
	for word := 0; word < aes.BlockSize; word += 4 {
		key = append(key, sum[word+3], sum[word+2], sum[word+1], sum[word])
	}
	k.known[string(salt)] = append(bytes.Clone(key), iv...)
	return key, iv
}

// header4 decrypts the header that stands behind its salt. Its checksum says whether
// the password is right.
func (k *rarKeys) header4(data []byte) (block []byte, used uint64) {
	if len(data) < rar4SaltSize+aes.BlockSize {
		return nil, 0
	}
	key, iv := k.key4(data[:rar4SaltSize])
	first := decryptCBC(key, iv, part(data, rar4SaltSize, aes.BlockSize))
	size := field(first, 5, 2)
	if size < rar4Header {
		return nil, 0
	}
	whole := aligned(size)
	block = decryptCBC(key, iv, part(data, rar4SaltSize, whole))
	if uint64(len(block)) < size || uint16(crc32.ChecksumIEEE(block[2:size])) != binary.LittleEndian.Uint16(block) {
		return nil, 0
	}
	k.checked = true
	return block[:size], rar4SaltSize + whole
}

// content4 decrypts the content of a member.
func (k *rarKeys) content4(packed, salt []byte) (plain []byte, locked bool) {
	key, iv := k.key4(salt)
	plain = decryptCBC(key, iv, packed)
	return plain, plain == nil
}

// key5 derives the key of RAR 5 from a salt, when the value that checks the password is
// there and right: PBKDF2, of which 32 rounds more give that value.
func (k *rarKeys) key5(f *fields, logRounds int, salt, check []byte) []byte {
	if key, ok := k.known[string(salt)]; ok {
		return key
	}
	const checkSize, keySize = 8, 32
	if f.bad || len(check) < checkSize || logRounds > rar5Longest || !k.spend(rar5Factor<<logRounds) {
		return nil
	}
	sum, err := pbkdf2.Key(sha256.New, k.password, salt, 1<<logRounds+32, keySize)
	if err != nil {
		return nil
	}
	for i := checkSize; i < len(sum); i++ {
		sum[i%checkSize] ^= sum[i]
	}
	if !bytes.Equal(sum[:checkSize], check[:checkSize]) {
		return nil
	}
	key, err := pbkdf2.Key(sha256.New, k.password, salt, 1<<logRounds, keySize)
	if err != nil {
		return nil
	}
	k.checked = true
	k.known[string(salt)] = key
	return key
}

const saltSize5 = 16

// block5 reads the block that says how the headers behind it are encrypted.
func (k *rarKeys) block5(f *fields) bool {
	version, flags := f.next(), f.next()
	logRounds := f.take(1)
	salt := f.take(saltSize5)
	if f.bad || version != 0 || flags&rar5CheckPresent == 0 {
		return false
	}
	k.block = k.key5(f, int(logRounds[0]), salt, f.data)
	return k.block != nil
}

// header5 decrypts the header that stands behind its initial vector.
func (k *rarKeys) header5(data []byte) (head []byte, used uint64) {
	const longest = 2 << 20 // bytes of a header, by the format
	iv := part(data, 0, aes.BlockSize)
	first := decryptCBC(k.block, iv, part(data, aes.BlockSize, aes.BlockSize))
	if len(first) < aes.BlockSize {
		return nil, 0
	}
	size, n := vint(first[4:])
	start := uint64(4 + n)
	if n == 0 || size == 0 || size > longest {
		return nil, 0
	}
	whole := aligned(start + size)
	plain := decryptCBC(k.block, iv, part(data, aes.BlockSize, whole))
	if uint64(len(plain)) < start+size || crc32.ChecksumIEEE(plain[4:start+size]) != binary.LittleEndian.Uint32(plain) {
		return nil, 0
	}
	return plain[start : start+size], aes.BlockSize + whole
}

// content5 decrypts the content of a member.
func (k *rarKeys) content5(packed []byte, lock fields) (plain []byte, locked bool) {
	version, flags := lock.next(), lock.next()
	logRounds := lock.take(1)
	salt, iv := lock.take(saltSize5), lock.take(aes.BlockSize)
	if lock.bad || version != 0 || flags&rar5CheckPresent == 0 {
		return nil, true
	}
	plain = decryptCBC(k.key5(&lock, int(logRounds[0]), salt, lock.data), iv, packed)
	return plain, plain == nil
}

// decryptCBC decrypts as many whole blocks as there are; nil without a key.
func decryptCBC(key, iv, data []byte) []byte {
	data = data[:len(data)/aes.BlockSize*aes.BlockSize]
	block, err := aes.NewCipher(key)
	if err != nil || len(iv) != aes.BlockSize || len(data) == 0 {
		return nil
	}
	out := make([]byte, len(data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, data)
	return out
}

func aligned(n uint64) uint64 { return (n + aes.BlockSize - 1) / aes.BlockSize * aes.BlockSize }
