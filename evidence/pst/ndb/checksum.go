package ndb

import "hash/crc32"

// checksum is the CRC of [MS-PST] 5.3: the polynomial of Ethernet, without the
// inversions before and behind.
func checksum(data []byte) uint32 {
	return ^crc32.Update(^uint32(0), crc32.IEEETable, data)
}

// signature is that of a page or block at an offset with a number ([MS-PST] 5.5).
func signature(offset int64, id BID) uint16 {
	x := uint32(offset) ^ uint32(id)
	return uint16(x>>16) ^ uint16(x)
}
