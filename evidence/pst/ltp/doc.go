// Package ltp reads the middle layer of Outlook's stores: lists, tables and properties.
// The data of a node is a heap of small items; in it lie B-trees, and of these are made
// the two things that everything else is kept in, a bag of properties (property context)
// and a table. What is too large for the heap lies in subnodes.
//
// It knows how values are stored and nothing of what they mean. Sources: [MS-PST],
// section 2.3; for the numbering of items in stores with large pages, the libpff project
// and files of Outlook 2013.
package ltp

// The limits.
const (
	// maxDepth bounds the height of a B-tree on a heap: keys of two bytes, a thousand to
	// an item, need no more than two levels, keys of four no more than four.
	maxDepth = 8
	// maxColumns bounds the columns of a table, of which the format has 255 at most.
	maxColumns = 255
	// maxNames bounds the named properties of a store, which have 15 bits.
	maxNames = 1 << 15
)
