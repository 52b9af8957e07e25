package wallet

import (
	"bytes"
	"encoding/binary"
	"strings"

	"golang.org/x/crypto/sha3"
)

// keccak is the hash that Ethereum and Monero use: Keccak before its padding was
// changed for SHA-3.
func keccak(data []byte) []byte {
	h := sha3.NewLegacyKeccak256()
	h.Write(data)
	return h.Sum(nil)
}

// lengthEthereum is "0x" and 20 bytes in hexadecimal.
const lengthEthereum = 42

func parseEthereum(s string) (Address, bool) {
	if len(s) != lengthEthereum || s[1] != 'x' && s[1] != 'X' {
		return Address{}, false
	}
	digits := s[2:]
	upper, lower := false, false
	for i := range len(digits) {
		switch c := digits[i]; {
		case c >= '0' && c <= '9':
		case c >= 'a' && c <= 'f':
			lower = true
		case c >= 'A' && c <= 'F':
			upper = true
		default:
			return Address{}, false
		}
	}
	if !upper || !lower {
		return Address{Currency: "ETH", Text: "0x" + strings.ToLower(digits), Form: formHex}, true
	}
	// EIP-55: a letter is upper case where the hash of the lower-case address has a
	// digit of eight or more.
	sum := keccak([]byte(strings.ToLower(digits)))
	for i := range len(digits) {
		c := digits[i]
		if c <= '9' {
			continue
		}
		nibble := sum[i/2] >> (4 * (1 - i%2)) & 15
		if (nibble >= 8) != (c <= 'F') {
			return Address{}, false
		}
	}
	return Address{Currency: "ETH", Text: "0x" + digits, Form: formEIP55, Checked: true}, true
}

// A Monero address in base58 goes by blocks of eight bytes in eleven characters,
// the last block being shorter.
const (
	blockBytes, blockChars = 8, 11
	lengthMonero           = 95  // network byte, two keys, checksum: 69 bytes
	lengthIntegrated       = 106 // and a payment id: 77 bytes
	bytesMonero            = 69
	bytesIntegrated        = 77
)

// The network bytes of Monero's main network.
const (
	moneroStandard   = 18
	moneroIntegrated = 19
	moneroSubaddress = 42
)

func parseMonero(s string) (Address, bool) {
	size := bytesMonero
	switch len(s) {
	case lengthMonero:
	case lengthIntegrated:
		size = bytesIntegrated
	default:
		return Address{}, false
	}
	var buffer [bytesIntegrated]byte
	raw := buffer[:size]
	if !decodeBlocks(s, raw) {
		return Address{}, false
	}
	integrated := size == bytesIntegrated
	if known := raw[0] == moneroIntegrated && integrated || (raw[0] == moneroStandard || raw[0] == moneroSubaddress) && !integrated; !known {
		return Address{}, false
	}
	body, sum := raw[:size-checksumSize], raw[size-checksumSize:]
	if !bytes.Equal(keccak(body)[:checksumSize], sum) {
		return Address{}, false
	}
	return Address{Currency: "XMR", Text: s, Form: formCryptoNote, Checked: true}, true
}

// decodeBlocks decodes block by block; each block is a number of at most 64 bits.
func decodeBlocks(s string, out []byte) bool {
	for len(out) > 0 {
		chars, size := min(blockChars, len(s)), min(blockBytes, len(out))
		var n uint64
		for i := range chars {
			v := digitsBitcoin[s[i]]
			if v == 0xff || n > (1<<64-1-uint64(v))/58 {
				return false
			}
			n = n*58 + uint64(v)
		}
		var block [blockBytes]byte
		binary.BigEndian.PutUint64(block[:], n)
		for _, b := range block[:blockBytes-size] {
			if b != 0 {
				return false
			}
		}
		copy(out, block[blockBytes-size:])
		s, out = s[chars:], out[size:]
	}
	return s == ""
}
