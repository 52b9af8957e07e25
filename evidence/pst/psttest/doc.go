// Package psttest makes Outlook stores for tests, in the three layouts and with the three
// ciphers. Builder writes nodes and blocks as it is told, broken ones included; Store
// makes a mailbox of folders and messages with it. What it writes was read by libpff's
// pffexport. Only tests import it.
//
// Source: [MS-PST].
package psttest
