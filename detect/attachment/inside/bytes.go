package inside

import (
	"bytes"
	"iter"
	"unicode/utf16"
)

// Number reads n little-endian bytes at a place, 0 where there are none.
func Number(data []byte, at, n int) uint64 {
	if at < 0 || n > 8 || at > len(data)-n {
		return 0
	}
	v := uint64(0)
	for i := n - 1; i >= 0; i-- {
		v = v<<8 | uint64(data[at+i])
	}
	return v
}

// Slice returns n bytes at a place, fewer where the data ends, nil outside of it.
func Slice(data []byte, at, n uint64) []byte {
	if at >= uint64(len(data)) {
		return nil
	}
	return data[at:min(at+min(n, uint64(len(data))), uint64(len(data)))]
}

// UTF16 decodes little-endian UTF-16 up to its first zero.
func UTF16(data []byte) string {
	units := make([]uint16, 0, min(len(data)/2, 1024))
	for i := 0; i+1 < len(data); i += 2 {
		u := uint16(data[i]) | uint16(data[i+1])<<8
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

// Places gives where a word stands, at most so many times. Documents are searched so
// and not by regular expressions, which are a hundred times slower.
func Places(text []byte, word string, most int) iter.Seq[int] {
	return func(yield func(int) bool) {
		at := 0
		for range most {
			i := bytes.Index(text[at:], []byte(word))
			if i < 0 || !yield(at+i) {
				return
			}
			at += i + len(word)
		}
	}
}

// Elements gives the attributes and the text of the XML elements of that name, which
// hold no others, at most so many.
func Elements(text []byte, name string, most int) iter.Seq2[[]byte, []byte] {
	return func(yield func(attributes, content []byte) bool) {
		for at := range Places(text, "<"+name, most) {
			rest := text[at+1+len(name):]
			open := bytes.IndexByte(rest, '>')
			if open < 0 || rest[0] != '>' && rest[0] != ' ' && rest[0] != '\n' && rest[0] != '\t' && rest[0] != '\r' {
				continue
			}
			content := rest[open+1:]
			if end := bytes.IndexByte(content, '<'); end >= 0 {
				content = content[:end]
			}
			if !yield(rest[:open], content) {
				return
			}
		}
	}
}

// Lower makes the ASCII letters of hostile bytes lower case and leaves the rest, so that
// places in the result are places in the text. bytes.ToLower changes the length of what
// is no UTF-8.
func Lower(text []byte) []byte {
	out := make([]byte, len(text))
	for i, c := range text {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		out[i] = c
	}
	return out
}
