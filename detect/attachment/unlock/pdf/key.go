package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5" //nolint:gosec // the format is built on it
	"crypto/rc4" //nolint:gosec // the format is built on it
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
)

// padding fills a password up (7.6.3.3).
const padding = "\x28\xbf\x4e\x5e\x4e\x75\x8a\x41\x64\x00\x4e\x56\xff\xfa\x01\x08\x2e\x2e\x00\xb6\xd0\x68\x3e\x80\x2f\x0c\xa9\xfe\x64\x53\x69\x7a"

// longest is how much of a password counts, in revisions 5 and 6.
const longest = 127

// key derives the key of the file from the password of those who read it; nil when the
// password is wrong.
func (l *Lock) key(password []byte) []byte {
	if l.revision >= 5 {
		return l.newKey(password[:min(len(password), longest)])
	}
	return l.oldKey(password)
}

// oldKey is algorithm 2, checked by algorithms 4 and 5.
func (l *Lock) oldKey(password []byte) []byte {
	const rounds = 50
	in := append(bytes.Clone(password), padding...)[:len(padding)]
	in = append(in, l.owner[:32]...)
	in = binary.LittleEndian.AppendUint32(in, l.permission)
	in = append(in, l.id...)
	if l.revision >= 4 && !l.metadata {
		in = append(in, 0xff, 0xff, 0xff, 0xff)
	}
	sum := md5.Sum(in) //nolint:gosec // see above
	if l.revision >= 3 {
		for range rounds {
			sum = md5.Sum(sum[:l.keySize]) //nolint:gosec // see above
		}
	}
	key := sum[:l.keySize]
	want := l.user[:len(padding)]
	if l.revision >= 3 {
		want = l.user[:16]
	}
	if !bytes.Equal(l.check(key), want) {
		return nil
	}
	return key
}

// check is what the user entry begins with when the key is the right one.
func (l *Lock) check(key []byte) []byte {
	if l.revision == 2 {
		return crypt(key, []byte(padding))
	}
	const further = 19
	sum := md5.Sum(append([]byte(padding), l.id...)) //nolint:gosec // see above
	out := crypt(key, sum[:])
	for i := byte(1); i <= further; i++ {
		other := bytes.Clone(key)
		for n := range other {
			other[n] ^= i
		}
		out = crypt(other, out)
	}
	return out
}

// newKey is algorithm 2.A: the hash says whether the password is right, another one,
// with a salt of its own, unwraps the key.
func (l *Lock) newKey(password []byte) []byte {
	const hash, salt = 32, 8
	valid, wrapping := l.user[hash:hash+salt], l.user[hash+salt:hash+2*salt]
	if !bytes.Equal(l.hash(password, valid), l.user[:hash]) {
		return nil
	}
	block, err := aes.NewCipher(l.hash(password, wrapping))
	if err != nil {
		return nil
	}
	key := bytes.Clone(l.wrappedKey[:hash])
	cipher.NewCBCDecrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(key, key)
	return key
}

// hash is algorithm 2.B. Its loop ends after 287 rounds at the latest.
func (l *Lock) hash(password, salt []byte) []byte {
	first := sha256.Sum256(append(bytes.Clone(password), salt...))
	sum := first[:]
	if l.revision == 5 {
		return sum
	}
	const least, repeated, modulus = 64, 64, 3
	for i := 0; ; i++ {
		in := bytes.Repeat(append(bytes.Clone(password), sum...), repeated)
		block, err := aes.NewCipher(sum[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(block, sum[16:32]).CryptBlocks(in, in)
		remainder := 0
		for _, b := range in[:16] {
			remainder += int(b) // 256 leaves 1, so the sum of the bytes has the remainder of the number
		}
		switch remainder % modulus {
		case 0:
			s := sha256.Sum256(in)
			sum = s[:]
		case 1:
			s := sha512.Sum384(in)
			sum = s[:]
		default:
			s := sha512.Sum512(in)
			sum = s[:]
		}
		if i+1 >= least && int(in[len(in)-1]) <= i+1-32 {
			return sum[:32]
		}
	}
}

// crypt runs RC4.
func crypt(key, data []byte) []byte {
	c, err := rc4.NewCipher(key) //nolint:gosec // see above
	if err != nil {
		return nil
	}
	out := make([]byte, len(data))
	c.XORKeyStream(out, data)
	return out
}

// decrypt decrypts a stream or string of an object (algorithm 1 and 1.A).
func (l *Lock) decrypt(how method, key, data []byte, of reference) []byte {
	switch how {
	case identity:
		return data
	case aes256Method:
		return decryptCBC(key, data)
	}
	in := append(bytes.Clone(key), byte(of.number), byte(of.number>>8), byte(of.number>>16), byte(of.generation), byte(of.generation>>8))
	if how == aesMethod {
		in = append(in, "sAlT"...)
	}
	sum := md5.Sum(in) //nolint:gosec // see above
	own := sum[:min(len(key)+5, len(sum))]
	if how == aesMethod {
		return decryptCBC(own, data)
	}
	return crypt(own, data)
}

// decryptCBC decrypts what stands behind its initial vector, and takes the filling off.
func decryptCBC(key, data []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil || len(data) < 2*aes.BlockSize {
		return nil
	}
	iv, body := data[:aes.BlockSize], data[aes.BlockSize:]
	out := make([]byte, len(body)/aes.BlockSize*aes.BlockSize)
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, body[:len(out)])
	if fill := int(out[len(out)-1]); fill >= 1 && fill <= aes.BlockSize {
		out = out[:len(out)-fill]
	}
	return out
}
