package archive

import (
	"bytes"
	"unicode/utf16"
)

// sevenZip says whether the archive is encrypted. Its names are compressed.
func (l *lister) sevenZip(data []byte) {
	const start = 32
	offset, ok1 := number(data, 12, 8)
	size, ok2 := number(data, 20, 8)
	if !ok1 || !ok2 || offset > uint64(len(data)) || size > uint64(len(data)) || start+offset+size > uint64(len(data)) {
		l.out.Damaged = true
		return
	}
	// The coder that encrypts has the id 06 F1 07 01 (7-Zip, Methods.txt); where the
	// header is encrypted itself it stands in the outer, encoded header.
	header := data[start+offset : start+offset+size]
	const encoded = 0x17
	if bytes.Contains(header, []byte{0x06, 0xf1, 0x07, 0x01}) {
		l.out.Encrypted = true
		l.out.Hidden = len(header) > 0 && header[0] == encoded
	}
}

// cab lists the CFFILE entries of a cabinet: 16 bytes and a name that ends with zero.
func (l *lister) cab(data []byte, prefix string) {
	at, _ := number(data, 16, 4)
	count, ok := number(data, 28, 2)
	if !ok || at > uint64(len(data)) {
		l.out.Damaged = true
		return
	}
	rest := data[at:]
	const fixed = 16
	for range count {
		size, ok := number(rest, 0, 4)
		if !ok || len(rest) < fixed {
			l.out.Damaged = true
			return
		}
		end := bytes.IndexByte(rest[fixed:min(len(rest), fixed+maxName)], 0)
		if end < 0 || !l.add(Member{Name: prefix + text(rest[fixed:fixed+end]), Size: int64(size)}) {
			l.out.Damaged = true
			return
		}
		rest = rest[fixed+end+1:]
	}
}

// alz lists the members of an ALZ archive: "BLZ\x01", length of the name,
// attributes, time, flags; sizes of as many bytes as the flags say; the name.
func (l *lister) alz(data []byte, prefix string) {
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
		size := int64(-1)
		if v, ok := number(data, name-width, width); ok && width > 0 && width <= 8 {
			size = int64(min(v, 1<<62))
		}
		if !l.add(Member{Name: prefix + text(data[name:name+int(length)]), Encrypted: flags&1 != 0, Size: size}) {
			return
		}
		at = name + int(length)
	}
}

// The layout of ISO 9660 (ECMA-119): volume descriptors from sector 16 on, each
// with the directory record of the root.
const (
	sector        = 2048
	firstVolume   = 16
	maxVolumes    = 16
	rootRecord    = 156
	recordFixed   = 33
	primary       = 1
	supplementary = 2 // Joliet: names in UCS-2, big-endian
)

func (l *lister) iso(data []byte, prefix string) {
	var root []byte
	joliet := false
	for i := range maxVolumes {
		at := (firstVolume + i) * sector
		if at+sector > len(data) {
			break
		}
		v := data[at : at+sector]
		if string(v[1:6]) != "CD001" {
			continue
		}
		if v[0] == primary && root == nil || v[0] == supplementary && v[88] == '%' {
			root, joliet = v[rootRecord:rootRecord+recordFixed+1], v[0] == supplementary
		}
	}
	if root == nil {
		l.out.Damaged = true
		return
	}
	l.directory(data, root, prefix, joliet, 0)
}

func (l *lister) directory(data, record []byte, prefix string, joliet bool, depth int) {
	const maxNesting = 4
	if l.directories++; l.directories > maxMembers {
		l.out.Damaged = true
		return
	}
	start, _ := number(record, 2, 4)
	size, _ := number(record, 10, 4)
	if start*sector > uint64(len(data)) {
		l.out.Damaged = true
		return
	}
	entries := data[start*sector : min(start*sector+size, uint64(len(data)))]
	for at := 0; at < len(entries); {
		length := int(entries[at])
		if length < recordFixed || at+length > len(entries) {
			at = (at/sector + 1) * sector // the rest of a sector is empty
			continue
		}
		entry := entries[at : at+length]
		at += length
		name := int(entry[32])
		if recordFixed+name > length || name == 1 && entry[recordFixed] <= 1 {
			continue // the directory itself and its parent
		}
		title := isoName(entry[recordFixed:recordFixed+name], joliet)
		const directoryFlag = 2
		if entry[25]&directoryFlag != 0 {
			if depth < maxNesting {
				l.directory(data, entry, prefix+title+"/", joliet, depth+1)
			}
			continue
		}
		m := Member{Name: prefix + title}
		from, _ := number(entry, 2, 4)
		length64, _ := number(entry, 10, 4)
		m.Size = int64(length64)
		if from*sector < uint64(len(data)) {
			m.Head = data[from*sector : min(from*sector+min(length64, headBytes), uint64(len(data)))]
		}
		if !l.add(m) {
			return
		}
	}
}

func isoName(b []byte, joliet bool) string {
	if joliet {
		units := make([]uint16, len(b)/2)
		for i := range units {
			units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
		}
		b = []byte(string(utf16.Decode(units)))
	}
	name, _, _ := bytes.Cut(b, []byte(";"))
	return text(name)
}
