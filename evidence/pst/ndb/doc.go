// Package ndb reads the lowest layer of Outlook's stores, PST and OST: the node
// database. A store is a file of blocks of data, found by their number (BID) in one
// B-tree, and of nodes (NID) in another, each node with the numbers of its data and
// of its subnodes. What the data says is the matter of package ltp.
//
// Three layouts are read: ANSI (versions 14 and 15, up to Outlook 2002), Unicode
// (from 20 on) and the one with pages of 4,096 bytes and packed blocks (36, OST files
// of Outlook 2013 and later). The ciphers are those that the format has: none, a
// substitution, and a rotor-like one whose key is the block's own number; a store's
// password keeps nobody from its data.
//
// Nothing in a file is believed: pages and blocks are held against their checksums,
// signatures and numbers, trees may not lead back into themselves, and what may be
// read is bounded. Where a page of a tree is broken, the whole file is searched for
// pages of that tree, as Outlook's own repair does, and the newest of them count.
//
// The index of a store is held in memory: 16 bytes for each block and 24 for each
// node, about 0.3 % of the file, twice that while it grows.
//
// Sources: [MS-PST] (Outlook Personal Folders File Format), sections 2.2 and 5; for
// the layout with large pages, which Microsoft does not document, the Personal Folder
// File format of the libpff project (J. Metz).
package ndb

// The limits.
const (
	// maxLevels bounds the height of a B-tree: with 20 entries to a page, six levels
	// index more than the largest file.
	maxLevels = 16
	// maxEntries bounds the entries of an index, so that it takes half a gigabyte at most.
	maxEntries = 1 << 25
	// maxSubnodes bounds the subnodes of one node.
	maxSubnodes = 1 << 17
	// maxFaults bounds the faults that are kept of one store or one session.
	maxFaults = 1000
	// readAgain is how many times over the bytes of a file may be read as blocks in all,
	// and freeRead what may be read of any file. Outlook shares few blocks between nodes,
	// and tables are read twice.
	readAgain = 16
	freeRead  = 64 << 20
)
