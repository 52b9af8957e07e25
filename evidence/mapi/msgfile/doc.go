// Package msgfile reads the files of Outlook messages (.msg, .oft): compound files
// ([MS-CFB]) whose storages and streams hold the properties of one message, its
// recipients and its attachments ([MS-OXMSG]). What the properties mean is the work of
// package mapi.
//
// Compound files that hang on a mail are looked through by detect/attachment/compound,
// which asks another question and must show streams even of a tree broken on purpose.
//
// The file is held in memory, with a copy of its streams. Parts that are damaged are
// named as defects of the message, which is read as far as it goes.
package msgfile
