// Package wallettest makes cryptocurrency addresses for tests: sound ones of every
// kind that package wallet knows, from random bytes nobody has the key of, and texts
// that only look like them.
//
// It encodes by the plain methods of the specifications (big integers, bit by bit)
// and shares no code with package wallet, so that the two check each other.
package wallettest

import (
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"math/rand/v2"
	"strings"

	"golang.org/x/crypto/sha3"
)

// Address is a made address.
type Address struct {
	Kind     string // "BTC base58 script", "ETH lower case"
	Currency string
	Text     string
	Checked  bool // it has a checksum
}

// Kinds are the kinds that Mint makes.
var Kinds = []string{
	"BTC base58", "BTC script", "BTC segwit", "BTC segwit script", "BTC taproot", "BTC upper case", "BTC version 2",
	"LTC base58", "LTC script", "LTC segwit", "LTC taproot", "TRX base58", "DOGE base58", "DASH base58", "ZEC base58",
	"XRP base58", "BCH cashaddr", "BCH script", "BCH long", "BCH bare", "ETH mixed", "ETH lower", "XMR standard", "XMR subaddress", "XMR integrated",
}

// Mint makes an address of a kind.
func Mint(random *rand.Rand, kind string) Address {
	a := Address{Kind: kind, Currency: kind[:strings.IndexByte(kind, ' ')], Checked: kind != "ETH lower"}
	hash := func(n int) []byte { return Bytes(random, n) }
	switch kind {
	case "BTC segwit":
		a.Text = Segwit("bc", 0, hash(20))
	case "BTC segwit script":
		a.Text = Segwit("bc", 0, hash(32))
	case "BTC taproot":
		a.Text = Segwit("bc", 1, hash(32))
	case "BTC upper case":
		a.Text = strings.ToUpper(Segwit("bc", 0, hash(20)))
	case "BTC version 2":
		a.Text = Segwit("bc", 2, hash(16))
	case "LTC segwit":
		a.Text = Segwit("ltc", 0, hash(20))
	case "LTC taproot":
		a.Text = Segwit("ltc", 1, hash(32))
	case "XRP base58":
		a.Text = Base58(check([]byte{0}, hash(20)), xrp)
	case "BCH cashaddr":
		a.Text = Cash(0, hash(20))
	case "BCH script":
		a.Text = Cash(8, hash(20))
	case "BCH long":
		a.Text = Cash(11, hash(32))
	case "BCH bare":
		a.Text = strings.TrimPrefix(Cash(0, hash(20)), "bitcoincash:")
	case "ETH mixed":
		a.Text = mixed(random)
	case "ETH lower":
		a.Text = "0x" + hex.EncodeToString(hash(20))
	case "XMR standard":
		a.Text = Monero(18, hash(64))
	case "XMR subaddress":
		a.Text = Monero(42, hash(64))
	case "XMR integrated":
		a.Text = Monero(19, hash(72))
	default:
		a.Text = Base58(check(versions[kind], hash(20)), bitcoin)
	}
	return a
}

// versions are the version bytes of base58check kinds (each coin's chainparams).
var versions = map[string][]byte{
	"BTC base58": {0}, "BTC script": {5}, "LTC base58": {48}, "LTC script": {50}, "TRX base58": {65}, "DOGE base58": {30}, "DASH base58": {76}, "ZEC base58": {0x1c, 0xb8},
}

// Bytes are random bytes.
func Bytes(random *rand.Rand, n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(random.IntN(256))
	}
	return out
}

const (
	bitcoin = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	xrp     = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
)

func check(version, body []byte) []byte {
	data := append(append([]byte{}, version...), body...)
	once := sha256.Sum256(data)
	twice := sha256.Sum256(once[:])
	return append(data, twice[:4]...)
}

// Base58 encodes bytes as a big number, zero bytes in front as zero digits.
func Base58(data []byte, alphabet string) string {
	n, base, digit := new(big.Int).SetBytes(data), big.NewInt(58), new(big.Int)
	var out []byte
	for n.Sign() > 0 {
		n.DivMod(n, base, digit)
		out = append([]byte{alphabet[digit.Int64()]}, out...)
	}
	for _, b := range data {
		if b != 0 {
			break
		}
		out = append([]byte{alphabet[0]}, out...)
	}
	return string(out)
}

// Monero encodes network byte and keys in blocks of eight bytes.
func Monero(network byte, keys []byte) string {
	data := append([]byte{network}, keys...)
	h := sha3.NewLegacyKeccak256()
	h.Write(data)
	data = append(data, h.Sum(nil)[:4]...)
	sizes := []int{0, 2, 3, 5, 6, 7, 9, 10, 11} // characters of a block of so many bytes
	var b strings.Builder
	for len(data) > 0 {
		n := min(8, len(data))
		block := Base58(data[:n], bitcoin)
		block = strings.TrimLeft(block, "1")
		b.WriteString(strings.Repeat("1", sizes[n]-len(block)) + block)
		data = data[n:]
	}
	return b.String()
}

// mixed is an Ethereum address with the capitals of EIP-55.
func mixed(random *rand.Rand) string {
	digits := hex.EncodeToString(Bytes(random, 20))
	h := sha3.NewLegacyKeccak256()
	h.Write([]byte(digits))
	sum := hex.EncodeToString(h.Sum(nil))
	out := []byte(digits)
	for i, c := range out {
		if c >= 'a' && sum[i] >= '8' {
			out[i] = c - 'a' + 'A'
		}
	}
	return "0x" + string(out)
}
