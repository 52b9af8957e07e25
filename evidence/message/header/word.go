package header

import (
	"bytes"
	"strings"

	"dwell/evidence/message/charset"
	"dwell/evidence/message/transfer"
)

// Text decodes a field value: encoded words (RFC 2047) and raw 8-bit text. Broken
// encoded words are read as far as they make sense: spaces inside, a character cut
// in two by the border of two words, base64 cut at any place, unknown charsets, a
// missing end. Korean is as for charset.Decode. The defect is "" when all was well.
func Text(value []byte, korean bool) (text, defect string) {
	if bytes.Contains(value, []byte("=?")) {
		d := wordDecoder{korean: korean}
		d.decode(value)
		return string(d.out), d.defect
	}
	t := charset.Decode("", value, korean)
	if t.Defect == "" {
		return t.String, ""
	}
	return t.String, "in a header: " + t.Defect
}

// wordDecoder collects neighbouring words of one charset before it decodes them,
// because programs cut multi-byte characters between words.
type wordDecoder struct {
	korean bool
	out    []byte
	defect string

	label string // charset of the pending bytes
	bytes []byte // decoded from Q or B, charset not yet decoded
	coded []byte // base64 not yet decoded
}

func (d *wordDecoder) decode(value []byte) {
	afterWord := false
	for len(value) > 0 {
		start := bytes.Index(value, []byte("=?"))
		if start < 0 {
			break
		}
		word, ok := parseWord(value[start:])
		if !ok {
			d.raw(value[:start+2])
			value, afterWord = value[start+2:], false
			continue
		}
		if !afterWord || !blank(value[:start]) {
			d.raw(value[:start])
		}
		d.add(word)
		value, afterWord = value[start+word.length:], true
	}
	if !afterWord || !blank(value) {
		d.raw(value)
	}
	d.flush()
}

func (d *wordDecoder) raw(b []byte) {
	d.flush()
	if len(b) == 0 {
		return
	}
	t := charset.Decode("", b, d.korean)
	d.out = append(d.out, t.String...)
	if t.Defect != "" {
		d.defect = "in a header: " + t.Defect
	}
}

func (d *wordDecoder) add(w word) {
	if !strings.EqualFold(w.label, d.label) {
		d.flush()
		d.label = w.label
	}
	if w.broken {
		d.defect = "encoded word without its end"
	}
	if w.base64 {
		if complete(d.coded) {
			d.flushBase64()
		}
		for _, b := range w.payload {
			if b > ' ' {
				d.coded = append(d.coded, b)
			}
		}
		return
	}
	d.flushBase64()
	d.bytes = transfer.DecodeQ(d.bytes, w.payload)
}

// complete reports whether the base64 text ends at a border of four characters.
func complete(coded []byte) bool {
	return len(coded)%4 == 0 || coded[len(coded)-1] == '='
}

func (d *wordDecoder) flushBase64() {
	d.bytes, _ = transfer.DecodeBase64(d.bytes, d.coded)
	d.coded = d.coded[:0]
}

func (d *wordDecoder) flush() {
	d.flushBase64()
	if len(d.bytes) > 0 {
		t := charset.Decode(d.label, d.bytes, d.korean)
		d.out = append(d.out, t.String...)
		if t.Defect != "" {
			d.defect = "in a header: " + t.Defect
		}
	}
	d.label, d.bytes = "", d.bytes[:0]
}

// word is one encoded word, not yet decoded.
type word struct {
	label   string
	base64  bool
	payload []byte
	length  int  // of the whole word
	broken  bool // it had no end
}

// maxWordLabel bounds the charset of an encoded word, with its language (RFC 2231).
const maxWordLabel = 80

// parseWord reads the encoded word at the start of b ("=?charset?Q?text?=").
func parseWord(b []byte) (word, bool) {
	label := bytes.IndexByte(b[2:min(len(b), 2+maxWordLabel)], '?')
	if label <= 0 || 2+label+3 > len(b) || b[2+label+2] != '?' {
		return word{}, false
	}
	w := word{label: string(b[2 : 2+label])}
	switch b[2+label+1] | 0x20 {
	case 'b':
		w.base64 = true
	case 'q':
	default:
		return word{}, false
	}
	if star := bytes.IndexByte(b[2:2+label], '*'); star >= 0 {
		w.label = w.label[:star]
	}
	from := 2 + label + 3
	w.payload, w.length, w.broken = payload(b, from)
	return w, true
}

// payload finds the end of an encoded word whose text begins at from: "?=", or the
// start of the next word when that comes first, or the end of the value.
func payload(b []byte, from int) (text []byte, length int, broken bool) {
	for i := from; ; {
		mark := bytes.IndexByte(b[i:], '?')
		if mark < 0 {
			return b[from:], len(b), true
		}
		i += mark
		if i+1 < len(b) && b[i+1] == '=' {
			return b[from:i], i + 2, false
		}
		if i > from && b[i-1] == '=' && startsWord(b[i-1:]) {
			return b[from : i-1], i - 1, true
		}
		i++
	}
}

// startsWord reports whether b looks like "=?charset?Q?".
func startsWord(b []byte) bool {
	label := bytes.IndexByte(b[2:min(len(b), 2+maxWordLabel)], '?')
	if label <= 0 || 2+label+2 >= len(b) || b[2+label+2] != '?' {
		return false
	}
	kind := b[2+label+1] | 0x20
	return kind == 'b' || kind == 'q'
}
