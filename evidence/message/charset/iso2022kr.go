package charset

// The control characters of ISO-2022-KR (RFC 1557).
const (
	shiftOut = 0x0E // KS X 1001 from here
	shiftIn  = 0x0F // ASCII from here
	escape   = 0x1B
)

// decodeISO2022KR reads ISO-2022-KR. The designator ESC $ ) C is demanded once, at
// the start of a line, by the RFC; it is accepted anywhere, even torn apart by a line
// end, and its absence is forgiven, because header words and cut texts lack it. A line
// feed shifts in, unless what follows shifts in before it shifts out: programs
// that wrap lines do not know that a shift ends with them.
func decodeISO2022KR(data []byte) string {
	euc := make([]byte, 0, len(data))
	korean := false
	for i := 0; i < len(data); i++ {
		b := data[i]
		switch {
		case b == shiftOut:
			korean = true
		case b == shiftIn:
			korean = false
		case b == escape:
			if n := designator(data[i:]); n > 0 {
				i += n - 1
				continue
			}
			euc = append(euc, b)
		case b == '\n' || b == '\r':
			korean = korean && goesOn(data[i+1:])
			euc = append(euc, b)
		case korean && b > ' ' && b < 0x7F:
			if i+1 < len(data) && data[i+1] > ' ' && data[i+1] < 0x7F {
				euc = append(euc, b|0x80, data[i+1]|0x80)
				i++
				continue
			}
			euc = append(euc, 0xFF) // half a character: U+FFFD
		default:
			euc = append(euc, b)
		}
	}
	return decodeEUCKR(euc)
}

// designator returns the length of the designator at the start of data, with white space
// that got into it, and of one that the end of the text cuts; 0 when there is none.
func designator(data []byte) int {
	want := toKorean
	for i, b := range data {
		switch {
		case b == want[0]:
			if want = want[1:]; len(want) == 0 {
				return i + 1
			}
		case i > 0 && (b == '\r' || b == '\n' || b == ' ' || b == '\t'):
		default:
			return 0
		}
	}
	return len(data)
}

// goesOn reports whether text that was shifted out at a line end stays so: what follows
// shifts in without having shifted out.
func goesOn(rest []byte) bool {
	const window = 2000 // a few lines
	for _, b := range rest[:min(len(rest), window)] {
		switch b {
		case shiftIn:
			return true
		case shiftOut, escape:
			return false
		}
	}
	return false
}
