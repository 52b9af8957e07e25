// Package msg reads Outlook messages (.msg, .oft): compound files ([MS-CFB]) whose
// storages and streams hold the properties of one message, its recipients and its
// attachments ([MS-OXMSG]). What the properties mean is the work of package mapi. It
// also reads TNEF that was saved as a file (winmail.dat).
//
// A file is one record. A compound file that holds no message (a document of Office
// or Hangul) is none of this reader's. Parts that are damaged are named as defects of
// the message, which is read as far as it goes; a file in which no message can be
// found counts as one damaged record.
//
// A message of 40 MB needs about three times its size of memory while it is read; a
// file beyond 256 MiB is refused. The package must not import detectors.
package msg
