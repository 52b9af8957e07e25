package zeek

// base62 are the digits of identifiers, the smallest first.
const base62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// UID returns the identifier of a connection from 96 bits, the upper 32 and the
// lower 64: "C" and 15 to 17 digits, mostly 17 or 18 characters in all. Equal bits
// give the equal identifier.
func UID(upper uint32, lower uint64) string { return string(AppendUID(nil, upper, lower)) }

// FUID returns the identifier of a file from 96 bits. It differs from that of a
// connection in its first letter.
func FUID(upper uint32, lower uint64) string { return string(AppendFUID(nil, upper, lower)) }

// AppendUID appends what UID returns.
func AppendUID(dst []byte, upper uint32, lower uint64) []byte {
	return appendIdentifier(append(dst, 'C'), upper, lower)
}

// AppendFUID appends what FUID returns.
func AppendFUID(dst []byte, upper uint32, lower uint64) []byte {
	return appendIdentifier(append(dst, 'F'), upper, lower)
}

// appendIdentifier writes both words in base 62, the last digit first and without
// padding, as UID::Base62 does; so the length varies.
func appendIdentifier(dst []byte, upper uint32, lower uint64) []byte {
	return appendBase62(appendBase62(dst, uint64(upper)), lower)
}

func appendBase62(dst []byte, n uint64) []byte {
	for {
		dst = append(dst, base62[n%62])
		if n /= 62; n == 0 {
			return dst
		}
	}
}
