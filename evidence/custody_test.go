package evidence_test

import (
	"context"
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
