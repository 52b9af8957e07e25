package inside

import "unicode/utf16"

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
