// Package lzma unpacks the beginning of LZMA and LZMA2 data in memory that the caller
// bounds: the text unpacked so far is the only dictionary, so a file that asks for a
// dictionary of gigabytes costs nothing. That is why it is our own.
//
// Source: I. Pavlov, "LZMA specification" (2015, public domain), and the description
// of LZMA2 in the XZ file format, 1.1.0, section 5.3.1.
// It imports nothing of dwell.
package lzma

import "encoding/binary"

// The sizes of the model (LZMA specification).
const (
	states      = 12
	posStates   = 16
	lenStates   = 4
	slots       = 64
	alignBits   = 4
	fullSlots   = 14 // slots from here on have direct bits
	fullDists   = 1 << (fullSlots / 2)
	leastMatch  = 2
	endOfStream = 0xffffffff

	modelBits = 11
	moveBits  = 5
	startProb = 1 << modelBits / 2
	topValue  = 1 << 24
)

type prob = uint16

// decoder is the model and the range decoder.
type decoder struct {
	in          []byte
	rng, code   uint32
	out         []byte
	limit       int // of out
	base        int // where the dictionary begins in out
	lc, lp, pb  uint
	literals    []prob
	isMatch     [states][posStates]prob
	isRep       [states]prob
	isRepG0     [states]prob
	isRepG1     [states]prob
	isRepG2     [states]prob
	isRep0Long  [states][posStates]prob
	slot        [lenStates][slots]prob
	align       [1 << alignBits]prob
	special     [1 + fullDists - fullSlots]prob
	length, rep lengths
	state       int
	reps        [4]uint32
}

// lengths is the model of the lengths of matches.
type lengths struct {
	choice, choice2 prob
	low, mid        [posStates][8]prob
	high            [256]prob
}

// Decode unpacks at most n bytes of LZMA. Properties are its five bytes. What is
// damaged comes as far as it goes.
func Decode(properties, data []byte, n int) []byte {
	d := &decoder{limit: n}
	if len(properties) < 1 || !d.properties(properties[0]) {
		return nil
	}
	d.reset()
	if d.begin(data) {
		d.run()
	}
	return d.out
}

// Decode2 unpacks at most n bytes of LZMA2.
func Decode2(data []byte, n int) []byte {
	d := &decoder{limit: n}
	for range maxChunks {
		if len(data) == 0 || data[0] == 0 || len(d.out) >= n {
			break
		}
		rest, ok := d.chunk(data)
		if !ok {
			break
		}
		data = rest
	}
	return d.out[:min(len(d.out), n)]
}

// maxChunks bounds the chunks of LZMA2, each of which may make the model new. Packers
// write one for 64 kB and more.
const maxChunks = 2048

// chunk unpacks one chunk of LZMA2.
func (d *decoder) chunk(data []byte) (rest []byte, ok bool) {
	const plainReset, packed, resetState, newProperties, resetAll = 1, 0x80, 1, 2, 3
	control := data[0]
	if control < packed {
		if len(data) < 3 || control > 2 {
			return nil, false
		}
		if control == plainReset {
			d.base = len(d.out)
		}
		size := int(binary.BigEndian.Uint16(data[1:])) + 1
		body := data[3:min(len(data), 3+size)]
		d.out = append(d.out, body...)
		return data[3+len(body):], true
	}
	if len(data) < 6 {
		return nil, false
	}
	plain := int(control&0x1f)<<16 + int(binary.BigEndian.Uint16(data[1:])) + 1
	size := int(binary.BigEndian.Uint16(data[3:])) + 1
	at, level := 5, control>>5&3
	if level >= newProperties {
		const most = 4 // of lc and lp together
		if !d.properties(data[5]) || d.lc+d.lp > most {
			return nil, false
		}
		at++
	}
	if level == resetAll {
		d.base = len(d.out)
	}
	if level >= resetState {
		d.reset()
	}
	body := data[min(at, len(data)):min(len(data), at+size)]
	whole := d.limit
	d.limit = min(whole, len(d.out)+plain)
	ok = d.literals != nil && d.begin(body)
	if ok {
		d.run()
	}
	d.limit = whole
	return data[min(len(data), at+size):], ok
}

// properties reads the byte of lc, lp and pb.
func (d *decoder) properties(b byte) bool {
	const most = 9 * 5 * 5
	if b >= most {
		return false
	}
	d.lc, d.lp, d.pb = uint(b%9), uint(b/9%5), uint(b/45)
	return true
}

// reset makes the model new.
func (d *decoder) reset() {
	if size := 0x300 << (d.lc + d.lp); len(d.literals) != size {
		d.literals = make([]prob, size)
	}
	fill(d.literals)
	for i := range states {
		fill(d.isMatch[i][:])
		fill(d.isRep0Long[i][:])
	}
	for _, p := range [][]prob{d.isRep[:], d.isRepG0[:], d.isRepG1[:], d.isRepG2[:], d.align[:], d.special[:]} {
		fill(p)
	}
	for i := range d.slot {
		fill(d.slot[i][:])
	}
	d.length.reset()
	d.rep.reset()
	d.state, d.reps = 0, [4]uint32{}
}

func (l *lengths) reset() {
	l.choice, l.choice2 = startProb, startProb
	for i := range posStates {
		fill(l.low[i][:])
		fill(l.mid[i][:])
	}
	fill(l.high[:])
}

func fill(p []prob) {
	for i := range p {
		p[i] = startProb
	}
}
