package message_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The writer imports the standard library, golang.org/x/text and its own packages,
// nothing that executes or connects, and no clock or chance.
func TestImports(t *testing.T) {
	const own = "dwell/simulate/format/message"
	files := 0
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range file.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			first, _, _ := strings.Cut(name, "/")
			switch {
			case strings.HasPrefix(name, own+"/"), strings.HasPrefix(name, "golang.org/x/text/"):
			case strings.Contains(first, "."), first == "dwell", first == "os", name == "net", name == "net/http", name == "math/rand", name == "math/rand/v2", name == "crypto/rand":
				t.Errorf("%s imports %s", path, name)
			}
		}
		return nil
	})
	if err != nil || files < 20 {
		t.Fatal(files, err)
	}
}
