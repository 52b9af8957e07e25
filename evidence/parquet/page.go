package parquet

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
)

// The kinds of pages.
const (
	pageData       = 0
	pageIndex      = 1
	pageDictionary = 2
	pageDataV2     = 3
)

// The codecs.
const (
	codecNone   = 0
	codecSnappy = 1
	codecGzip   = 2
	codecZstd   = 6
)

var errPage = errors.New("a page that is damaged")

// page is one page, unpacked.
type page struct {
	kind     int64
	values   int // rows in it, or entries of the dictionary
	encoding int64
	levels   []byte // of a data page of version 2
	data     []byte
}

// pages gives the pages of a chunk.
type pages struct {
	data  []byte
	codec int64
}

// next returns the next page, io.EOF after the last.
func (p *pages) next() (page, error) {
	if len(p.data) == 0 {
		return page{}, io.EOF
	}
	d := decoder{data: p.data}
	head, err := d.structure()
	if err != nil {
		return page{}, err
	}
	packed, size := head.field(3).number, head.field(2).number
	if packed < 0 || packed > int64(len(p.data)-d.pos) || size < 0 || size > maxPage {
		return page{}, fmt.Errorf("%w: it claims %d bytes", errPage, size)
	}
	body := p.data[d.pos : d.pos+int(packed)]
	p.data = p.data[d.pos+int(packed):]
	out := page{kind: head.field(1).number}
	codec := p.codec
	var own *value
	switch out.kind {
	case pageData:
		own = head.field(5)
		out.encoding = own.field(2).number
	case pageDictionary:
		own = head.field(7)
		out.encoding = own.field(2).number
	case pageDataV2:
		own = head.field(8)
		out.encoding = own.field(4).number
		levels, repeated := own.field(5).number, own.field(6).number
		if levels < 0 || repeated != 0 || levels > int64(len(body)) || levels > size {
			return page{}, errPage
		}
		out.levels, body = body[:levels], body[levels:]
		size -= levels
		if own.has(7) && own.field(7).number == 0 {
			codec = codecNone
		}
	default:
		return out, nil
	}
	if n := own.field(1).number; n >= 0 && n <= maxGroupRows {
		out.values = int(n)
	} else {
		return page{}, fmt.Errorf("%w: it claims %d values", errPage, n)
	}
	out.data, err = unpack(codec, body, int(size))
	return out, err
}

// unpack returns what is packed, which must be of the size that the page states.
func unpack(codec int64, body []byte, size int) ([]byte, error) {
	var out []byte
	var err error
	switch codec {
	case codecNone:
		out = body
	case codecSnappy:
		if n, bad := s2.DecodedLen(body); bad != nil || n != size {
			return nil, errPage
		}
		out, err = s2.Decode(nil, body)
	case codecGzip:
		out, err = gunzip(body, size)
	case codecZstd:
		out, err = unzstd(body, size)
	default:
		return nil, fmt.Errorf("a page that is packed by method %d, which dwell does not read", codec)
	}
	if err != nil || len(out) != size {
		return nil, errPage
	}
	return out, nil
}

func gunzip(body []byte, size int) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	_, err = io.Copy(&out, io.LimitReader(r, int64(size)+1))
	return out.Bytes(), err
}

func unzstd(body []byte, size int) ([]byte, error) {
	r, err := zstd.NewReader(bytes.NewReader(body), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(2*maxPage))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var out bytes.Buffer
	_, err = io.Copy(&out, io.LimitReader(r, int64(size)+1))
	return out.Bytes(), err
}
