package realdata

import (
	"os"
	"path/filepath"
	"testing"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/internal/testkit"
)

// Mails reads the files of the real mail that match a pattern ("history/*.mbox") with
// a reader of messages. It skips the test where the evidence is absent, and fails
// where no file matches.
func Mails(t testing.TB, reader evidence.Reader, pattern string) []event.Mail {
	t.Helper()
	root := testkit.Shared(t, "mail")
	files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(files), err)
	}
	var out []event.Mail
	for _, path := range files {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			t.Fatal(err)
		}
		result, err := evidencetest.Read(reader, filepath.ToSlash(name), content)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, result.Events.Mails...)
	}
	return out
}
