package wire

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
)

// Charset is a character set that mail in Korean is written in.
type Charset uint8

// The character sets. Windows programs label their code page 949 with the name of
// the smaller standard KS C 5601; both labels mean the same bytes here.
const (
	Unset Charset = iota
	UTF8
	EUCKR     // "euc-kr"
	KSC5601   // "ks_c_5601-1987"
	ISO2022KR // seven bits, RFC 1557
)

// Label returns the name of the character set in lower case.
func (c Charset) Label() string {
	switch c {
	case EUCKR:
		return "euc-kr"
	case KSC5601:
		return "ks_c_5601-1987"
	case ISO2022KR:
		return "iso-2022-kr"
	}
	return "utf-8"
}

// Encode writes text, which is UTF-8, in the character set. ok is false when a
// character has no place in it; programs then take UTF-8.
func (c Charset) Encode(text string) (coded []byte, ok bool) {
	switch c {
	case EUCKR, KSC5601, ISO2022KR:
		coded, err := korean.EUCKR.NewEncoder().Bytes([]byte(text))
		if err != nil {
			return nil, false
		}
		if c == ISO2022KR {
			return iso2022(coded)
		}
		return coded, true
	}
	return []byte(text), utf8.ValidString(text)
}

// ASCII reports whether every byte of text is below 0x80.
func ASCII[T string | []byte](text T) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// character returns the length of the first character of b.
func (c Charset) character(b []byte) int {
	switch c {
	case EUCKR, KSC5601, ISO2022KR:
		if b[0] >= 0x80 && len(b) > 1 {
			return 2
		}
		return 1
	}
	_, n := utf8.DecodeRune(b)
	return n
}

// The control characters of ISO-2022-KR: the escape sequence that names KS C 5601,
// which stands once at the start of the first line, and the shifts to it and back.
const (
	designation = "\x1b$)C"
	shiftOut    = 0x0e
	shiftIn     = 0x0f
)

// iso2022 turns EUC-KR into ISO-2022-KR. The characters that code page 949 added
// have no place there, nor have the control characters that it uses itself. A line
// ends in ASCII.
func iso2022(euc []byte) ([]byte, bool) {
	if bytes.ContainsAny(euc, "\x0e\x0f\x1b") {
		return nil, false
	}
	out := append(make([]byte, 0, len(euc)+len(euc)/4+len(designation)), designation...)
	out = append(out, '\r', '\n')
	return shifts(out, euc)
}

// shifts appends EUC-KR as seven bits with shifts between ASCII and Korean.
func shifts(dst, euc []byte) ([]byte, bool) {
	const lowest = 0xa1 // of both bytes of a character of KS C 5601
	shifted := false
	for i := 0; i < len(euc); {
		if euc[i] < 0x80 {
			if shifted {
				dst, shifted = append(dst, shiftIn), false
			}
			dst = append(dst, euc[i])
			i++
			continue
		}
		if i+1 >= len(euc) || euc[i] < lowest || euc[i+1] < lowest {
			return nil, false
		}
		if !shifted {
			dst, shifted = append(dst, shiftOut), true
		}
		dst = append(dst, euc[i]&0x7f, euc[i+1]&0x7f)
		i += 2
	}
	if shifted {
		dst = append(dst, shiftIn)
	}
	return dst, true
}
