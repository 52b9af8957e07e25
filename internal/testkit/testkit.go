// Package testkit finds the real evidence that tests use when it is present. It
// is third-party data that never enters the repository: it lies in a folder
// named shared beside the checkout.
package testkit

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
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

// root returns the top folder of the checkout, from this file's own place in it.
func root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(filepath.Dir(filepath.Dir(file)))
}
