package wallettest

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"math/rand/v2"
	"strings"
)

// Decoy makes a text that looks like an address and is none, and says what it is.
func Decoy(random *rand.Rand) (text, what string) {
	hash := func(n int) []byte { return Bytes(random, n) }
	switch random.IntN(16) {
	case 0, 1, 2, 3:
		return Mistyped(random), "an address with a typing error"
	case 4:
		return hex.EncodeToString(hash(32)), "a transaction or SHA-256"
	case 5:
		return "0x" + hex.EncodeToString(hash(32)), "a transaction of Ethereum"
	case 6:
		return hex.EncodeToString(hash(20)), "a commit or SHA-1"
	case 7:
		return base64.StdEncoding.EncodeToString(hash(24 + random.IntN(60))), "base64"
	case 8:
		return strings.ToLower(base32.StdEncoding.EncodeToString(hash(35))) + ".onion", "an onion service"
	case 9:
		return Base58(check([]byte{0x6f}, hash(20)), bitcoin), "an address of Bitcoin's test network"
	case 10:
		return Segwit("tb", 0, hash(20)), "a segwit address of the test network"
	case 11:
		return Base58(check([]byte{0x80}, append(hash(32), 1)), bitcoin), "a private key"
	case 12:
		return Base58(hash(32), bitcoin), "an address of Solana"
	case 13:
		return Bech("bc", append([]byte{1}, fives(hash(32))...), 1), "taproot with the checksum of version 0"
	case 14:
		return Bech("cosmos", fives(hash(20)), 1), "an address of another chain"
	default:
		return Monero(53, hash(64)), "Monero's test network"
	}
}

// Mistyped is a sound address with one character changed to another of its
// alphabet, case aside.
func Mistyped(random *rand.Rand) string {
	for {
		a := Mint(random, Kinds[random.IntN(len(Kinds))])
		if a.Currency == "ETH" {
			// Its checksum is the case of its letters: turn one around.
			if changed, ok := turned(random, a.Text); ok && a.Checked {
				return changed
			}
			continue
		}
		from := strings.IndexByte(a.Text, ':') + 1
		at := from + random.IntN(len(a.Text)-from)
		other := a.Text[from+random.IntN(len(a.Text)-from)]
		if !strings.EqualFold(string(other), a.Text[at:at+1]) {
			return a.Text[:at] + string(other) + a.Text[at+1:]
		}
	}
}

// turned changes the case of one letter, if both cases stay.
func turned(random *rand.Rand, text string) (string, bool) {
	out := []byte(text)
	for range 100 {
		i := 2 + random.IntN(len(out)-2)
		if out[i]|0x20 < 'a' || out[i]|0x20 > 'f' {
			continue
		}
		out[i] ^= 0x20
		digits := string(out[2:])
		return string(out), digits != strings.ToLower(digits) && digits != strings.ToUpper(digits)
	}
	return text, false
}
