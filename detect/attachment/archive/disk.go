package archive

import (
	"strings"

	"dwell/detect/attachment/filetype"
)

// sectorSize is that of disks: files begin at its multiples in every file system.
const sectorSize = 512

// maxCarved is how much of a file is shown whose length nothing tells.
const maxCarved = 1 << 20

// disk looks through the image of a disk: the names that NTFS and FAT keep, and what
// begins at a sector. Images of growing size (VHD, VHDX) hold their blocks whole, so
// this finds files without following tables that lead in circles.
func (l *lister) disk(data []byte) {
	volumes := 0
	for at := 0; at+sectorSize <= len(data); at += sectorSize {
		b := data[at:]
		switch {
		case string(b[:4]) == "FILE":
			l.ntfsRecord(b[:min(len(b), 1024)])
		case volumes < maxVolumes && b[510] == 0x55 && b[511] == 0xaa && (string(b[54:57]) == "FAT" || string(b[82:85]) == "FAT"):
			volumes++
			l.fat(b)
		}
		if len(l.out.Members) >= maxMembers {
			return
		}
	}
	l.carve(data)
}

// carve lists files without names by what begins at a sector.
func (l *lister) carve(data []byte) {
	const most = 64
	found := 0
	known := make(map[*byte]bool)
	for i := range l.out.Members {
		if head := l.out.Members[i].Head; len(head) > 0 {
			known[&head[0]] = true
		}
	}
	for at := 0; at+sectorSize <= len(data) && found < most && l.limits.Bytes > 0; at += sectorSize {
		if !begins(data[at]) || known[&data[at]] {
			continue
		}
		switch kind := filetype.Identify(data[at:min(len(data), at+headBytes)]); kind {
		case filetype.PE, filetype.Shortcut, filetype.CHM, filetype.OLE, filetype.OneNote, filetype.ScriptText, filetype.MMC, filetype.HTML, filetype.RAR, filetype.SevenZip, filetype.Zip:
			found++
			body := data[at:min(len(data), at+maxCarved)]
			l.limits.Bytes -= len(body)
			if !l.add(Member{Size: -1, Head: body[:min(len(body), headBytes)], Content: body}) {
				return
			}
		}
	}
}

// begins tells by one byte whether a kind that is carved may begin with it.
func begins(c byte) bool { return strings.IndexByte("ML\x4cI\xd0\xe4<#RP7", c) >= 0 }

// ntfsRecord lists the file of a record of the master file table: its names, and its
// content where that is small enough to lie in the record.
func (l *lister) ntfsRecord(record []byte) {
	const fileName, content, end, dosNames, inUse, directory = 0x30, 0x80, 0xffffffff, 2, 1, 2
	if len(record) < 64 || field(record, 22, 2)&(inUse|directory) != inUse {
		return
	}
	record = fixedUp(record)
	var m Member
	m.Size = -1
	for at := field(record, 20, 2); ; {
		kind, size := field(record, at, 4), field(record, at+4, 4)
		if kind == end || size < 24 || at+size > uint64(len(record)) {
			break
		}
		attribute := record[at : at+size]
		resident := attribute[8] == 0
		body := part(attribute, field(attribute, 20, 2), field(attribute, 16, 4))
		switch {
		case kind == fileName && len(body) > 66 && body[65] != dosNames:
			m.Name = text([]byte(littleEndian(part(body, 66, 2*uint64(body[64])))))
		case kind == content && resident && len(body) > 0:
			m.Head, m.Content = body, body
		}
		at += size
	}
	if m.Name != "" && !strings.HasPrefix(m.Name, "$") {
		l.add(m)
	}
}

// fixedUp puts back the bytes that NTFS replaces at the end of each sector.
func fixedUp(record []byte) []byte {
	out := append([]byte(nil), record...)
	at, count := field(record, 4, 2), field(record, 6, 2)
	for i := uint64(1); i < min(count, 9); i++ {
		end := int(i)*sectorSize - 2
		if end+2 <= len(out) && at+2*i+2 <= uint64(len(record)) {
			copy(out[end:end+2], record[at+2*i:])
		}
	}
	return out
}

func littleEndian(b []byte) string {
	swapped := make([]byte, len(b)/2*2)
	for i := 0; i+1 < len(swapped); i += 2 {
		swapped[i], swapped[i+1] = b[i+1], b[i]
	}
	return bigEndian(swapped)
}

// fat lists the root folder of a FAT volume, whose boot sector stands at the start of
// data. Content is taken as it follows its first cluster.
func (l *lister) fat(data []byte) {
	bytesPer, cluster, reserved, tables := field(data, 11, 2), field(data, 13, 1), field(data, 14, 2), field(data, 16, 1)
	entries, perTable := field(data, 17, 2), field(data, 22, 2)
	if bytesPer < 128 || bytesPer > 4096 || cluster == 0 {
		return
	}
	if perTable == 0 {
		perTable = field(data, 36, 4)
	}
	root := (reserved + tables*perTable) * bytesPer
	heap := root + entries*32
	if entries == 0 { // FAT32 keeps the root among the files
		root += (max(2, field(data, 44, 4)) - 2) * cluster * bytesPer
		entries = cluster * bytesPer / 32
	}
	l.fatFolder(data, part(data, root, entries*32), heap, cluster*bytesPer)
}

func (l *lister) fatFolder(data, folder []byte, heap, cluster uint64) {
	const longName, folderFlag, deleted = 0x0f, 0x10, 0xe5
	long := ""
	for ; len(folder) >= 32 && folder[0] != 0; folder = folder[32:] {
		e := folder[:32]
		if e[0] == deleted {
			continue
		}
		if e[11] == longName {
			long = fatPiece(e) + long
			continue
		}
		m := Member{Name: long, Size: int64(field(e, 28, 4))}
		long = ""
		if m.Name == "" {
			m.Name = text([]byte(strings.TrimRight(strings.TrimRight(string(e[:8]), " ")+"."+strings.TrimRight(string(e[8:11]), " "), ".")))
		}
		if e[11]&folderFlag != 0 || e[11]&8 != 0 {
			continue // folders and the label of the volume
		}
		first := field(e, 26, 2) | field(e, 20, 2)<<16
		if body := part(data, heap+(max(2, first)-2)*cluster, field(e, 28, 4)); len(body) > 0 {
			m.Head, m.Content = show(m.Name, body)
		}
		if !l.add(m) {
			return
		}
	}
}

// fatPiece is the part of a long name in one entry.
func fatPiece(e []byte) string {
	units := append(append(append([]byte(nil), e[1:11]...), e[14:26]...), e[28:32]...)
	for i := 0; i+1 < len(units); i += 2 {
		if units[i] == 0 && units[i+1] == 0 {
			units = units[:i]
			break
		}
	}
	return littleEndian(units)
}
