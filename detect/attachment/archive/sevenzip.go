package archive

import (
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"io"
	"unicode/utf16"

	"dwell/detect/attachment/archive/lzma"
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
	l.out.Encrypted = bytes.Contains(header, aesCoder)
	const layers = 3 // of packing around the header
	for range layers {
		if header[0] != szEncoded {
			break
		}
		h := szReader{fields{data: header[1:]}}
		s := h.streams()
		if s.encrypted() {
			l.out.Encrypted, l.out.Hidden = true, true
			return
		}
		if header = l.unpackFolder(data, &s, 0, maxHeader); len(header) == 0 {
			l.out.Damaged = true
			return
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
			l.out.Encrypted = l.out.Encrypted || s.encrypted()
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
		m := Member{Name: name, Size: -1, Encrypted: s.encrypted()}
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
		}
		for _, size := range f.files {
			if len(out) >= maxMembers {
				return out
			}
			out = append(out, szContent{size, part(plain, 0, size)})
			plain = plain[min(uint64(len(plain)), size):]
		}
	}
	return out
}

// unpackFolder unpacks the beginning of one folder. Filters for the jumps of machine
// code are left undone: they change no header. BCJ2 splits machine code into four
// streams; the first alone shows the beginning of the first file.
func (l *lister) unpackFolder(data []byte, s *szInfo, n, limit int) []byte {
	limit = min(limit, *l.budget)
	if n >= len(s.folders) || limit <= 0 {
		return nil
	}
	f := &s.folders[n]
	coders := f.coders
	const bcj2 = "\x03\x03\x01\x1b"
	split := len(coders) > 1 && string(coders[0].id) == bcj2
	if f.firstPack >= len(s.packSizes) || f.streams != 1 && !split {
		return nil
	}
	if split {
		coders, limit = coders[1:2], min(limit, headBytes)
	}
	at := s.packAt + 32
	for _, size := range s.packSizes[:f.firstPack] {
		at += size
	}
	packed := part(data, at, s.packSizes[f.firstPack])
	limit = int(min(uint64(limit), f.unpacked))
	out := packed
	for i := len(coders) - 1; i >= 0; i-- { // the packed stream goes into the last
		out = coders[i].decode(out, limit)
	}
	out = out[:min(len(out), limit)]
	*l.budget -= len(out)
	return out
}

func (c *szCoder) decode(in []byte, limit int) []byte {
	switch string(c.id) {
	case "\x03\x01\x01":
		return lzma.Decode(c.properties, in, limit)
	case "\x21":
		return lzma.Decode2(in, limit)
	case "\x04\x01\x08":
		out, _ := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(in)), int64(limit)))
		return out
	case "\x04\x02\x02":
		out, _ := io.ReadAll(io.LimitReader(bzip2.NewReader(bytes.NewReader(in)), int64(limit)))
		return out
	case "\x00", "\x04", "\x03\x03\x01\x03", "\x03\x03\x05\x01", "\x0a": // copy and filters
		return in
	}
	return nil
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
