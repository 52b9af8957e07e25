package office

import (
	"bytes"
	"crypto/aes"
	"crypto/sha1" //nolint:gosec // documents may name it
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/xml"
	"hash"
)

// agile is the encryption of Office 2010 and later (MS-OFFCRYPTO 2.3.4.10 to 2.3.4.15),
// described in XML: AES in CBC, a segment at a time.
type agile struct {
	document cipherOf
	password cipherOf
	spins    int
	// encrypted with what the password gives: a value, its hash, the key of the document
	value, hashed, key []byte
}

// cipherOf is how one thing is encrypted.
type cipherOf struct {
	keySize, saltSize int // bytes
	salt              []byte
	hash              func() hash.Hash
}

// description is that of EncryptionInfo.
type description struct {
	KeyData parameters `xml:"keyData"`
	Keys    []struct {
		Key struct {
			parameters
			Spins int    `xml:"spinCount,attr"`
			Value string `xml:"encryptedVerifierHashInput,attr"`
			Hash  string `xml:"encryptedVerifierHashValue,attr"`
			Key   string `xml:"encryptedKeyValue,attr"`
		} `xml:"encryptedKey"`
	} `xml:"keyEncryptors>keyEncryptor"`
}

type parameters struct {
	SaltSize  int    `xml:"saltSize,attr"`
	BlockSize int    `xml:"blockSize,attr"`
	KeyBits   int    `xml:"keyBits,attr"`
	Cipher    string `xml:"cipherAlgorithm,attr"`
	Chaining  string `xml:"cipherChaining,attr"`
	Hash      string `xml:"hashAlgorithm,attr"`
	Salt      string `xml:"saltValue,attr"`
}

const (
	// mostSpins is what the specification allows. Office writes 100,000.
	mostSpins = 10_000_000
	// spinRounds is how many rounds of SHA-1 take as long as one of SHA-512 (measured).
	spinRounds = 4
	segment    = 4096 // bytes of the document that are encrypted together
)

// The keys of the parts that are encrypted with what the password gives (2.3.4.13).
const (
	valueBlock = "\xfe\xa7\xd2\x76\x3b\x4b\x9e\x79"
	hashBlock  = "\xd7\xaa\x0f\x6d\x30\x61\x34\x4e"
	keyBlock   = "\x14\x6e\x0b\xe7\xab\xac\xd0\xd6"
)

// parseAgile reads the description; nil where it is not one of AES in CBC with a
// password, as Office writes it.
func parseAgile(text []byte) scheme {
	var d description
	if err := xml.Unmarshal(bytes.TrimRight(text, "\x00"), &d); err != nil {
		return nil
	}
	a := &agile{}
	var ok bool
	if a.document, ok = d.KeyData.cipher(); !ok {
		return nil
	}
	for i := range d.Keys {
		k := &d.Keys[i].Key
		if a.password, ok = k.cipher(); !ok || k.Spins < 0 || k.Spins > mostSpins {
			continue
		}
		a.spins, a.value, a.hashed, a.key = k.Spins, raw(k.Value), raw(k.Hash), raw(k.Key)
		return a
	}
	return nil
}

func (p *parameters) cipher() (c cipherOf, ok bool) {
	const most = 1 << 10 // bytes of salt
	c = cipherOf{keySize: p.KeyBits / 8, saltSize: p.SaltSize, salt: raw(p.Salt)}
	switch p.Hash {
	case "SHA1", "SHA-1":
		c.hash = sha1.New
	case "SHA256", "SHA-256":
		c.hash = sha256.New
	case "SHA384", "SHA-384":
		c.hash = sha512.New384
	case "SHA512", "SHA-512":
		c.hash = sha512.New
	default:
		return c, false
	}
	fits := c.keySize == 16 || c.keySize == 24 || c.keySize == 32
	return c, fits && c.saltSize >= 0 && len(c.salt) <= most && p.Cipher == "AES" && p.Chaining == "ChainingModeCBC" && p.BlockSize == aes.BlockSize
}

// raw decodes base64; what is none is empty and opens nothing.
func raw(s string) []byte {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return nil
	}
	return b
}

func (a *agile) rounds() int { return spinRounds * a.spins }

func (a *agile) open(password, data []byte) []byte {
	sum := a.spun(password)
	part := func(block string, encrypted []byte) []byte {
		key := filled(digest(a.password.hash, sum, []byte(block)), a.password.keySize)
		return decryptCBC(key, filled(a.password.salt, aes.BlockSize), encrypted)
	}
	value, hashed := part(valueBlock, a.value), part(hashBlock, a.hashed)
	want := digest(a.password.hash, value[:min(len(value), a.password.saltSize)])
	if len(hashed) < len(want) || !bytes.Equal(hashed[:len(want)], want) {
		return nil
	}
	key := part(keyBlock, a.key)
	return a.document.segments(key[:min(len(key), a.document.keySize)], data)
}

// spun hashes the password as often as the document asks for.
func (a *agile) spun(password []byte) []byte {
	h := a.password.hash()
	sum := digest(a.password.hash, a.password.salt, password)
	step := make([]byte, 4, 4+len(sum))
	for i := range uint32(a.spins) {
		binary.LittleEndian.PutUint32(step, i)
		h.Reset()
		h.Write(append(step, sum...)) //nolint:errcheck // a hash returns none
		sum = h.Sum(sum[:0])
	}
	return sum
}

// segments decrypts the document, each segment with a vector of its own (2.3.4.15).
func (c *cipherOf) segments(key, data []byte) []byte {
	out := []byte{}
	for n := uint32(0); len(data) > 0; n++ {
		vector := filled(digest(c.hash, c.salt, binary.LittleEndian.AppendUint32(nil, n)), aes.BlockSize)
		plain := decryptCBC(key, vector, data[:min(len(data), segment)])
		if plain == nil {
			break
		}
		out = append(out, plain...)
		data = data[min(len(data), segment):]
	}
	return out
}

func digest(of func() hash.Hash, parts ...[]byte) []byte {
	h := of()
	for _, p := range parts {
		h.Write(p) //nolint:errcheck // a hash returns none
	}
	return h.Sum(nil)
}
