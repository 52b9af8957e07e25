package mail

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/internal/testkit"
)

// Every mail of the real folders is read, or damaged with a reason. The counts are
// those of the folder's own README.
func TestSharedFolders(t *testing.T) {
	root := testkit.Shared(t, "mail")
	for folder, want := range map[string]int64{
		"history": 3838, "outsiders": 500, "korean": 76, "ham": 430, "phishing": 500,
		"extortion": 6, "formats/sublime": 6, "formats/rspamd": 130,
	} {
		t.Run(folder, func(t *testing.T) {
			var read, damaged, files int64
			for _, path := range mailFiles(t, filepath.Join(root, folder), folder == "formats/rspamd") {
				content, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				r := New()
				if got := r.Detect(content[:min(len(content), evidence.HeadSize)]); got == evidence.No {
					t.Errorf("%s is not recognised", filepath.Base(path))
				}
				result, err := evidencetest.Read(r, path, content)
				if err != nil {
					t.Fatal(err)
				}
				files++
				read += result.Tally.Records
				damaged += result.Tally.Damaged
				if int64(len(result.Events.Mails)) != result.Tally.Records {
					t.Errorf("%s: %d events for %d mails", filepath.Base(path), len(result.Events.Mails), result.Tally.Records)
				}
				for _, reason := range result.Tally.Reasons {
					t.Logf("%s: damaged at %d: %s", filepath.Base(path), reason.Offset, reason.Why)
				}
				for _, m := range result.Events.Mails {
					if at := m.Ref.Offset; m.Ref.Length <= 0 || at+m.Ref.Length > int64(len(content)) {
						t.Errorf("%s: reference %v lies outside of the file", filepath.Base(path), m.Ref)
					}
				}
			}
			if read+damaged != want {
				t.Errorf("%d files: %d read and %d damaged, want %d in all", files, read, damaged, want)
			}
		})
	}
}

// mailFiles lists the mails of a folder, without what lies beside them.
func mailFiles(t *testing.T, folder string, deep bool) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if path != folder && !deep {
				return filepath.SkipDir
			}
			return nil
		}
		if ext := filepath.Ext(path); ext == ".eml" || ext == ".mbox" {
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// What lies in the shared data and is no mail must not be taken for one.
func TestSharedDetectLeavesOthersAlone(t *testing.T) {
	root := testkit.Shared(t, "mail")
	data := filepath.Dir(root)
	count := 0
	err := filepath.WalkDir(data, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		ext := filepath.Ext(path)
		if strings.HasPrefix(path, root) && (ext == ".eml" || ext == ".mbox") {
			return nil
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		var head bytes.Buffer
		if _, err := io.Copy(&head, io.LimitReader(f, evidence.HeadSize)); err != nil {
			return err
		}
		count++
		if got := New().Detect(head.Bytes()); got != evidence.No {
			t.Errorf("%s: taken for a mail (%d)", path, got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files that are no mails", count)
}
