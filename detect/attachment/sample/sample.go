// Package sample makes files for the tests of attachments and of the packages below it:
// inert bytes with the right magic.
package sample

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"io"
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

// Zip packs files, given as name and content in turn.
func Zip(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		part, err := w.Create(files[i])
		if err == nil {
			_, err = io.WriteString(part, files[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
