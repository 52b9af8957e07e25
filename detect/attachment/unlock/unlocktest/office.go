// Package unlocktest encrypts documents for the tests of those who open them.
package unlocktest

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1" //nolint:gosec // standard encryption is built on it
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"

	"dwell/detect/attachment/compound/compoundtest"
)

var (
	salt16  = []byte("a salt of 16 by.")
	other16 = []byte("another salt, 16")
	value16 = []byte("a value to check")
	key32   = []byte("the key of the document, 32 byte")
)

func wide(password string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(password)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// Agile encrypts a document as Office 2010 and later do.
func Agile(password string, document []byte, spins int) []byte {
	sum := sha512.Sum512(append(bytes.Clone(salt16), wide(password)...))
	for i := range uint32(spins) {
		sum = sha512.Sum512(append(binary.LittleEndian.AppendUint32(nil, i), sum[:]...))
	}
	part := func(block string, plain []byte) string {
		key := sha512.Sum512(append(bytes.Clone(sum[:]), block...))
		return base64.StdEncoding.EncodeToString(encryptCBC(key[:32], salt16, plain))
	}
	hash := sha512.Sum512(value16)
	info := fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="%s"/><dataIntegrity encryptedHmacKey="AAAA" encryptedHmacValue="AAAA"/><keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><p:encryptedKey spinCount="%d" saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="%s" encryptedVerifierHashInput="%s" encryptedVerifierHashValue="%s" encryptedKeyValue="%s"/></keyEncryptor></keyEncryptors></encryption>`,
		base64.StdEncoding.EncodeToString(other16), spins, base64.StdEncoding.EncodeToString(salt16),
		part("\xfe\xa7\xd2\x76\x3b\x4b\x9e\x79", value16), part("\xd7\xaa\x0f\x6d\x30\x61\x34\x4e", hash[:]), part("\x14\x6e\x0b\xe7\xab\xac\xd0\xd6", key32))
	packed := binary.LittleEndian.AppendUint64(nil, uint64(len(document)))
	for n := uint32(0); len(document) > 0; n++ {
		vector := sha512.Sum512(binary.LittleEndian.AppendUint32(bytes.Clone(other16), n))
		size := min(len(document), 4096)
		packed = append(packed, encryptCBC(key32, vector[:16], document[:size])...)
		document = document[size:]
	}
	// Blanks fill the stream up to the size that the compound file of the tests gives it.
	const stream = 8 << 10
	return office("\x04\x00\x04\x00\x40\x00\x00\x00"+info+strings.Repeat(" ", stream-8-len(info)), packed)
}

// Standard encrypts a document as Office 2007 does.
func Standard(password string, document []byte) []byte {
	sum := sha1.Sum(append(bytes.Clone(salt16), wide(password)...)) //nolint:gosec // see above
	for i := range uint32(50_000) {
		sum = sha1.Sum(append(binary.LittleEndian.AppendUint32(nil, i), sum[:]...)) //nolint:gosec // see above
	}
	sum = sha1.Sum(append(sum[:], 0, 0, 0, 0)) //nolint:gosec // see above
	inner := bytes.Repeat([]byte{0x36}, 64)
	for i, b := range sum {
		inner[i] ^= b
	}
	long := sha1.Sum(inner) //nolint:gosec // see above
	key := long[:16]
	hash := sha1.Sum(value16) //nolint:gosec // see above
	name := string(wide("Microsoft Enhanced RSA and AES Cryptographic Provider\x00"))
	header := words(0x24, 0, 0x660e, 0x8004, 128, 0x18, 0, 0) + name
	info := "\x03\x00\x02\x00\x24\x00\x00\x00" + words(uint32(len(header))) + header +
		words(16) + string(salt16) + string(encryptBlocks(key, value16)) + words(20) + string(encryptBlocks(key, hash[:]))
	return office(info, append(binary.LittleEndian.AppendUint64(nil, uint64(len(document))), encryptBlocks(key, document)...))
}

// office puts the two streams into a compound file.
func office(info string, packed []byte) []byte {
	return compoundtest.Write("", compoundtest.File{Name: "EncryptionInfo", Content: info}, compoundtest.File{Name: "EncryptedPackage", Content: string(packed)})
}

func words(values ...uint32) string {
	var b strings.Builder
	for _, v := range values {
		b.Write(binary.LittleEndian.AppendUint32(nil, v))
	}
	return b.String()
}

func padded(plain []byte) []byte {
	out := bytes.Clone(plain)
	for len(out)%aes.BlockSize != 0 {
		out = append(out, 0)
	}
	return out
}

func encryptCBC(key, iv, plain []byte) []byte {
	out := padded(plain)
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(out, out)
	return out
}

func encryptBlocks(key, plain []byte) []byte {
	out := padded(plain)
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	for at := 0; at < len(out); at += aes.BlockSize {
		block.Encrypt(out[at:], out[at:])
	}
	return out
}
