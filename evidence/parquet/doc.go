// Package parquet takes the values out of flat Parquet files that nobody vouches for. It
// is no reader of a format of evidence; evidence/vpcflow uses it.
//
// A few bytes of a Parquet file can stand for billions of values: lists in the footer,
// pages and runs all state their own sizes, and the general library
// (github.com/parquet-go/parquet-go v0.32) allocates what they state, which no recover
// survives. Here every size is held against the bytes that are there and the limits
// below before anything is allocated. The library writes and checks the files of the
// tests.
//
// What flow logs need is read: columns without nesting, required or optional, of
// integers and byte arrays, plain, by dictionary or by differences, data pages of both
// versions, uncompressed or packed by Snappy, gzip or Zstandard. Other columns are named as not
// readable when they are asked for.
//
// Sources: the Parquet format (parquet.apache.org, parquet.thrift, Encodings), the
// Thrift compact protocol.
package parquet

// The limits.
const (
	// MaxFile is the largest file: it is held in memory, because its index stands at its
	// end. Those of clouds hold some minutes and a few megabytes.
	MaxFile = 64 << 20
	// maxFooter bounds the index: 40 columns in a hundred groups take less.
	maxFooter = 512 << 10
	// maxPage bounds a page once it is unpacked: writers aim at a megabyte.
	maxPage = 16 << 20
	// maxGroupRows bounds the rows of a group, which are held at once.
	maxGroupRows = 1 << 20
	// freeRows may be in any file; beyond, a row must cost a byte of it.
	freeRows = 64 << 10
	// maxColumns and maxGroups bound the schema.
	maxColumns = 1 << 10
	maxGroups  = 1 << 14
)

// Magic is at both ends of a file.
const Magic = "PAR1"
