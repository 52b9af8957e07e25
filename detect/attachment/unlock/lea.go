package unlock

import (
	"encoding/binary"
	"math/bits"
)

// lea is the Korean block cipher LEA (KS X 3246, ISO/IEC 29192-2), with keys of 128 or 256
// bits. ALZip offers it beside AES.
type lea struct{ rounds [][6]uint32 }

// leaSize is the size of a block.
const leaSize = 16

// delta are the constants of the key schedule.
var delta = [8]uint32{0xc3efe9db, 0x44626b02, 0x79e27c8a, 0x78df30ec, 0x715ea49e, 0xc785da0a, 0xe04ef22a, 0xe5c40957}

// newLEA prepares a key; nil for one of another length.
func newLEA(key []byte) *lea {
	const short, long, shortRounds, longRounds = 16, 32, 24, 32
	var words [8]uint32
	if len(key) != short && len(key) != long {
		return nil
	}
	for i := range len(key) / 4 {
		words[i] = binary.LittleEndian.Uint32(key[4*i:])
	}
	c := &lea{}
	if len(key) == short {
		for i := range shortRounds {
			t := turn(words[:4], delta[i%4], i, 0, 4)
			c.rounds = append(c.rounds, [6]uint32{t[0], t[1], t[2], t[1], t[3], t[1]})
		}
		return c
	}
	for i := range longRounds {
		t := turn(words[:], delta[i%8], i, 6*i, 6)
		c.rounds = append(c.rounds, t)
	}
	return c
}

// turn makes so many words of the key schedule, from a place on, and gives them.
func turn(words []uint32, constant uint32, round, from, count int) (out [6]uint32) {
	by := [6]int{1, 3, 6, 11, 13, 17}
	for n := range count {
		at := (from + n) % len(words)
		words[at] = bits.RotateLeft32(words[at]+bits.RotateLeft32(constant, round+n), by[n])
		out[n] = words[at]
	}
	return out
}

// encrypt encrypts one block.
func (c *lea) encrypt(out, in []byte) {
	var x [4]uint32
	for i := range x {
		x[i] = binary.LittleEndian.Uint32(in[4*i:])
	}
	for _, k := range c.rounds {
		x = [4]uint32{
			bits.RotateLeft32((x[0]^k[0])+(x[1]^k[1]), 9),
			bits.RotateLeft32((x[1]^k[2])+(x[2]^k[3]), -5),
			bits.RotateLeft32((x[2]^k[4])+(x[3]^k[5]), -3),
			x[0],
		}
	}
	for i, v := range x {
		binary.LittleEndian.PutUint32(out[4*i:], v)
	}
}
