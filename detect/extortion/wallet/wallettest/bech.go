package wallettest

import "strings"

const charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

// Segwit encodes a witness program: version 0 as bech32 (BIP 173), later ones as
// bech32m (BIP 350).
func Segwit(prefix string, version byte, program []byte) string {
	constant := uint32(1)
	if version > 0 {
		constant = 0x2bc830a3
	}
	return Bech(prefix, append([]byte{version}, fives(program)...), constant)
}

// Bech writes values of five bits with the checksum of a constant.
func Bech(prefix string, values []byte, constant uint32) string {
	var expanded []byte
	for i := range len(prefix) {
		expanded = append(expanded, prefix[i]>>5)
	}
	expanded = append(expanded, 0)
	for i := range len(prefix) {
		expanded = append(expanded, prefix[i]&31)
	}
	sum := polymod(append(append(expanded, values...), 0, 0, 0, 0, 0, 0)) ^ constant
	for i := range 6 {
		values = append(values, byte(sum>>(5*(5-i)))&31)
	}
	return prefix + "1" + letters(values)
}

func polymod(values []byte) uint32 {
	generator := []uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3}
	sum := uint32(1)
	for _, v := range values {
		top := sum >> 25
		sum = (sum&0x1ffffff)<<5 ^ uint32(v)
		for i, g := range generator {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	return sum
}

// Cash encodes a hash as CashAddr with its version byte.
func Cash(version byte, hash []byte) string {
	const prefix = "bitcoincash"
	values := fives(append([]byte{version}, hash...))
	var expanded []byte
	for i := range len(prefix) {
		expanded = append(expanded, prefix[i]&31)
	}
	expanded = append(append(expanded, 0), values...)
	generator := []uint64{0x98f2bc8e61, 0x79b76d99e2, 0xf33e5fb3c4, 0xae2eabe2a8, 0x1e4f43e470}
	sum := uint64(1)
	for _, v := range append(expanded, 0, 0, 0, 0, 0, 0, 0, 0) {
		top := sum >> 35
		sum = (sum&0x07ffffffff)<<5 ^ uint64(v)
		for i, g := range generator {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	sum ^= 1
	for i := range 8 {
		values = append(values, byte(sum>>(5*(7-i)))&31)
	}
	return prefix + ":" + letters(values)
}

// fives cuts bytes into groups of five bits, the last filled with zeros.
func fives(data []byte) []byte {
	var out []byte
	bits, n := 0, 0
	for _, b := range data {
		bits, n = bits<<8|int(b), n+8
		for n >= 5 {
			n -= 5
			out = append(out, byte(bits>>n)&31)
		}
	}
	if n > 0 {
		out = append(out, byte(bits<<(5-n))&31)
	}
	return out
}

func letters(values []byte) string {
	var b strings.Builder
	for _, v := range values {
		b.WriteByte(charset[v])
	}
	return b.String()
}
