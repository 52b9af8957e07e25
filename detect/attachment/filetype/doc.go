// Package filetype says what a file is by its first bytes and what its name claims
// it to be.
//
// Signatures are those of the format documents (PE/COFF, ELF, MS-CFB, MS-SHLLINK,
// ECMA-119, ECMA-167, MS-CAB, RFC 1952, PKWARE APPNOTE, RAR 5.0 technical note,
// MS-ONESTORE) and, for Korean archives and HWP, of their published descriptions.
//
// Of dwell the package imports lookalike only.
package filetype
