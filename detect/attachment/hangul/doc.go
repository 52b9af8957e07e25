// Package hangul reads the documents of Hancom's word processor, the format in which
// attackers of Korean offices write most: HWP 5 (a compound file), HWP 3, HWPML (XML)
// and HWPX (a zip archive). What counts is what a picture, an object, a link or a
// script does, never that there is one: every HWP 5 document has a script stream.
//
// Sources: Hancom, "Hangul Document File Formats 3.0, HWPML, 5.0" (revision 1.3) and
// "Distribution documents" (revision 1.2); KS X 6101 for HWPX; Adobe, "PostScript
// Language Reference" for the operators that reach files.
//
// Documents are hostile: streams, bytes unpacked and records are bounded. Documents
// with a password stay closed. The package imports inside, compound and filetype.
package hangul
