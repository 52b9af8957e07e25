package archive

import (
	"bytes"
	"unicode/utf16"
)

// The identifiers of the properties in a 7z header (7zFormat.txt).
const (
	szHeader, szArchive, szAdditional, szStreams, szFiles = 1, 2, 3, 4, 5
	szPack, szUnpack, szSub, szSizes, szDigests, szFolder = 6, 7, 8, 9, 10, 11
	szUnpackSizes, szNumStreams, szEmpty, szNames         = 12, 13, 14, 17
	szEncoded                                             = 0x17
)

// maxHeader bounds an unpacked header, maxCoders what a folder is made of.
const (
	maxHeader  = 1 << 20
	maxCoders  = 8
	maxFolders = 1 << 14
)

// sevenZip lists a 7z archive: its header stands at the end and is mostly packed
// itself.
func (l *lister) sevenZip(data []byte) {
	const start = 32
	header := part(data, start+min(field(data, 12, 8), uint64(len(data))), field(data, 20, 8))
	if len(header) == 0 {
		l.out.Damaged = true
		return
	}
	// Also in a header that is damaged further on.
	l.out.Encrypted = bytes.Contains(header, aesCoder) && l.lock == nil
	const layers = 3 // of packing around the header
	for range layers {
		if header[0] != szEncoded {
			break
		}
		h := szReader{fields{data: header[1:]}}
		s := h.streams()
		locked := s.encrypted()
		if locked && l.lock == nil {
			l.out.Encrypted, l.out.Hidden = true, true
			return
		}
		header = l.unpackFolder(data, &s, 0, maxHeader)
		if len(header) == 0 || locked && !s.folders[0].whole.of(header) {
			l.out.Damaged = true
			return
		}
		if locked {
			l.lock.right = true
		}
	}
	if header[0] != szHeader {
		l.out.Damaged = true
		return
	}
	h := szReader{fields{data: header[1:]}}
	l.szMembers(data, &h)
}

// szMembers reads the header: where the streams are, what the files are called.
func (l *lister) szMembers(data []byte, h *szReader) {
	var s szInfo
	for !h.bad {
		switch id := h.number(); id {
		case szArchive:
			for !h.bad && h.number() != 0 {
				h.take(h.number())
			}
		case szAdditional:
			h.streams()
		case szStreams:
			s = h.streams()
			l.out.Encrypted = l.out.Encrypted || s.encrypted() && l.lock == nil
		case szFiles:
			l.szFiles(data, &s, h)
			return
		default:
			return
		}
	}
	l.out.Damaged = true
}

// szFiles lists the files and shows the beginning of those in folders that can be
// unpacked.
func (l *lister) szFiles(data []byte, s *szInfo, h *szReader) {
	count := h.number()
	var names []string
	var empty []bool
	for !h.bad {
		id := h.number()
		if id == 0 {
			break
		}
		body := szReader{fields{data: h.take(h.number())}}
		switch id {
		case szEmpty:
			empty = body.bits(min(count, maxSeen))
		case szNames:
			if body.number() == 0 {
				names = utf16Names(body.data)
			}
		}
	}
	l.out.Damaged = l.out.Damaged || h.bad || count > uint64(len(names))
	contents := l.szContents(data, s)
	for i, name := range names {
		m := Member{Name: name, Size: -1, Encrypted: s.encrypted() && l.lock == nil}
		if i < len(empty) && empty[i] {
			continue // a folder, or a file without content
		}
		if len(contents) > 0 {
			m.Size = int64(min(contents[0].size, 1<<62))
			m.Head, m.Content = show(name, contents[0].data)
			contents = contents[1:]
		}
		if !l.add(m) {
			return
		}
	}
}

// szContent is the beginning of one file.
type szContent struct {
	size uint64
	data []byte
}

// szContents unpacks the folders as far as the budget goes and cuts them into files.
func (l *lister) szContents(data []byte, s *szInfo) []szContent {
	var out []szContent
	for i := range s.folders {
		f := &s.folders[i]
		var plain []byte
		if i < maxHeads {
			plain = l.unpackFolder(data, s, i, maxContent)
			l.proves(f, plain)
		}
		for _, file := range f.files {
			if len(out) >= maxMembers {
				return out
			}
			out = append(out, szContent{file.size, part(plain, 0, file.size)})
			plain = plain[min(uint64(len(plain)), file.size):]
		}
	}
	return out
}

// proves notes that what a folder unpacks to shows that the password is right: the
// checksum of its first file, or so much that no wrong key would unpack to.
func (l *lister) proves(f *szFolderInfo, plain []byte) {
	if l.lock == nil || !f.encrypted() || len(f.files) == 0 || len(plain) == 0 {
		return
	}
	first := f.files[0]
	if uint64(len(plain)) >= first.size && first.sum.of(plain[:first.size]) || len(plain) == maxContent && f.breaks() {
		l.lock.right = true
	}
}

// unpackFolder unpacks the beginning of one folder.
func (l *lister) unpackFolder(data []byte, s *szInfo, n, limit int) []byte {
	limit = min(limit, l.limits.Bytes)
	if n >= len(s.folders) || limit <= 0 {
		return nil
	}
	f := &s.folders[n]
	c := szChain{lister: l, folder: f, limit: int(min(uint64(limit), f.unpacked)), left: 2 * maxCoders}
	at := s.packAt + 32
	for i, size := range s.packSizes {
		if i >= f.firstPack && i < f.firstPack+f.streams {
			c.packed = append(c.packed, part(data, at, size))
		}
		at += size
	}
	out := c.output(f.last())
	out = out[:min(len(out), c.limit)]
	l.limits.Bytes -= len(out)
	return out
}

// utf16Names cuts the names, each of which ends with zero.
func utf16Names(data []byte) []string {
	var out []string
	var units []uint16
	for i := 0; i+1 < len(data) && len(out) < maxSeen; i += 2 {
		u := uint16(data[i]) | uint16(data[i+1])<<8
		if u != 0 {
			units = append(units, u)
			continue
		}
		out = append(out, text([]byte(string(utf16.Decode(units[:min(len(units), maxName)])))))
		units = units[:0]
	}
	return out
}
