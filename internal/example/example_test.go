package example_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"dwell/internal/example"
)

var write = flag.Bool("write", false, "write the example's files into examples/shop")

// folder is examples/shop as seen from this package.
const folder = "../../examples/shop"

func TestTheExampleIsWhatThisPackageMakes(t *testing.T) {
	for _, f := range example.Files() {
		path := filepath.Join(folder, filepath.FromSlash(f.Path))
		if *write {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, f.Content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("%v; `go test ./internal/example -write` writes it", err)
		}
		if !bytes.Equal(got, f.Content) {
			t.Errorf("%s differs from what this package makes; `go test ./internal/example -write` writes it anew", f.Path)
		}
	}
}
