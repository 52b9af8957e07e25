package pdf

import (
	"bytes"
	"strconv"
)

// maxObjects bounds the objects that are decrypted.
const maxObjects = 100_000

// rewrite gives the objects one after the other, in plain.
func (l *Lock) rewrite(key []byte) []byte {
	const word = " obj"
	out := []byte("%PDF-1.7\n")
	data := l.data
	for range maxObjects {
		i := bytes.Index(data, []byte(word))
		if i < 0 {
			break
		}
		of, ok := numbered(data[:i])
		data = data[i+len(word):]
		if !ok {
			continue
		}
		out = append(out, of.String()+word...)
		out, data = l.object(out, data, key, of)
		out = append(out, "\nendobj\n"...)
	}
	return out
}

// numbered reads the number and generation that end before a place.
func numbered(before []byte) (of reference, ok bool) {
	const longest = 16
	before = before[max(0, len(before)-longest):]
	cut := bytes.LastIndexByte(before, ' ')
	if cut < 0 {
		return of, false
	}
	generation, err := strconv.Atoi(string(before[cut+1:]))
	if err != nil {
		return of, false
	}
	from := cut
	for from > 0 && before[from-1] >= '0' && before[from-1] <= '9' {
		from--
	}
	number, err := strconv.Atoi(string(before[from:cut]))
	return reference{number, generation}, err == nil
}

// object writes one object, and gives what stands behind it.
func (l *Lock) object(out, data, key []byte, of reference) (written, rest []byte) {
	end, streams := nearest(data, "endobj", "stream")
	head := data[:end]
	if !streams {
		return l.plain(out, head, key, of), data[end:]
	}
	body := data[end+len("stream"):]
	body = bytes.TrimPrefix(body, []byte("\r"))
	body = bytes.TrimPrefix(body, []byte("\n"))
	p := parser{data: head}
	d, _ := p.value(0).(*dict)
	body, rest = cut(body, d)
	if d != nil && d.is("Type", "XRef") {
		return out, rest // where what lies, and again that the file is encrypted
	}
	out = append(l.plain(out, head, key, of), "stream\n"...)
	if !l.open(d) {
		body = l.decrypt(l.streams, key, body, of)
	}
	return append(append(out, body...), "\nendstream"...), rest
}

// open reports whether a stream says of itself that it is not encrypted.
func (l *Lock) open(d *dict) bool {
	return d != nil && (d.is("Filter", "Crypt") || d.is("Type", "Metadata") && !l.metadata)
}

// nearest gives the place of the nearer one of two words, or the end, and whether it is
// the second. It looks no further than it has to, so that many objects with one far end
// cost no more than their length.
func nearest(data []byte, one, two string) (at int, second bool) {
	for window := 1 << 10; ; window *= 2 {
		seen := data[:min(len(data), window)]
		i, j := bytes.Index(seen, []byte(one)), bytes.Index(seen, []byte(two))
		switch {
		case j >= 0 && (i < 0 || j < i):
			return j, true
		case i >= 0:
			return i, false
		case len(seen) == len(data):
			return len(data), false
		}
	}
}

// cut cuts the content of a stream off: by its length where that is told and true, else
// at its end mark.
func cut(data []byte, d *dict) (body, rest []byte) {
	const mark = "endstream"
	if d != nil {
		if n := d.number("Length", -1); n >= 0 && n <= len(data) && bytes.HasPrefix(bytes.TrimLeft(data[n:], "\r\n"), []byte(mark)) {
			return data[:n], data[n:]
		}
	}
	end := bytes.Index(data, []byte(mark))
	if end < 0 {
		return data, nil
	}
	body = bytes.TrimSuffix(data[:end], []byte("\n"))
	return bytes.TrimSuffix(body, []byte("\r")), data[end:]
}

// plain writes what stands around a stream, with its strings decrypted.
func (l *Lock) plain(out, data, key []byte, of reference) []byte {
	p := parser{data: data}
	for p.at < len(data) {
		at := p.at
		var s []byte
		switch {
		case data[at] == '(':
			s = p.literal()
		case data[at] == '<' && !p.starts("<<"):
			s = p.hex()
		case p.starts("<<"), p.starts(">>"):
			out = append(out, data[at:at+2]...)
			p.at += 2
			continue
		default:
			out = append(out, data[at])
			p.at++
			continue
		}
		out = append(out, '(')
		for _, c := range l.decrypt(l.strings, key, s, of) {
			if c == '(' || c == ')' || c == '\\' {
				out = append(out, '\\')
			}
			out = append(out, c)
		}
		out = append(out, ')')
	}
	return out
}
