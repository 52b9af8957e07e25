package wallet

import "strings"

// charset32 is the alphabet of bech32 and CashAddr.
const charset32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

var digits32 = newDigits(charset32)

// The constants that the polymod of a sound address gives (BIP 173, BIP 350).
const (
	constantBech32  = 1
	constantBech32m = 0x2bc830a3
)

// The sizes of segregated witness programs (BIP 141) and of checksums.
const (
	checksum32      = 6
	checksumCash    = 8
	minProgram      = 2
	maxProgram      = 40
	programKeyHash  = 20 // version 0
	programHash     = 32 // version 0 scripts and taproot keys
	maxSegwitLength = 90
)

// segwitPrefixes are the human-readable parts of main networks.
var segwitPrefixes = []struct{ prefix, currency string }{{"bc", "BTC"}, {"ltc", "LTC"}}

func parseSegwit(s string) (Address, bool) {
	if len(s) > maxSegwitLength {
		return Address{}, false
	}
	lower := strings.ToLower(s)
	if s != lower && s != strings.ToUpper(s) {
		return Address{}, false // BIP 173 forbids mixed case
	}
	for _, c := range segwitPrefixes {
		data, ok := strings.CutPrefix(lower, c.prefix+"1")
		if !ok {
			continue
		}
		if form, ok := segwit(c.prefix, data); ok {
			return Address{Currency: c.currency, Text: lower, Form: form, Checked: true}, true
		}
	}
	return Address{}, false
}

// segwit checks the part behind the separator and returns its form.
func segwit(prefix, data string) (form string, ok bool) {
	var buffer [maxSegwitLength]byte
	values, ok := values32(data, buffer[:0])
	if !ok || len(values) < 1+checksum32 {
		return "", false
	}
	version := values[0]
	size := (len(values) - 1 - checksum32) * 5 / 8
	if version > 16 || size < minProgram || size > maxProgram || !padded(values[1:len(values)-checksum32]) {
		return "", false
	}
	if version == 0 && size != programKeyHash && size != programHash {
		return "", false
	}
	sum := uint32(1)
	for i := range len(prefix) {
		sum = step32(sum, prefix[i]>>5)
	}
	sum = step32(sum, 0)
	for i := range len(prefix) {
		sum = step32(sum, prefix[i]&31)
	}
	for _, v := range values {
		sum = step32(sum, v)
	}
	switch {
	case version == 0 && sum == constantBech32:
		return formBech32, true
	case version > 0 && sum == constantBech32m:
		return formBech32m, true
	}
	return "", false
}

// padded reports whether the bits that do not fill a byte are fewer than five and
// all zero.
func padded(values []byte) bool {
	rest := len(values) * 5 % 8
	return rest < 5 && (len(values) == 0 || values[len(values)-1]&(1<<rest-1) == 0)
}

func values32(s string, out []byte) ([]byte, bool) {
	for i := range len(s) {
		v := digits32[s[i]]
		if v == 0xff {
			return nil, false
		}
		out = append(out, v)
	}
	return out, true
}

// step32 is one step of the BCH code of BIP 173.
func step32(sum uint32, v byte) uint32 {
	top := sum >> 25
	sum = sum&0x1ffffff<<5 ^ uint32(v)
	for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
		if top>>i&1 == 1 {
			sum ^= g
		}
	}
	return sum
}

// cashPrefix is the prefix of Bitcoin Cash addresses, which people leave out.
const cashPrefix = "bitcoincash"

// The lengths of an address without prefix: of a hash of 160 bits, and of one of 256
// bits (scripts, since 2023).
const (
	lengthCash     = 42
	lengthCashLong = 61
)

func parseCash(s string) (Address, bool) {
	lower := strings.ToLower(s)
	if s != lower && s != strings.ToUpper(s) {
		return Address{}, false
	}
	data := strings.TrimPrefix(lower, cashPrefix+":")
	if len(data) != lengthCash && len(data) != lengthCashLong {
		return Address{}, false
	}
	var buffer [lengthCashLong]byte
	values, ok := values32(data, buffer[:0])
	if !ok || !cashVersion(values, len(data)) {
		return Address{}, false
	}
	sum := uint64(1)
	for i := range len(cashPrefix) {
		sum = stepCash(sum, cashPrefix[i]&31)
	}
	sum = stepCash(sum, 0)
	for _, v := range values {
		sum = stepCash(sum, v)
	}
	if sum^1 != 0 || !padded(values[:len(values)-checksumCash]) {
		return Address{}, false
	}
	return Address{Currency: "BCH", Text: cashPrefix + ":" + data, Form: formCashAddr, Checked: true}, true
}

// cashVersion checks the version byte in front of the hash: a reserved bit that is
// zero, four bits of type (keys and scripts, and both with tokens) and three of size.
func cashVersion(values []byte, length int) bool {
	const types, size160, size256 = 4, 0, 3
	version := values[0]<<3 | values[1]>>2
	size := byte(size160)
	if length == lengthCashLong {
		size = size256
	}
	return version>>3 < types && version&7 == size
}

// stepCash is one step of the BCH code of CashAddr.
func stepCash(sum uint64, v byte) uint64 {
	top := sum >> 35
	sum = sum&0x07ffffffff<<5 ^ uint64(v)
	for i, g := range [5]uint64{0x98f2bc8e61, 0x79b76d99e2, 0xf33e5fb3c4, 0xae2eabe2a8, 0x1e4f43e470} {
		if top>>i&1 == 1 {
			sum ^= g
		}
	}
	return sum
}
