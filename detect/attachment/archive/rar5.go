package archive

import (
	"encoding/binary"
	"hash/crc32"
)

// The blocks of RAR 5 that matter, and their flags (RAR 5.0 archive format).
const (
	rar5Main, rar5File      = 1, 2
	rar5Encryption, rar5End = 4, 5
	rar5Extra, rar5Data     = 1, 2 // a header says that it has them
	rar5SplitBefore         = 8
	rar5Solid               = 4
	rar5ExtraEncryption     = 1
	rar5CheckPresent        = 1
)

// blocks5 goes through the blocks of RAR 5.
func (w *rarWalk) blocks5(data []byte) {
	for len(data) > 4 {
		head, used := w.header5(data)
		if head == nil {
			return
		}
		f := fields{data: head}
		kind, flags := f.next(), f.next()
		var extra, packed uint64
		if flags&rar5Extra != 0 {
			extra = f.next()
		}
		if flags&rar5Data != 0 {
			packed = f.next()
		}
		switch kind {
		case rar5Encryption:
			w.hidden = true
			if w.keys == nil || !w.keys.block5(&f) {
				w.wrong = true
				return
			}
		case rar5Main:
			w.solid = f.next()&rar5Solid != 0
		case rar5File:
			if !w.file5(&f, flags, extra, part(data, used, packed)) {
				return
			}
		case rar5End:
			return
		}
		if f.bad || packed > uint64(len(data))-used {
			return
		}
		data = data[used+packed:]
	}
}

// header5 gives the next header in plain, from its kind on, and how many bytes it takes
// with all in front; nil where there is none.
func (w *rarWalk) header5(data []byte) (head []byte, used uint64) {
	if w.hidden {
		return w.keys.header5(data)
	}
	size, n := vint(data[4:])
	start := uint64(4 + n)
	if n == 0 || size == 0 || size > uint64(len(data))-start {
		w.damaged = w.damaged || n > 0 && size > 0
		return nil, 0
	}
	return data[start : start+size], start + size
}

// file5 collects the member of a file block.
func (w *rarWalk) file5(f *fields, blockFlags, extra uint64, packed []byte) bool {
	fixed := f.data[:uint64(len(f.data))-min(uint64(len(f.data)), extra)]
	records := f.data[len(fixed):]
	h := fields{data: fixed}
	flags, size := h.next(), h.next()
	h.next()                             // attributes
	for _, bit := range []uint64{2, 4} { // time, checksum
		if flags&bit != 0 {
			h.take(4)
		}
	}
	method := h.next() >> 7 & 7
	h.next() // host
	name := h.take(h.next())
	if h.bad {
		w.damaged = true
		return false
	}
	one := rarFile{Member: Member{Name: text(name), Size: int64(min(size, 1<<62))}, stored: method == 0, split: blockFlags&rar5SplitBefore != 0, packed: packed}
	if lock, ok := lock5(records); ok {
		one.Encrypted, one.locked = true, true
		if w.keys != nil {
			one.packed, one.locked = w.keys.content5(packed, lock)
			w.wrong = w.wrong || one.locked
		}
	}
	if one.stored {
		one.packed = one.packed[:min(uint64(len(one.packed)), size)]
	}
	if !one.locked {
		one.header = plain5(fixed, len(one.packed))
	}
	return w.add(one)
}

// lock5 finds the record that says how a member is encrypted.
func lock5(extra []byte) (lock fields, ok bool) {
	records := fields{data: extra}
	for len(records.data) > 0 && !records.bad {
		record := fields{data: records.take(records.next())}
		if len(record.data) > 0 && record.next() == rar5ExtraEncryption {
			return record, true
		}
	}
	return fields{}, false
}

// plain5 is the header of the same member without encryption.
func plain5(fixed []byte, packed int) []byte {
	head := []byte{rar5File, rar5Data}
	head = binary.AppendUvarint(head, uint64(packed))
	return sum5(append(head, fixed...))
}

// sum5 puts checksum and size in front of a header.
func sum5(head []byte) []byte {
	sized := append(binary.AppendUvarint(nil, uint64(len(head))), head...)
	return append(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(sized)), sized...)
}

// main5 is the block that an archive begins with.
func main5(solid bool) []byte {
	flags := byte(0)
	if solid {
		flags = rar5Solid
	}
	return sum5([]byte{rar5Main, 0, flags})
}

// vint reads a number of seven bits a byte, lowest first.
func vint(data []byte) (v uint64, n int) {
	for n < len(data) && n < 10 {
		v |= uint64(data[n]&0x7f) << (7 * n)
		n++
		if data[n-1] < 0x80 {
			return v, n
		}
	}
	return 0, 0
}

// fields reads a header field by field; past its end all fields are zero and bad.
type fields struct {
	data []byte
	bad  bool
}

func (f *fields) next() uint64 {
	v, n := vint(f.data)
	if n == 0 {
		f.bad, f.data = true, nil
		return 0
	}
	f.data = f.data[n:]
	return v
}

func (f *fields) take(n uint64) []byte {
	if n > uint64(len(f.data)) {
		f.bad = true
		n = uint64(len(f.data))
	}
	out := f.data[:n]
	f.data = f.data[n:]
	return out
}
