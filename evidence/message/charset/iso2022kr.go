package charset

// The control characters of ISO-2022-KR (RFC 1557).
const (
	shiftOut = 0x0E // KS X 1001 from here
	shiftIn  = 0x0F // ASCII from here
	escape   = 0x1B
)

// decodeISO2022KR reads ISO-2022-KR. The designator ESC $ ) C is demanded once, at
// the start of a line, by the RFC; it is accepted anywhere, and its absence is
// forgiven, because header words and cut texts lack it. A line feed shifts in.
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
		case b == escape && i+3 < len(data) && data[i+1] == '$' && data[i+2] == ')' && data[i+3] == 'C':
			i += 3
		case b == '\n' || b == '\r':
			korean = false
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
