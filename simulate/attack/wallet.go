package attack

import (
	"crypto/sha256"
	"math/big"

	"dwell/simulate/chance"
)

const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// wallet makes a Bitcoin address of the first kind, with a right checksum, of a key
// that nobody has: version 0, 20 random bytes, and four bytes of their double
// SHA-256, in base 58.
func wallet(r chance.Source) string {
	b := make([]byte, 21, 25)
	for i := 1; i < len(b); i++ {
		b[i] = byte(r.Uint32())
	}
	first := sha256.Sum256(b)
	second := sha256.Sum256(first[:])
	n := new(big.Int).SetBytes(append(b, second[:4]...))
	var digits []byte
	for mod := new(big.Int); n.Sign() > 0; {
		n.DivMod(n, big.NewInt(58), mod)
		digits = append(digits, base58[mod.Int64()])
	}
	digits = append(digits, base58[0]) // the version
	for i, j := 0, len(digits)-1; i < j; i, j = i+1, j-1 {
		digits[i], digits[j] = digits[j], digits[i]
	}
	return string(digits)
}
