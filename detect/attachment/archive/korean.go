package archive

import (
	"bytes"
	"slices"

	"dwell/detect/attachment/unlock"
)

// alz lists the members of an ALZ archive: "BLZ\x01", length of the name,
// attributes, time, flags; method, checksum and sizes of as many bytes as the flags
// say; the name; the content.
func (l *lister) alz(data []byte) {
	const encrypted = 1
	methods := []int{methodStored, methodBzip2, methodDeflate}
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte("BLZ\x01"))
		if i < 0 {
			return
		}
		at += i + 4
		length, ok1 := number(data, at, 2)
		flags, ok2 := number(data, at+7, 1)
		name := at + 9
		width := int(flags >> 4)
		if width > 0 {
			name += 6 + 2*width
		}
		if !ok1 || !ok2 || length == 0 || length > maxName || name+int(length) > len(data) {
			l.out.Damaged = true
			continue
		}
		m := Member{Name: text(data[name : name+int(length)]), Encrypted: flags&encrypted != 0, Size: -1}
		at, name = name+int(length), name-2*width
		if width > 0 && width <= 8 {
			packed, size := field(data, uint64(name), width), field(data, uint64(name+width), width)
			m.Size = int64(min(size, 1<<62))
			method := field(data, uint64(name-6), 1)
			switch {
			case method >= uint64(len(methods)):
			case m.Encrypted:
				const head = 12 // of the cipher, which the size does not count
				m.Head, m.Content = l.unseal(m.Name, &sealed{unlock.Sample{CRC: uint32(field(data, uint64(name-4), 4)), Whole: true,
					Data: part(data, uint64(at), min(packed, uint64(len(data)))+head)}, methods[method], size})
				m.Encrypted = m.Head == nil
			default:
				m.Head, m.Content = l.method(m.Name, methods[method], part(data, uint64(at), packed))
			}
			at = int(min(uint64(at)+min(packed, uint64(len(data))), uint64(len(data))))
		}
		if !l.add(m) {
			return
		}
	}
}

// The records of EGG: four bytes of magic, little-endian.
const (
	eggFile    = 0x0a8590e3
	eggName    = 0x0a8591ac
	eggEncrypt = 0x08d1470f
	eggBlock   = 0x02b50c13
	eggEnd     = 0x08e28222
)

// egg lists the members of an EGG archive. Each is a file record, fields (name,
// encryption, times) up to an end mark, and blocks of content.
func (l *lister) egg(data []byte) {
	const header, fileRecord, blockRecord = 14, 16, 18
	var m *Member
	var lock unlock.Sample
	var foot []byte
	flush := func() bool {
		ok := m == nil || m.Name == "" || l.add(*m)
		m = nil
		return ok
	}
	for at := uint64(header); at+4 <= uint64(len(data)); {
		switch magic := field(data, at, 4); magic {
		case eggFile:
			if !flush() {
				return
			}
			m, lock, foot = &Member{Size: int64(min(field(data, at+8, 8), 1<<62))}, unlock.Sample{}, nil
			at += fileRecord
		case eggBlock:
			packed := field(data, at+10, 4)
			methods := []int{methodStored, methodDeflate, methodBzip2, -1, methodLZMA} // the fourth is AZO, ALZip's own
			method := field(data, at+4, 1)
			switch {
			case m == nil || m.Head != nil || method >= uint64(len(methods)):
			case m.Encrypted && lock.Data != nil: // the first block; the cipher goes on over the others
				one := sealed{lock, methods[method], field(data, at+6, 4)}
				one.CRC, one.Data = uint32(field(data, at+14, 4)), slices.Concat(lock.Data, part(data, at+blockRecord+4, packed), foot)
				m.Head, m.Content = l.unseal(m.Name, &one)
				m.Encrypted, lock.Data = m.Head == nil, nil
			case !m.Encrypted:
				m.Head, m.Content = l.method(m.Name, methods[method], part(data, at+blockRecord+4, packed))
			}
			at += blockRecord + 4 + packed
		case eggEnd:
			at += 4
		default:
			size, body := eggField(data, at)
			if size == 0 {
				l.out.Damaged = true
				flush()
				return
			}
			switch {
			case magic == eggName && m != nil:
				m.Name = eggText(body, field(data, at+4, 1))
			case magic == eggEncrypt && m != nil:
				m.Encrypted = true
				if s, end, ok := eggLock(body); ok {
					lock, foot = s, end
				}
			case magic == eggEncrypt:
				l.out.Encrypted = true
			}
			at += size
		}
	}
	flush()
}

// eggField gives the whole length of a field and its content: magic, flags, a size of
// two bytes, or four when the lowest flag is set.
func eggField(data []byte, at uint64) (size uint64, body []byte) {
	const long = 1
	if at+7 > uint64(len(data)) {
		return 0, nil
	}
	if field(data, at+4, 1)&long != 0 {
		n := field(data, at+5, 4)
		return 9 + n, part(data, at+9, n)
	}
	n := field(data, at+5, 2)
	return 7 + n, part(data, at+7, n)
}

// eggText reads a name: in front of it stand a code page and the number of a folder
// when the flags say so. An encrypted name stays closed.
func eggText(body []byte, flags uint64) string {
	const encrypted, codePage, relative = 4, 8, 16
	if flags&encrypted != 0 {
		return "(encrypted name)"
	}
	if flags&codePage != 0 {
		body = body[min(2, len(body)):]
	}
	if flags&relative != 0 {
		body = body[min(4, len(body)):]
	}
	return text(body)
}
