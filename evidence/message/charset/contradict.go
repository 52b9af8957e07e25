package charset

import (
	"bytes"
	"unicode/utf8"
)

// contradicted returns the charset that the bytes are in when they cannot be meant in
// the one of their label, nil when they may be. A table that has a letter for every
// byte never fails: what gives a wrong label away is that the bytes make sense
// otherwise, in a way that text of the label hardly ever does by chance.
func contradicted(cs *charset, data []byte) *charset {
	switch {
	case cs.sevenBit:
		return nil
	case utf8.Valid(data) && (oneByte(cs) || longSequences(data)):
		return utf8Set
	case (cs == johabSet || western(cs)) && looksHangul(data):
		return eucKRSet
	}
	return nil
}

// oneByte reports whether each byte is a letter of its own in the charset.
func oneByte(cs *charset) bool {
	switch cs.name {
	case "euc-kr", "johab", "gbk", "gb18030", "big5", "shift_jis", "euc-jp", "gb2312":
		return false
	}
	return true
}

// western reports whether the charset is one that programs name for want of a better.
func western(cs *charset) bool {
	return cs.name == westernSet.name || cs.name == "iso-8859-1" || cs.name == "iso-8859-15"
}

// longSequences reports whether valid UTF-8 holds at least two characters of three bytes
// or more. A single character of two bytes may be a syllable of EUC-KR by chance; the
// letters of East Asia in UTF-8 are no text of a double-byte charset.
func longSequences(data []byte) bool {
	const first, enough = 0xE0, 2
	n := 0
	for _, b := range data {
		if b >= first {
			if n++; n >= enough {
				return true
			}
		}
	}
	return false
}

// The sequences that switch to double bytes in seven bits (RFC 1557, RFC 1468).
var (
	toKorean   = []byte("\x1b$)C")
	toJapanese = [][]byte{[]byte("\x1b$B"), []byte("\x1b$@")}
)

// designated returns the charset that escape sequences in ASCII bytes announce, nil when
// there are none.
func designated(data []byte) *charset {
	if bytes.IndexByte(data, escape) < 0 {
		return nil
	}
	if atLineStart(data, toKorean) && bytes.IndexByte(data, shiftOut) >= 0 {
		return iso2022KR
	}
	for _, sequence := range toJapanese {
		if bytes.Contains(data, sequence) {
			return lookup("iso-2022-jp")
		}
	}
	return nil
}

// atLineStart reports whether a sequence stands where a line begins, where RFC 1557 wants
// the designator of ISO-2022-KR.
func atLineStart(data, sequence []byte) bool {
	for at := 0; ; {
		i := bytes.Index(data[at:], sequence)
		if i < 0 {
			return false
		}
		if at += i; at == 0 || data[at-1] == '\n' || data[at-1] == '\r' {
			return true
		}
		at += len(sequence)
	}
}
