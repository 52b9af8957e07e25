package evidence_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dwell/evidence"
)

func TestSliceFindsTheRecordAgain(t *testing.T) {
	root := t.TempDir()
	packed := zipped(member{"logs.tar.gz", gz(tarred(member{"a.log", []byte(text)}))})
	if err := os.WriteFile(filepath.Join(root, "nested.zip"), packed, 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := evidence.Slice(context.Background(), []string{root}, "nested.zip!logs.tar.gz!logs.tar!a.log", 8, 7)
	if err != nil || string(got) != "log two" {
		t.Errorf("got %q, %v", got, err)
	}
	for _, path := range []string{"nested.zip!none", "other.log"} {
		if _, err := evidence.Slice(context.Background(), []string{root}, path, 0, 1); err == nil {
			t.Errorf("%s: no error", path)
		}
	}
	if _, err := evidence.Slice(context.Background(), []string{root}, "nested.zip!logs.tar.gz!logs.tar!a.log", 20, 70); err == nil {
		t.Error("beyond the end: no error")
	}
}

func TestVerifyNamesEveryDifference(t *testing.T) {
	root := t.TempDir()
	write := func(name, content string) {
		if err := os.WriteFile(filepath.Join(root, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"same.log", "changed.log", "gone.log"} {
		write(name, text+name)
	}
	entries, unread := examineFolder(t, evidence.Limits{}, root)
	var list []evidence.Entry
	for _, p := range paths(entries) {
		list = append(list, entries[p])
	}
	m := evidence.NewManifest("v0", []string{"investigate"}, []string{root}, list, unread)
	if diff, err := m.Verify(context.Background(), m.Roots); err != nil || len(diff) != 0 {
		t.Fatalf("unchanged: %v, %v", diff, err)
	}
	write("changed.log", text+"CHANGED.log")
	write("new.log", text)
	if err := os.Remove(filepath.Join(root, "gone.log")); err != nil {
		t.Fatal(err)
	}
	diff, err := m.Verify(context.Background(), m.Roots)
	var got []string
	for _, d := range diff {
		word, _, _ := strings.Cut(d.Problem, ":")
		got = append(got, d.Path+" "+word)
	}
	if want := []string{"changed.log changed", "gone.log missing", "new.log new"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

// Behind a member whose end only its data tell, the next is found by reading it.
func TestSliceOfAZIPWithoutItsIndex(t *testing.T) {
	root := t.TempDir()
	whole := zipped(member{"a.log", []byte(text)}, member{"b.gz", gz([]byte(text + "log four\n"))})
	write(t, filepath.Join(root, "cut.zip"), string(whole[:bytes.Index(whole, []byte("PK\x01\x02"))]))
	got, err := evidence.Slice(context.Background(), []string{root}, "cut.zip!b.gz!b", int64(len(text)), 8)
	if err != nil || string(got) != "log four" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestSliceSaysWhyARecordIsGone(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "a.log"), text)
	write(t, filepath.Join(root, "a.gz"), string(gz(bytes.Repeat([]byte(text), 1000))[:40]))
	for _, c := range []struct {
		path           string
		offset, length int64
		why            string
	}{
		{"a.log", 20, 70, "shorter than it was"},
		{"a.log", -1, 1, "no record"},
		{"a.log", 0, 1 << 40, "no record"},
		{"b.log", 0, 1, "not among the evidence"},
		{"a.gz!b", 0, 1, "not there any more"},
		{"a.gz!a", 20_000, 1, "shorter than it was"},
	} {
		if _, err := evidence.Slice(context.Background(), []string{root}, c.path, c.offset, c.length); err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: %v, want %q", c.path, err, c.why)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := evidence.Slice(ctx, []string{root}, "a.gz!a", 0, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestTheManifestSaysWhatWasThere(t *testing.T) {
	entries, unread := examine(t, evidence.Limits{}, map[string][]byte{"a.gz": gz([]byte(text))})
	m := evidence.NewManifest("v1", []string{"investigate", "x"}, []string{"/x"}, []evidence.Entry{entries["a.gz"], entries["a.gz!a"]}, unread)
	if m.Schema != "dwell.manifest/1" || m.Tool != "dwell" || len(m.Files) != 2 {
		t.Fatalf("%+v", m)
	}
	outer, inner := m.Files[0], m.Files[1]
	if outer.Packs != "gzip" || outer.Container != "" || outer.ModTime == nil || len(outer.SHA256) != 64 {
		t.Errorf("%+v", outer)
	}
	if inner.Container != "gzip" || inner.Format != "lines" || inner.Size != int64(len(text)) || inner.SHA256 == outer.SHA256 {
		t.Errorf("%+v", inner)
	}
}
