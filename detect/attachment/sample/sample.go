// Package sample makes files for the tests of attachments and of the packages below it:
// inert bytes with the right magic.
package sample

import (
	"encoding/base64"
	"testing"
)

// Executable is the shortest file that says it is a Windows program. It has no code.
func Executable() []byte {
	data := make([]byte, 0x48)
	copy(data, "MZ")
	data[0x3c] = 0x40
	copy(data[0x40:], "PE\x00\x00")
	return data
}

// Base64 decodes a file that another program made.
func Base64(t testing.TB, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
