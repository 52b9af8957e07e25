package container

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
)

// The parts of a ZIP archive that salvage needs (APPNOTE.TXT 4.3).
const (
	localHeader     = "PK\x03\x04"
	indexHeader     = "PK\x01\x02"
	indexEnd        = "PK\x05\x06"
	descriptorMark  = "PK\x07\x08"
	localHeaderSize = 30
	sizesFollow     = 1 << 3 // general purpose flag: CRC and sizes stand behind the data
	nameIsUTF8      = 1 << 11
	in64Bits        = 0xffffffff // a size that stands in the ZIP64 extra field
	zip64Extra      = 1
	maxDescriptor   = 24
)

// salvage gives the members of a ZIP archive without its index, from the local
// headers in front of them, and then says that the index is lost. It ends at the
// first thing that is no member.
func salvage(r io.Reader, why error, yield func(Member, error) bool) {
	s := &salvager{r: bufio.NewReaderSize(r, 64<<10)}
	found := 0
	for {
		h, err := s.next()
		if err != nil {
			yield(Member{}, fmt.Errorf("%w; %d members found without it: %w", why, found, err))
			return
		}
		if h == nil {
			yield(Member{}, fmt.Errorf("%w; %d members found without it", why, found))
			return
		}
		found++
		var m Member
		if m.named(h.name, h.flags&nameIsUTF8 != 0); m.Refused == "" {
			m.Refused = h.refusal()
		}
		if m.Refused == "" {
			m.MustRead = h.open
			m.Open = func() (io.ReadCloser, error) { return h.content(s.r), nil }
		}
		if !strings.HasSuffix(h.name, "/") && !yield(m, nil) {
			return
		}
		if err := s.skip(h); err != nil {
			yield(Member{}, fmt.Errorf("%w; %d members found without it: %w", why, found, err))
			return
		}
	}
}

type salvager struct{ r *bufio.Reader }

// local is what a local header says of the member behind it.
type local struct {
	name          string
	flags, method uint16
	crc           uint32
	size          int64 // compressed; unknown when open
	open          bool  // only the data say where they end
	data          *io.LimitedReader
	ended         bool // the data of an open member were read to their end
}

// next reads a local header; nil at the index or the end of the bytes.
func (s *salvager) next() (*local, error) {
	head, err := s.r.Peek(localHeaderSize)
	if len(head) == 0 && errors.Is(err, io.EOF) || bytes.HasPrefix(head, []byte(indexHeader)) || bytes.HasPrefix(head, []byte(indexEnd)) {
		return nil, nil
	}
	if err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	if !bytes.HasPrefix(head, []byte(localHeader)) {
		return nil, errors.New("what follows is no member")
	}
	h := &local{
		flags:  binary.LittleEndian.Uint16(head[6:]),
		method: binary.LittleEndian.Uint16(head[8:]),
		crc:    binary.LittleEndian.Uint32(head[14:]),
		size:   int64(binary.LittleEndian.Uint32(head[18:])),
	}
	wide := binary.LittleEndian.Uint32(head[22:]) == in64Bits
	rest := make([]byte, localHeaderSize+int(binary.LittleEndian.Uint16(head[26:]))+int(binary.LittleEndian.Uint16(head[28:])))
	nameEnd := localHeaderSize + int(binary.LittleEndian.Uint16(head[26:]))
	if _, err := io.ReadFull(s.r, rest); err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	h.name = string(rest[localHeaderSize:nameEnd])
	if h.size == in64Bits {
		if h.size = size64(rest[nameEnd:], wide); h.size < 0 {
			return nil, errors.New("a member does not state its size")
		}
	}
	h.open = h.flags&sizesFollow != 0 && h.size == 0
	return h, nil
}

// size64 returns the compressed size from the ZIP64 extra field, -1 when there is
// none. The size of the content stands before it when its own field is full.
func size64(extra []byte, wide bool) int64 {
	for len(extra) >= 4 {
		id, n := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if extra = extra[4:]; n > len(extra) {
			return -1
		}
		at := 0
		if wide {
			at = 8
		}
		if id == zip64Extra && n >= at+8 {
			return int64(binary.LittleEndian.Uint64(extra[at:]) & (1<<63 - 1))
		}
		extra = extra[n:]
	}
	return -1
}

func (h *local) refusal() string {
	if reason := methodRefusal(h.flags, h.method); reason != "" {
		return reason
	}
	if h.open && h.method != zipDeflate {
		return "its end cannot be found without the index of the archive"
	}
	return ""
}

// content opens the member's data.
func (h *local) content(r *bufio.Reader) io.ReadCloser {
	if h.open { // deflate reads no byte more than it needs of a bufio.Reader
		return &checked{r: decompressMember(deflated, r), header: h}
	}
	h.data = &io.LimitedReader{R: r, N: h.size}
	if h.method == zipStore {
		return &checked{r: io.NopCloser(h.data), header: h}
	}
	return &checked{r: decompressMember(zipMethods[h.method], bufio.NewReaderSize(h.data, 4<<10)), header: h}
}

// skip goes to what follows the member.
func (s *salvager) skip(h *local) error {
	if !h.open {
		left := h.size
		if h.data != nil {
			left = h.data.N
		}
		if n, err := io.CopyN(io.Discard, s.r, left); err != nil {
			return fmt.Errorf("the last member lacks %d bytes: %w", left-n, io.ErrUnexpectedEOF)
		}
	} else if !h.ended {
		return errors.New("a member was not read to its end, so the next cannot be found")
	}
	if h.flags&sizesFollow == 0 {
		return nil
	}
	// The descriptor may or may not begin with a mark and hold 64-bit sizes.
	behind, _ := s.r.Peek(maxDescriptor + len(localHeader))
	for _, n := range []int{16, 24, 12, 20} {
		marked := n%8 == 0
		if n > len(behind) || marked != bytes.HasPrefix(behind, []byte(descriptorMark)) {
			continue
		}
		if after := behind[n:]; len(after) == 0 || bytes.HasPrefix(after, []byte("PK")) {
			_, err := s.r.Discard(n)
			return err
		}
	}
	return errors.New("what follows is no member")
}

// checked compares the content with the CRC in the header, where there is one, and
// notes the end.
type checked struct {
	r      io.ReadCloser
	header *local
	crc    uint32
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.crc = crc32.Update(c.crc, crc32.IEEETable, p[:n])
	if !errors.Is(err, io.EOF) {
		return n, err
	}
	c.header.ended = true
	switch h := c.header; {
	case h.data != nil && h.method == zipStore && h.data.N > 0:
		return n, io.ErrUnexpectedEOF
	case h.flags&sizesFollow == 0 && c.crc != h.crc:
		return n, errors.New("ZIP: checksum error")
	}
	return n, err
}

func (c *checked) Close() error { return c.r.Close() }
