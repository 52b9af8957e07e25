// Package unlock finds the passwords that mails give, and opens members of zip archives
// with them. Only tokens that a text offers as a password are tried, a handful for each
// archive: nothing is guessed. Its ciphers serve the archives of ALZip too; RAR and 7z are
// opened by package archive, documents by the packages below this one.
//
// Sources: PKWARE APPNOTE 6.3, section 6.1 (the traditional cipher); WinZip, "AES
// Encryption Information" (AE-1, AE-2); RFC 8018 for PBKDF2; KS X 3246 for LEA.
// Archives and texts are hostile: members, bytes and tokens are bounded.
// The package imports nothing of dwell.
package unlock
