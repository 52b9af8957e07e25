// Package pst reads the mail of Outlook's stores: PST files of people and archives, OST
// files, which Outlook keeps of a mailbox on a server, and address books in the same
// format. Package ndb reads the blocks, package ltp the properties and tables in them,
// and this package folders and messages; what a message says as a mail, package mapi
// finds.
//
// Messages are taken from the tree of all nodes and not from the tables of folders, so
// that those are found, too, which a folder does not list any more, and those that only
// pages of that tree tell of which are in use no more. Both are marked as recovered. What
// is no mail (appointments, contacts, tasks, notes, settings) is skipped and counted.
// Password and cipher of a store keep nobody out: the password is only asked for by
// Outlook.
//
// Of the hidden messages of folders, the rules of the inbox are read (rules.go; package
// mapi/rule): what they do stands as something done to the mailbox, at the time when the
// rule was made or, for Outlook's own list, when the last of them was changed. Whose
// mailbox it is, its mails tell.
//
// A store is read in place, where it lies on disk; in a container it is held in memory.
// A message is held whole while it is read, up to maxMessage.
//
// A Ref is the first block of the properties of a message as it stands in the file,
// ciphered or packed. Row tells what the message at such a place says.
//
// Sources: [MS-PST], section 2.4.
package pst

// The limits.
const (
	// maxMessage bounds the blocks that are read for one message, with all that it
	// carries. Exchange takes 150 MB at most, Outlook 20 MB by default.
	maxMessage = 160 << 20
	// maxValue bounds one value of a message, as evidence/mail bounds decoded parts.
	maxValue = 64 << 20
	// maxTable bounds the blocks that are read for the list of a folder.
	maxTable = 256 << 20
	// maxFolders bounds the folders of a store: people have hundreds.
	maxFolders = 1 << 16
	// maxPath bounds the depth of a folder and the length of its path.
	maxPathDepth, maxPathLength = 64, 1024
	// maxDefects bounds what is told of the faults of one message.
	maxDefects = 10
)

// The types of nodes ([MS-PST] 2.2.2.1) and the nodes of a store (2.4.1).
const (
	typeFolder     = 0x02
	typeMessage    = 0x04
	typeAttachment = 0x05
	typeAssociated = 0x08
	typeContents   = 0x0e
	typeRecipients = 0x12

	nodeStore = 0x21
	nodeNames = 0x61
	nodeRoot  = 0x122
)
