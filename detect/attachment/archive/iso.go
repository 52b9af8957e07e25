package archive

import (
	"bytes"
	"unicode/utf16"
)

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

// iso lists an optical disk. One without ISO 9660, or an empty one, is looked through
// for UDF.
func (l *lister) iso(data []byte) {
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
	if root != nil {
		l.directory(data, root, "", joliet, 0)
	}
	if len(l.out.Members) == 0 {
		l.udfNames(data)
		l.carve(data)
	}
	l.out.Damaged = l.out.Damaged || root == nil && len(l.out.Members) == 0
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
	entries := part(data, start*sector, size)
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
		m := Member{Name: text([]byte(prefix + title))}
		from, _ := number(entry, 2, 4)
		length64, _ := number(entry, 10, 4)
		m.Size = int64(length64)
		if body := part(data, from*sector, length64); len(body) > 0 {
			m.Head, m.Content = show(m.Name, body)
		}
		if !l.add(m) {
			return
		}
	}
}

func isoName(b []byte, joliet bool) string {
	if joliet {
		b = []byte(bigEndian(b))
	}
	name, _, _ := bytes.Cut(b, []byte(";"))
	return text(name)
}

// bigEndian decodes UTF-16 with the high byte first.
func bigEndian(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units))
}

// udfNames finds the entries of UDF directories (ECMA-167 4/14.4) wherever they lie:
// the number 257, a checksum over 16 bytes, and the name. Nothing is followed, so
// nothing can lead in circles.
func (l *lister) udfNames(data []byte) {
	const fixed, step, far = 38, 4, 16 << 20
	for at := 0; at+fixed < min(len(data), far); at += step {
		tag := data[at:]
		if tag[0] != 1 || tag[1] != 1 || tag[2]|1 != 3 || !udfChecksum(tag) {
			continue
		}
		const directory, parent = 2, 8
		length, extra := uint64(tag[19]), field(data, uint64(at)+36, 2)
		name := part(data, uint64(at)+fixed+extra, length)
		if tag[18]&(directory|parent) != 0 || len(name) < 2 {
			continue
		}
		const wide = 16 // bits a character; 8 otherwise
		title := text(name[1:])
		if name[0] == wide {
			title = text([]byte(bigEndian(name[1:])))
		}
		if !l.add(Member{Name: title, Size: -1}) {
			return
		}
	}
}

func udfChecksum(tag []byte) bool {
	sum := byte(0)
	for i := range 16 {
		if i != 4 {
			sum += tag[i]
		}
	}
	return sum == tag[4]
}
