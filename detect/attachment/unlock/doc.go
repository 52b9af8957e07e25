// Package unlock opens members of zip archives with the passwords that mails give.
// Only tokens that a text offers as a password are tried, a handful for each archive:
// nothing is guessed.
//
// Sources: PKWARE APPNOTE 6.3, section 6.1 (the traditional cipher); WinZip, "AES
// Encryption Information" (AE-1, AE-2); RFC 8018 for PBKDF2.
// Archives and texts are hostile: members, bytes and tokens are bounded.
// The package imports nothing of dwell.
package unlock
