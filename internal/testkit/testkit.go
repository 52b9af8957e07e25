// Package testkit finds and opens the real evidence that tests use when it is present. It
// is third-party data that never enters the repository: it lies in a folder
// named shared beside the checkout.
package testkit

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
)

// Shared returns the path of a file or folder of the real evidence
// ("network/rita/proxy"), or skips the test, saying so, where it is absent.
func Shared(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(root(), "..", "shared", "data", filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("real evidence %s is not on this machine (expected in shared/data beside the checkout): skipped", name)
	}
	return path
}

// Content returns what a file holds; of one that ends in ".gz", what was packed.
func Content(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(path, ".gz") {
		return data
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if data, err = io.ReadAll(r); err != nil {
		t.Fatal(err)
	}
	return data
}

// root returns the top folder of the checkout, from this file's own place in it.
func root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(filepath.Dir(filepath.Dir(file)))
}
