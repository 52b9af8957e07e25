package charset

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
)

// The Unicode blocks that Johab maps to by arithmetic.
const (
	hangulBase = 0xAC00 // first syllable; 21 medials of 28 finals for each initial
	medials    = 21
	finals     = 28
	jamoMedial = 0x314F // compatibility jamo of the first medial
)

// Five-bit codes of a Johab letter: initial, medial, final. -1 is not assigned,
// johabFill stands for "no letter here".
const johabFill = -2

var (
	johabInitial = fiveBits(1, [][2]int{{2, 20}}, 0)
	johabMedial  = fiveBits(2, [][2]int{{3, 7}, {10, 15}, {18, 23}, {26, 29}}, 0)
	johabFinal   = fiveBits(1, [][2]int{{2, 17}, {19, 29}}, 1)

	// compatibility jamo of the 19 initials and of the 27 finals
	jamoInitial = []rune("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")
	jamoFinal   = []rune("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
)

// fiveBits lays out one of the three code tables: the ranges hold the letters
// first, first+1, ... in order.
func fiveBits(fill int, ranges [][2]int, first int8) (table [32]int8) {
	for i := range table {
		table[i] = -1
	}
	table[fill] = johabFill
	next := first
	for _, r := range ranges {
		for i := r[0]; i <= r[1]; i++ {
			table[i] = next
			next++
		}
	}
	return table
}

// decodeJohab reads Johab (KS X 1001 annex 3, code page 1361): Hangul by
// arithmetic on 5 bits each of initial, medial and final; symbols and hanja
// through their place in KS X 1001.
func decodeJohab(data []byte) string {
	var out strings.Builder
	out.Grow(len(data) + len(data)/2)
	for i := 0; i < len(data); i++ {
		b := data[i]
		if b < 0x80 {
			out.WriteByte(b)
			continue
		}
		if i+1 == len(data) {
			out.WriteRune(utf8.RuneError)
			break
		}
		if johabPair(&out, b, data[i+1]) {
			i++
			continue
		}
		out.WriteRune(utf8.RuneError)
		if data[i+1] >= 0x80 { // an ASCII byte after a broken lead stands for itself
			i++
		}
	}
	return out.String()
}

func johabPair(out *strings.Builder, lead, trail byte) bool {
	switch {
	case lead >= 0x84 && lead <= 0xD3:
		return johabHangul(out, uint16(lead)<<8|uint16(trail))
	case lead >= 0xD9 && lead <= 0xDE, lead >= 0xE0 && lead <= 0xF9:
		return johabSymbol(out, int(lead), int(trail))
	}
	return false
}

func johabHangul(out *strings.Builder, code uint16) bool {
	trail := code & 0xFF
	if trail < 0x41 || trail == 0x7F || trail == 0xFF {
		return false
	}
	initial, medial, final := johabInitial[code>>10&31], johabMedial[code>>5&31], johabFinal[code&31]
	if initial == -1 || medial == -1 || final == -1 {
		return false
	}
	if initial >= 0 && medial >= 0 {
		out.WriteRune(hangulBase + (rune(initial)*medials+rune(medial))*finals + max(rune(final), 0))
		return true
	}
	// A letter on its own, a combination that Unicode has no syllable for, or a blank.
	if initial >= 0 {
		out.WriteRune(jamoInitial[initial])
	}
	if medial >= 0 {
		out.WriteRune(jamoMedial + rune(medial))
	}
	if final >= 0 {
		out.WriteRune(jamoFinal[final-1])
	}
	if initial < 0 && medial < 0 && final < 0 {
		out.WriteRune('\u3000')
	}
	return true
}

// johabSymbol maps a pair outside the Hangul to its row and cell of KS X 1001: each
// lead byte holds two rows of 94, rows 1-12 from 0xD9 on and rows 42-93 from 0xE0 on.
func johabSymbol(out *strings.Builder, lead, trail int) bool {
	switch {
	case trail >= 0x31 && trail <= 0x7E:
		trail -= 0x31
	case trail >= 0x91 && trail <= 0xFE:
		trail -= 0x43
	default:
		return false
	}
	row := 2 * (lead - 0xD9)
	if lead >= 0xE0 {
		row = 2*(lead-0xE0) + 41
	}
	pair := [2]byte{byte(row + trail/94 + 0xA1), byte(trail%94 + 0xA1)}
	s := decodeEUCKR(pair[:])
	if strings.ContainsRune(s, utf8.RuneError) {
		return false
	}
	out.WriteString(s)
	return true
}

// looksJohab reports whether data is Johab text without a flaw, most of it Hangul.
func looksJohab(data []byte) bool {
	s := decodeJohab(data)
	syllables, others := 0, 0
	for _, r := range s {
		switch {
		case r == utf8.RuneError:
			return false
		case r >= hangulBase && r < hangulBase+11172:
			syllables++
		case r >= utf8.RuneSelf:
			others++
		}
	}
	return syllables > 4*others
}

// decodeEUCKR reads windows-949.
func decodeEUCKR(data []byte) string { return run(korean.EUCKR)(data) }
