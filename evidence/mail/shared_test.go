package mail

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

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

// The manifest names the true sender and the number of the mails of each mailbox.
func TestSharedHistoryAgreesWithItsManifest(t *testing.T) {
	root := testkit.Shared(t, "mail")
	manifest, err := os.Open(filepath.Join(root, "manifest.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer manifest.Close()
	want := make(map[string][]string)
	lines := bufio.NewScanner(manifest)
	for lines.Scan() {
		var row struct{ Set, File, Sender string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		if row.Set == "history" || row.Set == "outsiders" {
			want[row.File] = append(want[row.File], row.Sender)
		}
	}
	const mailboxes = 28 + 1
	if len(want) != mailboxes {
		t.Fatalf("%d mailboxes in the manifest", len(want))
	}
	for file, senders := range want {
		content, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		result, err := evidencetest.Read(New(), file, content)
		if err != nil || len(result.Events.Mails) != len(senders) {
			t.Errorf("%s: %d mails, want %d (%v)", file, len(result.Events.Mails), len(senders), err)
			continue
		}
		for i, m := range result.Events.Mails {
			if !strings.EqualFold(m.Author().Addr, senders[i]) {
				t.Errorf("%s: mail %d is by %s, want %s", file, i+1, m.Author().Addr, senders[i])
			}
			if m.Time.IsZero() || m.MessageID == "" || len(m.Hops) == 0 || m.Text == "" && file != "outsiders/outsiders.mbox" {
				t.Errorf("%s: mail %d lacks a field: %+v %q, %d hops", file, i+1, m.Time, m.MessageID, len(m.Hops))
			}
		}
	}
}

// Korean mail decodes without a lost character, and its Hangul is Hangul.
func TestSharedKorean(t *testing.T) {
	hangul := 0
	for _, path := range mailFiles(t, testkit.Shared(t, "mail/korean"), false) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		result, err := evidencetest.Read(New(), path, content)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range result.Events.Mails {
			all := m.Subject + m.Author().Name + m.Text
			if strings.ContainsRune(all, '\uFFFD') {
				t.Errorf("%s: characters lost", filepath.Base(path))
			}
			if strings.ContainsFunc(all, func(r rune) bool { return unicode.Is(unicode.Hangul, r) }) {
				hangul++
			}
		}
	}
	const wantHangul = 20 // the others are English mails under a Korean label
	if hangul < wantHangul {
		t.Errorf("%d mails with Hangul", hangul)
	}
	t.Logf("%d mails with Hangul", hangul)
}

// Every wallet of the extortion mails stands in the visible text.
func TestSharedWalletsAreVisible(t *testing.T) {
	root := testkit.Shared(t, "mail/extortion")
	list, err := os.ReadFile(filepath.Join(root, "wallets.json"))
	if err != nil {
		t.Fatal(err)
	}
	var wallets map[string][]string
	if err := json.Unmarshal(list, &wallets); err != nil || len(wallets) == 0 {
		t.Fatal(len(wallets), err)
	}
	for name, addresses := range wallets {
		content, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		result, err := evidencetest.Read(New(), name, content)
		if err != nil || len(result.Events.Mails) != 1 {
			t.Fatal(name, err)
		}
		for _, address := range addresses {
			if !strings.Contains(result.Events.Mails[0].Text, address) {
				t.Errorf("%s: a wallet is not in the text", name)
			}
		}
	}
}
