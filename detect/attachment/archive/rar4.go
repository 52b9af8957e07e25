package archive

import (
	"encoding/binary"
	"hash/crc32"
)

// The blocks of RAR 4 that matter, and their flags (RAR 4 technical note).
const (
	rar4Main, rar4File      = 0x73, 0x74
	rar4Solid               = 0x0008
	rar4HeadersEncrypted    = 0x0080
	rar4SplitBefore         = 0x0001
	rar4FileEncrypted       = 0x0004
	rar4Large, rar4Unicode  = 0x0100, 0x0200
	rar4Salt                = 0x0400
	rar4Window              = 0x00e0 // the size of the dictionary
	rar4Directory           = 0x00e0
	rar4LongBlock           = 0x8000
	rar4Header, rar4Fixed   = 7, 32 // bytes of any header, of that of a member without its name
	rar4Stored              = 0x30
	rar4SaltSize, rar4Align = 8, 16
)

// blocks4 goes through the blocks of RAR 4.
func (w *rarWalk) blocks4(data []byte) {
	for len(data) >= rar4Header {
		block, used := w.header4(data)
		if block == nil {
			return
		}
		kind, flags := block[2], field(block, 3, 2)
		var packed uint64
		if flags&rar4LongBlock != 0 || kind == rar4File {
			packed = field(block, rar4Header, 4)
		}
		if kind == rar4File && flags&rar4Large != 0 {
			packed |= field(block, rar4Fixed, 4) << 32
		}
		switch kind {
		case rar4Main:
			w.solid = flags&rar4Solid != 0
			if w.hidden = flags&rar4HeadersEncrypted != 0; w.hidden && w.keys == nil {
				return
			}
		case rar4File:
			if !w.file4(block, flags, part(data, used, packed)) {
				return
			}
		}
		if packed > uint64(len(data))-used {
			return
		}
		data = data[used+packed:]
	}
}

// header4 gives the next header in plain, and how many bytes it takes; nil where there
// is none.
func (w *rarWalk) header4(data []byte) (block []byte, used uint64) {
	if w.hidden {
		if block, used = w.keys.header4(data); block == nil {
			w.wrong, w.damaged = len(w.files) == 0, true
		}
		return block, used
	}
	size := field(data, 5, 2)
	if size < rar4Header || size > uint64(len(data)) {
		w.damaged = true
		return nil, 0
	}
	return data[:size], size
}

// file4 collects the member of a file block: 32 bytes, eight more for large files, then
// the name, which ends at a zero when a Unicode form follows, then the salt.
func (w *rarWalk) file4(block []byte, flags uint64, packed []byte) bool {
	unpacked, length := field(block, 11, 4), field(block, 26, 2)
	at := uint64(rar4Fixed)
	if flags&rar4Large != 0 {
		at += 8
		unpacked |= field(block, rar4Fixed+4, 4) << 32
	}
	if len(block) < rar4Fixed || at+length > uint64(len(block)) {
		w.damaged = true
		return false
	}
	raw := block[at : at+length]
	f := rarFile{Member: Member{Name: name4(raw, flags), Encrypted: flags&rar4FileEncrypted != 0, Size: int64(min(unpacked, 1<<62))},
		stored: block[25] == rar4Stored, split: flags&rar4SplitBefore != 0, packed: packed}
	f.locked = f.Encrypted
	if salt := part(block, at+length, rar4SaltSize); f.Encrypted && w.keys != nil && flags&rar4Salt != 0 && len(salt) == rar4SaltSize {
		f.packed, f.locked = w.keys.content4(packed, salt)
	}
	if f.stored {
		f.packed = f.packed[:min(uint64(len(f.packed)), unpacked)]
	}
	if !f.locked {
		f.header = plain4(block, raw, flags, len(f.packed), unpacked)
	}
	return w.add(f)
}

// plain4 is the header of the same member without encryption.
func plain4(block, name []byte, flags uint64, packed int, unpacked uint64) []byte {
	out := append([]byte(nil), block[:rar4Fixed]...)
	out = append(out, name...)
	keep := flags & (rar4Window | rar4Unicode | 0x10) // 0x10: solid
	binary.LittleEndian.PutUint16(out[3:], uint16(keep|rar4LongBlock))
	binary.LittleEndian.PutUint16(out[5:], uint16(len(out)))
	binary.LittleEndian.PutUint32(out[7:], uint32(packed))
	binary.LittleEndian.PutUint32(out[11:], uint32(min(unpacked, 1<<31)))
	return sum4(out)
}

// sum4 puts the checksum into a header.
func sum4(header []byte) []byte {
	binary.LittleEndian.PutUint16(header, uint16(crc32.ChecksumIEEE(header[2:])))
	return header
}

// main4 is the block that an archive begins with.
func main4(solid bool) []byte {
	const size = 13
	out := make([]byte, size)
	out[2], out[5] = rar4Main, size
	if solid {
		out[3] = rar4Solid
	}
	return sum4(out)
}
