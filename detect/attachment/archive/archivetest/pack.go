package archivetest

// bitWriter writes bits, highest first.
type bitWriter struct {
	out  []byte
	used int // bits of the last byte
}

func (w *bitWriter) bits(v, n int) {
	for i := n - 1; i >= 0; i-- {
		if w.used == 0 {
			w.out = append(w.out, 0)
		}
		w.out[len(w.out)-1] |= byte(v>>i&1) << (7 - w.used)
		w.used = (w.used + 1) % 8
	}
}

// tables writes the lengths of all codes: eight bits for each of the 256 bytes, none for
// the others, of which so many follow.
func (w *bitWriter) tables(others int) {
	const (
		lengths            = 20
		eight, again, none = 8, 17, 19 // a length of eight; the last length again; no length
	)
	for i := range lengths {
		switch i {
		case eight:
			w.bits(1, 4)
		case again, none:
			w.bits(2, 4)
		default:
			w.bits(0, 4)
		}
	}
	w.bits(0b0, 1) // eight
	w.run(0b10, 255)
	w.run(0b11, others)
}

// run writes a run of lengths, 11 to 138 at a time.
func (w *bitWriter) run(code, n int) {
	const least, most = 11, 138
	for n > 0 {
		step := min(n, most)
		if rest := n - step; rest > 0 && rest < least {
			step -= least
		}
		w.bits(code, 2)
		w.bits(step-least, 7)
		n -= step
	}
}

// packed5 packs as RAR 5 does, byte by byte.
func packed5(data []byte) []byte {
	w := bitWriter{}
	w.tables(306 - 256 + 64 + 16 + 44)
	for _, b := range data {
		w.bits(int(b), 8)
	}
	last := w.used
	if last == 0 {
		last = 8
	}
	size := len(w.out)
	flags := byte(last-1) | 2<<3 | 1<<6 | 1<<7 // three bytes of size, the last block, tables
	head := []byte{flags, 0, byte(size), byte(size >> 8), byte(size >> 16)}
	head[1] = 0x5a ^ head[0] ^ head[2] ^ head[3] ^ head[4]
	return append(head, w.out...)
}

// packed4 packs as RAR 2.9 does, byte by byte.
func packed4(data []byte) []byte {
	w := bitWriter{}
	w.bits(0, 2) // no PPMd, new tables
	w.tables(299 - 256 + 60 + 17 + 28)
	for _, b := range data {
		w.bits(int(b), 8)
	}
	return w.out
}
