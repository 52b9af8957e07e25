// Package msg is the reader of Outlook messages: of their files (.msg, .oft) and of TNEF
// that was saved as a file (winmail.dat). Packages msgfile and tnef take the files apart,
// mapi knows what is in them.
//
// A file is one record. A compound file that holds no message (a document of Office
// or Hangul) is none of this reader's; one that is damaged so far that its message
// cannot be found counts as one damaged record.
//
// A message of 40 MB needs about three times its size of memory while it is read; a
// file beyond 256 MiB is refused. The package must not import detectors.
package msg
