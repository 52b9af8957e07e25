// Package smime takes the content out of S/MIME (RFC 8551) that is signed and packed in
// one piece (smime.p7m): a CMS SignedData (RFC 5652) in BER, whose content is a MIME
// entity. Programs without S/MIME, and most gateways, see an opaque file. Signatures are
// not verified: that needs certificates which evidence seldom holds.
//
// The package must not import anything of dwell.
package smime

import "bytes"

// Kind is what a CMS object is.
type Kind uint8

// The kinds.
const (
	None      Kind = iota
	Signed         // the content can be read
	Encrypted      // it cannot
)

// The object identifiers of the kinds: 1.2.840.113549.1.7.2 and .3, and
// 1.2.840.113549.1.9.16.1.23 (authenticated enveloped data).
var (
	signedID    = []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02}
	envelopedID = []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x03}
	authID      = []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x17}
)

// The tags of BER that matter here.
const (
	octets      = 0x04
	octetsList  = 0x24 // an octet string in pieces
	object      = 0x06
	sequence    = 0x30
	explicit    = 0xA0 // [0]
	endOfPieces = 0x00
)

// Open returns what kind of object data is and, when it is signed, the content, which is
// nil when the object holds none (a signature that stands apart).
func Open(data []byte) (Kind, []byte) {
	info, ok := enter(data, sequence)
	if !ok {
		return None, nil
	}
	id, rest, ok := read(info)
	if !ok || id.tag != object {
		return None, nil
	}
	switch {
	case bytes.Equal(id.value, envelopedID), bytes.Equal(id.value, authID):
		return Encrypted, nil
	case !bytes.Equal(id.value, signedID):
		return None, nil
	}
	signed, ok := enter(rest, explicit)
	if ok {
		signed, ok = enter(signed, sequence)
	}
	if !ok {
		return None, nil
	}
	return Signed, content(signed)
}

// content finds the content of a SignedData: behind its version and the set of
// algorithms stands a sequence of a type and, under a tag, an octet string.
func content(signed []byte) []byte {
	for range 3 {
		e, rest, ok := read(signed)
		if !ok {
			return nil
		}
		if e.tag != sequence {
			signed = rest
			continue
		}
		_, inner, ok := read(e.value)
		if !ok {
			return nil
		}
		value, ok := enter(inner, explicit)
		if !ok {
			return nil
		}
		return join(value, 0)
	}
	return nil
}

// join puts the pieces of an octet string together.
func join(data []byte, depth int) []byte {
	const deepest = 8
	var whole []byte
	for len(data) > 0 && depth < deepest {
		e, rest, ok := read(data)
		if !ok {
			break
		}
		switch e.tag {
		case octets:
			if whole == nil && len(rest) == 0 {
				return e.value
			}
			whole = append(whole, e.value...)
		case octetsList:
			whole = append(whole, join(e.value, depth+1)...)
		default:
			return whole
		}
		data = rest
	}
	return whole
}

// element is a value with its tag.
type element struct {
	tag   byte
	value []byte
}

// enter returns the value of the element at the head of data, if it has the tag.
func enter(data []byte, tag byte) ([]byte, bool) {
	e, _, ok := read(data)
	return e.value, ok && e.tag == tag
}

// read takes the element at the head of data off. One that is cut off ends with the data.
func read(data []byte) (e element, rest []byte, ok bool) {
	if len(data) < 2 || data[0]&0x1F == 0x1F { // tags of several bytes have no place here
		return e, nil, false
	}
	e.tag = data[0]
	size, head := length(data[1:])
	if head == 0 {
		return e, nil, false
	}
	data = data[1+head:]
	if size >= 0 {
		size = min(size, len(data))
		e.value = data[:size]
		return e, data[size:], true
	}
	end, next := indefinite(data)
	e.value = data[:end]
	return e, data[next:], true
}

// length reads a length and how many bytes it takes: -1 when the end is marked instead, and
// no bytes when it is none.
func length(data []byte) (size, head int) {
	const several, most = 0x80, 4
	first := int(data[0])
	switch n := first &^ several; {
	case first < several:
		return first, 1
	case n == 0:
		return -1, 1
	case n > most || n >= len(data):
		return 0, 0
	default:
		for _, b := range data[1 : 1+n] {
			size = size<<8 | int(b)
		}
		return size, 1 + n
	}
}

// indefinite finds the end mark of a value, passing over the values in it, and where what
// follows begins. Of a value that is cut off it is the end of the data.
func indefinite(data []byte) (end, next int) {
	open := 1
	for at := 0; at+2 <= len(data); {
		if data[at] == endOfPieces && data[at+1] == 0 {
			if open--; open == 0 {
				return at, at + 2
			}
			at += 2
			continue
		}
		size, head := length(data[at+1:])
		if head == 0 {
			break
		}
		if size < 0 {
			open++
			size = 0
		}
		at += 1 + head + size
	}
	return len(data), len(data)
}
