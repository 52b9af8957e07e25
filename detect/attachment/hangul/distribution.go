package hangul

import (
	"crypto/aes"

	"dwell/detect/attachment/inside"
)

// A stream of a distribution document begins with one record of 256 bytes, masked by
// the generator of Microsoft's C library, which hides the key of what follows (Hancom,
// "Distribution documents" 1.2). It keeps honest programs from printing; it is no
// secret.
const (
	tagDistribution = 0x10 + 12
	maskedSize      = 256
)

// unscramble opens such a stream; another one comes back as it is.
func unscramble(data []byte) []byte {
	const record = 4 + maskedSize
	if len(data) <= record || inside.Number(data, 0, 4) != tagDistribution|maskedSize<<20 {
		return data
	}
	key := keyOf(data[4:record])
	block, err := aes.NewCipher(key)
	if err != nil {
		return data
	}
	rest := data[record : record+min((len(data)-record)/aes.BlockSize*aes.BlockSize, maxUnpacked)]
	out := make([]byte, len(rest))
	for at := 0; at < len(rest); at += aes.BlockSize {
		block.Decrypt(out[at:at+aes.BlockSize], rest[at:at+aes.BlockSize])
	}
	return out
}

// keyOf takes the mask off and cuts the key out: numbers come in pairs, a byte and how
// often it is used.
func keyOf(masked []byte) []byte {
	seed := uint32(inside.Number(masked, 0, 4))
	state := seed
	next := func() uint32 {
		state = state*214013 + 2531011
		return state >> 16 & 0x7fff
	}
	plain := make([]byte, len(masked))
	var mask byte
	left := uint32(0)
	for i := range masked {
		if left == 0 {
			mask, left = byte(next()), next()&0xf+1
		}
		plain[i] = masked[i]
		if i >= 4 {
			plain[i] ^= mask
		}
		left--
	}
	at := 4 + seed&0xf
	return plain[at : at+aes.BlockSize]
}
