package ndb

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Magic is at the beginning of every store.
const Magic = "!BDN"

// Variant is one of the layouts of a store.
type Variant uint8

// The layouts.
const (
	ANSI      Variant = iota + 1 // 32 bits, up to 2 GB
	Unicode                      // 64 bits
	Unicode4K                    // 64 bits, large pages, packed blocks
)

// String returns the name of the layout.
func (v Variant) String() string {
	return [...]string{"", "ANSI", "Unicode", "Unicode with pages of 4,096 bytes"}[v]
}

// Header is what the beginning of a store says.
type Header struct {
	Variant Variant
	Version uint16
	Client  string // "SM" for PST, "SO" for OST, "AB" for an address book
	Crypt   byte
	End     int64 // size of the file as the store knows it

	nodes, blocks pageRef // roots of the trees
}

// pageRef is where a page stands, and its number.
type pageRef struct {
	id     BID
	offset int64
}

// variantOf tells the layout from the version; 0 is none that is known.
func variantOf(version uint16) Variant {
	const firstUnicode, large = 20, 36
	switch {
	case version == 14 || version == 15:
		return ANSI
	case version == large:
		return Unicode4K
	case version >= firstUnicode && version < large:
		return Unicode
	}
	return 0
}

// Identify reports whether a file that begins so is a store of a known layout.
func Identify(head []byte) bool {
	const least = 12
	if len(head) < least || string(head[:len(Magic)]) != Magic {
		return false
	}
	switch string(head[8:10]) {
	case "SM", "SO", "AB":
		return variantOf(binary.LittleEndian.Uint16(head[10:])) != 0
	}
	return false
}

// The places of header fields ([MS-PST] 2.2.2.6).
const (
	headerSize     = 564
	ansiHeaderSize = 512
	headerCRCFrom  = 8
	partialCRCSize = 471
	fullCRCSize    = 516
)

// readHeader reads the beginning of a store; the fault is empty when its checksums fit.
func readHeader(r io.ReaderAt) (Header, *Fault, error) {
	b := make([]byte, headerSize)
	n, err := r.ReadAt(b, 0)
	if n < ansiHeaderSize {
		if err == nil || errors.Is(err, io.EOF) {
			err = errors.New("the file ends within its header")
		}
		return Header{}, nil, err
	}
	if !Identify(b) {
		return Header{}, nil, fmt.Errorf("a store of version %d, which is not known", binary.LittleEndian.Uint16(b[10:]))
	}
	h := Header{Version: binary.LittleEndian.Uint16(b[10:]), Client: string(b[8:10])}
	h.Variant = variantOf(h.Version)
	sound := checksum(b[headerCRCFrom:headerCRCFrom+partialCRCSize]) == binary.LittleEndian.Uint32(b[4:])
	if h.Variant == ANSI {
		h.End = int64(binary.LittleEndian.Uint32(b[168:]))
		h.nodes = pageRef{BID(binary.LittleEndian.Uint32(b[184:])), int64(binary.LittleEndian.Uint32(b[188:]))}
		h.blocks = pageRef{BID(binary.LittleEndian.Uint32(b[192:])), int64(binary.LittleEndian.Uint32(b[196:]))}
		h.Crypt = b[461]
	} else {
		h.End = int64(binary.LittleEndian.Uint64(b[184:]))
		h.nodes = pageRef{BID(binary.LittleEndian.Uint64(b[216:])), int64(binary.LittleEndian.Uint64(b[224:]))}
		h.blocks = pageRef{BID(binary.LittleEndian.Uint64(b[232:])), int64(binary.LittleEndian.Uint64(b[240:]))}
		h.Crypt = b[513]
		// The checksum over more is the one that Outlook minds.
		sound = checksum(b[headerCRCFrom:headerCRCFrom+fullCRCSize]) == binary.LittleEndian.Uint32(b[524:])
	}
	if h.Crypt > CryptCyclic {
		return Header{}, nil, fmt.Errorf("a store ciphered by method %d, which is not known (Windows Information Protection encrypts so): export it from Outlook", h.Crypt)
	}
	if !sound {
		return h, &Fault{0, "the header does not fit its checksum"}, nil
	}
	return h, nil, nil
}
