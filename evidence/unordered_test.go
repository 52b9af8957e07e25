package evidence_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dwell/evidence"
)

// backReader reads its input from its end, and notes what it found.
type backReader struct{ lineReader }

func (backReader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	r, size, broken := in.Unordered()
	if r == nil {
		return broken
	}
	last := make([]byte, 6)
	if _, err := r.ReadAt(last, size-6); err != nil {
		return err
	}
	out.Note(fmt.Sprintf("%d bytes, the last %q", size, last))
	if err := out.Do(ctx, 0, func(w *evidence.Worker) { w.Read(1) }); err != nil {
		return err
	}
	return broken
}

// A content is read out of order on disk and in containers, and is hashed like any other.
func TestContentOutOfOrder(t *testing.T) {
	root := t.TempDir()
	for name, content := range map[string][]byte{
		"a.log":     []byte(text),
		"a.gz":      gz([]byte(text)),
		"cut.gz":    gz(bytes.Repeat([]byte(text), 1000))[:60],
		"large.gz":  gz(bytes.Repeat([]byte(text), 1000)),
		"zeros.log": append(make([]byte, 100), text...),
	} {
		if err := os.WriteFile(filepath.Join(root, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	sources, _, err := evidence.Walk(context.Background(), []string{root})
	if err != nil {
		t.Fatal(err)
	}
	x := evidence.Examiner{Readers: []evidence.Reader{backReader{}}, Limits: evidence.Limits{InMemory: 5000}, Executor: direct{}}
	var told, sizes int64
	x.Progress = func(n int64) { told += n }
	got := map[string]evidence.Entry{}
	for _, s := range sources {
		sizes += s.Size
		for _, e := range x.Examine(context.Background(), s) {
			got[e.Path] = e
		}
	}
	if told != sizes {
		t.Errorf("progress of %d bytes, want %d", told, sizes)
	}
	for _, path := range []string{"a.log", "a.gz!a"} {
		if e := got[path]; len(e.Tally.Notes) != 1 || e.Tally.Notes[0] != `26 bytes, the last "three\n"` || e.Failure != "" || e.SHA256 != got["a.log"].SHA256 || e.Size != 26 {
			t.Errorf("%s: %+v", path, e)
		}
	}
	for path, why := range map[string]string{"large.gz!large": "more than 5000 bytes inside a container", "zeros.log": "100 bytes were overwritten with zeros", "cut.gz!cut": "ends in the middle"} {
		if e := got[path]; !strings.Contains(e.Failure, why) {
			t.Errorf("%s: %+v", path, e)
		}
	}
}

// A content is opened again by its path, on disk in place, in a container in memory.
func TestOpenFindsTheContentAgain(t *testing.T) {
	root := t.TempDir()
	for name, content := range map[string][]byte{"a.log": []byte(text), "a.zip": zipped(member{"b.log", []byte(text)})} {
		if err := os.WriteFile(filepath.Join(root, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{"a.log", "a.zip!b.log"} {
		c, err := evidence.Open(context.Background(), []string{root}, path, int64(len(text)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(io.NewSectionReader(c, 0, c.Size))
		if err != nil || string(got) != text {
			t.Errorf("%s: %q %v", path, got, err)
		}
		c.Close()
	}
	for _, path := range []string{"b.log", "a.zip!c.log"} {
		if _, err := evidence.Open(context.Background(), []string{root}, path, 5); err == nil {
			t.Errorf("%s was opened", path)
		}
	}
}
