package note

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/internal/testkit"
)

// Real notes: nearly all are recognised, every one is read, and every wallet that
// the folder's own list names stands in the text of an event.
func TestSharedNotes(t *testing.T) {
	files := glob(t, "mail/extortion", "notes/*")
	recognised := 0
	for _, path := range files {
		content := read(t, path)
		if New().Detect(content) != evidence.No {
			recognised++
		} else {
			t.Logf("not recognised: %s", filepath.Base(path))
		}
		result, err := evidencetest.Read(New(), path, content)
		if err != nil || len(result.Events.Mails) != 1 || result.Tally.Damaged != 0 {
			t.Errorf("%s: %+v %v", filepath.Base(path), result.Tally, err)
			continue
		}
		if strings.ContainsRune(result.Events.Mails[0].Text, '\uFFFD') {
			t.Errorf("%s: characters lost", filepath.Base(path))
		}
	}
	const wantShare = 0.9 // some notes say only "read the other file"
	if float64(recognised) < wantShare*float64(len(files)) {
		t.Errorf("%d of %d notes recognised", recognised, len(files))
	}
	t.Logf("%d of %d notes recognised", recognised, len(files))
}

func TestSharedChats(t *testing.T) {
	turns, times := 0, 0
	for _, path := range glob(t, "mail/extortion", "chats/*") {
		content := read(t, path)
		if got := New().Detect(content[:min(len(content), evidence.HeadSize)]); got != evidence.Likely {
			t.Errorf("%s: %d", filepath.Base(path), got)
		}
		result, err := evidencetest.Read(New(), path, content)
		if err != nil {
			t.Fatal(err)
		}
		var want struct{ Messages []json.RawMessage }
		if err := json.Unmarshal(content, &want); err != nil {
			t.Fatal(err)
		}
		if got := result.Tally.Records + result.Tally.Damaged; got != int64(len(want.Messages)) {
			t.Errorf("%s: %d of %d messages: %+v", filepath.Base(path), got, len(want.Messages), result.Tally)
		}
		for _, m := range result.Events.Mails {
			turns++
			if !m.Time.IsZero() {
				times++
			}
		}
	}
	t.Logf("%d turns, %d with a time", turns, times)
}

func TestSharedWalletsStandInTheText(t *testing.T) {
	root := testkit.Shared(t, "mail/extortion")
	var lists map[string]struct {
		BTC []string `json:"btc_valid"`
	}
	if err := json.Unmarshal(read(t, filepath.Join(root, "notes_chats_wallets.json")), &lists); err != nil {
		t.Fatal(err)
	}
	for name, wallets := range lists {
		var text strings.Builder
		result, err := evidencetest.Read(New(), name, read(t, filepath.Join(root, name)))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range result.Events.Mails {
			if m.Medium == event.MediumMail {
				t.Errorf("%s: taken for a mail", name)
			}
			text.WriteString(m.Text + "\n")
		}
		for _, wallet := range wallets.BTC {
			if !strings.Contains(text.String(), wallet) {
				t.Errorf("%s: a wallet is not in the text", name)
			}
		}
	}
}

// Nothing else in the shared data is taken for a note.
func TestSharedDetectLeavesOthersAlone(t *testing.T) {
	root := filepath.Dir(testkit.Shared(t, "mail"))
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(path, "/extortion/notes/") || strings.Contains(path, "/extortion/chats/") {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		head, err := io.ReadAll(io.LimitReader(f, evidence.HeadSize))
		if err != nil {
			return err
		}
		if got := New().Detect(head); got != evidence.No {
			t.Errorf("%s: taken for a note (%d)", path, got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func glob(t *testing.T, folder, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(testkit.Shared(t, folder), pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s/%s: %d files, %v", folder, pattern, len(files), err)
	}
	return files
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
