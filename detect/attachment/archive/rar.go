package archive

import "bytes"

// The blocks of RAR 4 and 5 that matter.
const (
	rar4Main, rar4File      = 0x73, 0x74
	rar4HeadersEncrypted    = 0x0080
	rar4FileEncrypted       = 0x0004
	rar4LongBlock           = 0x8000
	rar5File                = 2
	rar5Encryption, rar5End = 4, 5
	rar5ExtraEncryption     = 1
)

// rar lists a RAR archive. What is packed stays closed: only members that are stored
// show their bytes.
func (l *lister) rar(data []byte) {
	if bytes.HasPrefix(data, []byte("Rar!\x1a\x07\x01\x00")) {
		l.rar5(data[8:])
		return
	}
	if len(data) >= 7 {
		l.rar4(data[7:])
	}
}

func (l *lister) rar4(data []byte) {
	const header = 7
	for len(data) >= header {
		kind := data[2]
		flags, _ := number(data, 3, 2)
		size, _ := number(data, 5, 2)
		if size < header || int(size) > len(data) {
			l.out.Damaged = true
			return
		}
		block := data[:size]
		var packed uint64
		if flags&rar4LongBlock != 0 || kind == rar4File {
			packed, _ = number(block, header, 4)
		}
		switch kind {
		case rar4Main:
			if flags&rar4HeadersEncrypted != 0 {
				l.out.Encrypted, l.out.Hidden = true, true
				return
			}
		case rar4File:
			if !l.rar4Name(block, flags, part(data, size, packed)) {
				return
			}
		}
		next := size + packed
		if next > uint64(len(data)) {
			return
		}
		data = data[next:]
	}
}

// rar4Name lists the member of a file block: 32 bytes, eight more for large files,
// then the name, which ends at a zero when a Unicode form follows.
func (l *lister) rar4Name(block []byte, flags uint64, packed []byte) bool {
	const fixed, high, large, stored = 32, 8, 0x0100, 0x30
	unpacked, _ := number(block, 11, 4)
	length, ok := number(block, 26, 2)
	at := fixed
	if flags&large != 0 {
		at += high
	}
	if !ok || at+int(length) > len(block) {
		l.out.Damaged = true
		return false
	}
	name, _, _ := bytes.Cut(block[at:at+int(length)], []byte{0})
	m := Member{Name: text(name), Encrypted: flags&rar4FileEncrypted != 0, Size: int64(unpacked)}
	if !m.Encrypted && block[25] == stored && len(packed) > 0 {
		m.Head, m.Content = show(m.Name, packed)
	}
	return l.add(m)
}

func (l *lister) rar5(data []byte) {
	for len(data) > 4 {
		size, n := vint(data[4:])
		start := 4 + n
		if n == 0 || size == 0 || size > uint64(len(data)-start) {
			l.out.Damaged = l.out.Damaged || n > 0 && size > 0
			return
		}
		head := data[start : start+int(size)]
		f := fields{data: head}
		kind, flags := f.next(), f.next()
		var extra, packed uint64
		if flags&1 != 0 {
			extra = f.next()
		}
		if flags&2 != 0 {
			packed = f.next()
		}
		switch kind {
		case rar5Encryption:
			l.out.Encrypted, l.out.Hidden = true, true
			return
		case rar5File:
			if !l.rar5Name(&f, head, extra, part(data, uint64(start)+size, packed)) {
				return
			}
		case rar5End:
			return
		}
		next := uint64(start) + size + packed
		if f.bad || next > uint64(len(data)) || next < packed {
			return
		}
		data = data[next:]
	}
}

func (l *lister) rar5Name(f *fields, head []byte, extra uint64, packed []byte) bool {
	flags := f.next()
	size := f.next()
	f.next()                             // attributes
	for _, bit := range []uint64{2, 4} { // time, checksum
		if flags&bit != 0 {
			f.skip(4)
		}
	}
	method := f.next() >> 7 & 7
	f.next() // host
	length := f.next()
	name := f.take(length)
	if f.bad {
		l.out.Damaged = true
		return false
	}
	encrypted := false
	if extra > 0 && extra <= uint64(len(head)) {
		records := fields{data: head[uint64(len(head))-extra:]}
		for len(records.data) > 0 && !records.bad {
			record := fields{data: records.take(records.next())}
			encrypted = encrypted || len(record.data) > 0 && record.next() == rar5ExtraEncryption
		}
	}
	m := Member{Name: text(name), Encrypted: encrypted, Size: int64(min(size, 1<<62))}
	if !encrypted && method == 0 && len(packed) > 0 {
		m.Head, m.Content = show(m.Name, packed)
	}
	return l.add(m)
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

func (f *fields) skip(n uint64) { f.take(n) }
