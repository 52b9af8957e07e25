package wallet

import (
	"bytes"
	"crypto/sha256"
)

// The alphabets of base58: Bitcoin's and that of the XRP Ledger.
const (
	alphabetBitcoin = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	alphabetXRP     = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
)

// digitsOf maps a byte to its value in an alphabet, 0xff when it has none.
type digitsOf [256]byte

func newDigits(alphabet string) (d digitsOf) {
	for i := range d {
		d[i] = 0xff
	}
	for i := range len(alphabet) {
		d[alphabet[i]] = byte(i)
	}
	return d
}

var (
	digitsBitcoin = newDigits(alphabetBitcoin)
	digitsXRP     = newDigits(alphabetXRP)
)

// The sizes of what base58check holds.
const (
	hashSize     = 20 // RIPEMD-160 of a key or a script
	checksumSize = 4
	maxDecoded   = 2 + hashSize + checksumSize
	maxBase58    = 36 // characters that maxDecoded bytes can take
)

// decode writes the number that s stands for into out, big-endian, and reports
// whether s is of the alphabet, fits out exactly and has as many leading zero
// digits as out has leading zero bytes.
func (d *digitsOf) decode(s string, out []byte) bool {
	clear(out)
	zeros := 0
	for i := range len(s) {
		v := d[s[i]]
		if v == 0xff {
			return false
		}
		if v == 0 && zeros == i {
			zeros++
		}
		carry := int(v)
		for j := len(out) - 1; j >= 0; j-- {
			carry += int(out[j]) * 58
			out[j] = byte(carry)
			carry >>= 8
		}
		if carry != 0 {
			return false
		}
	}
	for i := range zeros {
		if i >= len(out) || out[i] != 0 {
			return false
		}
	}
	return zeros == len(out) || out[zeros] != 0
}

// all reports whether every byte of s is of the alphabet.
func (d *digitsOf) all(s string) bool {
	for i := range len(s) {
		if d[s[i]] == 0xff {
			return false
		}
	}
	return true
}

// coin58 is one kind of base58check address.
type coin58 struct {
	first    string // characters that such an address can begin with
	version  []byte
	currency string
}

// coins58 lists the version bytes of main networks. Litecoin once shared Bitcoin's
// version of script hashes; such an address is taken for Bitcoin's.
var coins58 = []coin58{
	{"1", []byte{0x00}, "BTC"}, {"3", []byte{0x05}, "BTC"},
	{"L", []byte{0x30}, "LTC"}, {"M", []byte{0x32}, "LTC"},
	{"X", []byte{0x4c}, "DASH"}, {"7", []byte{0x10}, "DASH"},
	{"D", []byte{0x1e}, "DOGE"}, {"9A", []byte{0x16}, "DOGE"},
	{"t", []byte{0x1c, 0xb8}, "ZEC"}, {"t", []byte{0x1c, 0xbd}, "ZEC"},
	{"T", []byte{0x41}, "TRX"},
}

func parseBase58(s string) (Address, bool) {
	if len(s) > maxBase58 || !digitsBitcoin.all(s) {
		return Address{}, false
	}
	var buffer [maxDecoded]byte
	for _, c := range coins58 {
		if s[0] != c.first[0] && (len(c.first) < 2 || s[0] != c.first[1]) {
			continue
		}
		raw := buffer[:len(c.version)+hashSize+checksumSize]
		if digitsBitcoin.decode(s, raw) && bytes.HasPrefix(raw, c.version) && checked58(raw) {
			return Address{Currency: c.currency, Text: s, Form: formBase58, Checked: true}, true
		}
	}
	return Address{}, false
}

func parseXRP(s string) (Address, bool) {
	if len(s) > maxBase58 {
		return Address{}, false
	}
	var buffer [1 + hashSize + checksumSize]byte
	if !digitsXRP.decode(s, buffer[:]) || buffer[0] != 0 || !checked58(buffer[:]) {
		return Address{}, false
	}
	return Address{Currency: "XRP", Text: s, Form: formBase58, Checked: true}, true
}

// checked58 reports whether the last four bytes are those of the double SHA-256 of
// the others.
func checked58(raw []byte) bool {
	body, sum := raw[:len(raw)-checksumSize], raw[len(raw)-checksumSize:]
	once := sha256.Sum256(body)
	twice := sha256.Sum256(once[:])
	return bytes.Equal(twice[:checksumSize], sum)
}
