package transfer

import (
	"bytes"
	"encoding/base64"
	"slices"
)

// What the decoders find wrong.
const (
	DefectBase64Cut     = "base64 text is cut off"
	DefectBase64Foreign = "base64 text holds foreign characters"
	DefectNotBase64     = "text labelled base64 is not base64"
	DefectQuoted        = "quoted-printable text holds a malformed escape"
	DefectUUCut         = "uuencoded text is cut off"
)

const notInAlphabet = 0xFF

var base64Value = func() (table [256]byte) {
	for i := range table {
		table[i] = notInAlphabet
	}
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	for i := range len(alphabet) {
		table[alphabet[i]] = byte(i)
	}
	return table
}()

// DecodeBase64 appends the bytes that src encodes to dst. Line ends and blanks are
// passed over, padding may be missing or stand in the middle, other characters are
// left out, and text after the padding (the footer of a mailing list) ends it.
func DecodeBase64(dst, src []byte) (out []byte, defect string) {
	if len(src) == 0 {
		return dst, ""
	}
	start, size := len(dst), base64.StdEncoding.DecodedLen(len(src))
	dst = slices.Grow(dst, size) // grows by more than asked: a header may be made of a hundred words
	need := start + size
	n, err := base64.StdEncoding.Decode(dst[start:need], src)
	if err == nil {
		return dst[:start+n], ""
	}
	if prose(src) {
		return append(dst[:start], src...), DefectNotBase64
	}
	return tolerantBase64(dst[:start], src)
}

func tolerantBase64(dst, src []byte) (out []byte, defect string) {
	var quantum uint32
	have := 0
	for i := 0; i < len(src); i++ {
		b := src[i]
		if v := base64Value[b]; v != notInAlphabet {
			quantum = quantum<<6 | uint32(v)
			if have++; have == 4 {
				dst = append(dst, byte(quantum>>16), byte(quantum>>8), byte(quantum))
				quantum, have = 0, 0
			}
			continue
		}
		switch b {
		case '\r', '\n', ' ', '\t':
		case '=':
			if have > 0 {
				dst = flushQuantum(dst, quantum, have)
				quantum, have = 0, 0
			}
			for i+1 < len(src) && (src[i+1] == '=' || src[i+1] <= ' ') {
				i++
			}
			if i+1 < len(src) && !base64Line(src[i+1:]) {
				return dst, defect
			}
		default:
			defect = DefectBase64Foreign
		}
	}
	if have > 0 {
		dst = flushQuantum(dst, quantum, have)
		if defect == "" && have == 1 {
			defect = DefectBase64Cut
		}
	}
	return dst, defect
}

// flushQuantum writes what an incomplete group of 2 or 3 characters holds.
func flushQuantum(dst []byte, quantum uint32, have int) []byte {
	switch have {
	case 2:
		return append(dst, byte(quantum>>4))
	case 3:
		return append(dst, byte(quantum>>10), byte(quantum>>2))
	}
	return dst
}

// base64Line reports whether the line at the start of b is base64 throughout.
func base64Line(b []byte) bool {
	for i, c := range b {
		if c == '\n' || c == '\r' {
			return i > 0
		}
		if base64Value[c] == notInAlphabet && c != '=' {
			return false
		}
		const enough = 80
		if i == enough {
			return true
		}
	}
	return len(b) > 0
}

// prose reports whether text that fails as base64 is plain text under a wrong
// label: words between blanks, and more than a few foreign characters. Padding ends
// what is looked at; a footer may follow it.
func prose(src []byte) bool {
	const sample, oneIn, few = 4096, 12, 3
	src = src[:min(len(src), sample)]
	if padding := bytes.IndexByte(src, '='); padding >= 0 {
		src = src[:padding]
	}
	src = bytes.TrimSpace(src)
	foreign, blanks := 0, 0
	for _, c := range src {
		switch {
		case c == ' ' || c == '\t':
			blanks++
		case c > ' ' && base64Value[c] == notInAlphabet:
			foreign++
		}
	}
	return foreign > 0 && foreign+blanks >= few && (foreign+blanks)*oneIn > len(src)
}

// LooksBase64 reports whether text without a label is the base64 of a file: at
// least three full lines of nothing else.
func LooksBase64(src []byte) bool {
	const lines, shortest, longest = 3, 60, 76
	src = bytes.TrimLeft(src, "\r\n")
	for range lines {
		end := bytes.IndexByte(src[:min(len(src), longest+2)], '\n')
		if end < 0 {
			return false
		}
		line := bytes.TrimRight(src[:end], "\r")
		if len(line) < shortest || !base64Line(line) {
			return false
		}
		src = src[end+1:]
	}
	return true
}
