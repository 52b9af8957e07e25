package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// hangulPairsNeeded is how many double-byte Hangul in a row speak for EUC-KR when
// nothing names a charset. Western 8-bit text seldom has two accented letters in a
// row, Chinese text seldom stays within the 25 rows of Hangul for so long.
const hangulPairsNeeded = 4

// guess reads bytes whose label is missing or useless, and says so in the defect.
func guess(data []byte, korean bool, why string) Text {
	if utf8.Valid(data) {
		return Text{String: string(data), Charset: "utf-8", Defect: why + ", read as utf-8"}
	}
	if korean || looksHangul(data) {
		return Text{String: eucKRSet.decode(data), Charset: eucKRSet.name, Defect: why + ", read as euc-kr"}
	}
	return Text{String: westernSet.decode(data), Charset: westernSet.name, Defect: why + ", read as windows-1252"}
}

// looksHangul reports whether every high byte belongs to a pair of KS X 1001, and
// a run of pairs lies within its rows of Hangul.
func looksHangul(data []byte) bool {
	run, longest := 0, 0
	for i := 0; i < len(data); i++ {
		b := data[i]
		if b < 0x80 {
			if b > ' ' {
				run = 0
			}
			continue
		}
		if b < 0xA1 || b == 0xFF || i+1 == len(data) || data[i+1] < 0xA1 || data[i+1] == 0xFF {
			return false
		}
		if b >= 0xB0 && b <= 0xC8 {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
		i++
	}
	return longest >= hangulPairsNeeded
}

// koreanMarks are what the labels of Korean charsets have in common.
var koreanMarks = [][]byte{[]byte("euc-kr"), []byte("ks_c_5601"), []byte("ksc5601"), []byte("iso-2022-kr"), []byte("949"), []byte("johab"), []byte("uhc")}

// NamesKorean reports whether the label of a Korean charset stands after
// "charset=" or at the start of an encoded word in the first bytes of a mail.
func NamesKorean(mail []byte) bool {
	const window = 64 << 10
	head := mail[:min(len(mail), window)]
	for at := 0; ; at++ {
		i := bytes.IndexByte(head[at:], '=')
		if i < 0 {
			return false
		}
		at += i
		inWord := at+1 < len(head) && head[at+1] == '?'
		if (inWord || after(head[:at], "charset")) && koreanLabel(head[at+1:]) {
			return true
		}
	}
}

// after reports whether head ends in a word, in any case of letters.
func after(head []byte, word string) bool {
	return len(head) >= len(word) && head[len(head)-1]|0x20 == word[len(word)-1] && strings.EqualFold(string(head[len(head)-len(word):]), word)
}

// koreanLabel reports whether the label of a Korean charset begins within the next bytes,
// behind quotes, blanks and the "3D" of quoted-printable.
func koreanLabel(rest []byte) bool {
	var buffer [30]byte
	n := copy(buffer[:], rest)
	label := bytes.TrimLeft(buffer[:n], `?"' 3dD`)
	for i, c := range label {
		if c >= 'A' && c <= 'Z' {
			label[i] = c | 0x20
		}
	}
	for _, mark := range koreanMarks {
		if at := bytes.Index(label, mark); at >= 0 && at <= len("windows-") {
			return true
		}
	}
	return false
}
