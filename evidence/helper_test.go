package evidence_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"dwell/evidence"
)

// lineReader knows text that begins with "log" and counts its lines.
type lineReader struct {
	during func() // called once while reading, for tests of changing files
}

func (lineReader) Format() evidence.Format { return evidence.Format{Name: "lines"} }

func (lineReader) Detect(head []byte) evidence.Confidence {
	if bytes.HasPrefix(head, []byte("log")) {
		return evidence.Certain
	}
	if bytes.HasPrefix(head, []byte("panic in detect")) {
		panic("detect")
	}
	return evidence.No
}

func (r lineReader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	for b, err := range in.Blocks(evidence.CutLines) {
		if err != nil {
			return err
		}
		if r.during != nil {
			r.during()
		}
		if bytes.Contains(b.Data, []byte("something else")) {
			return evidence.ErrOther
		}
		if bytes.Contains(b.Data, []byte("panic in read")) {
			panic("read")
		}
		if err := out.Do(ctx, b.Offset, func(w *evidence.Worker) {
			w.Read(bytes.Count(b.Data, []byte("\n")))
			if at := bytes.Index(b.Data, []byte("damaged")); at >= 0 {
				w.Damage(b.Offset+int64(at), "it says so")
			}
			b.Release()
		}); err != nil {
			return err
		}
	}
	return nil
}

// direct runs the work at once.
type direct struct{}

func (direct) Do(_ context.Context, work func(evidence.Sink)) error { work(nil); return nil }

const text = "log one\nlog two\nlog three\n"

// examine writes the files into a folder, walks and examines it.
func examine(t *testing.T, limits evidence.Limits, files map[string][]byte) (map[string]evidence.Entry, []evidence.Unread) {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return examineFolder(t, limits, root)
}

func examineFolder(t *testing.T, limits evidence.Limits, root string) (map[string]evidence.Entry, []evidence.Unread) {
	t.Helper()
	sources, unread, err := evidence.Walk(context.Background(), []string{root})
	if err != nil {
		t.Fatal(err)
	}
	x := evidence.Examiner{Readers: []evidence.Reader{lineReader{}}, Limits: limits, Executor: direct{}}
	entries := map[string]evidence.Entry{}
	for _, s := range sources {
		for _, e := range x.Examine(context.Background(), s) {
			if _, twice := entries[e.Path]; twice {
				t.Errorf("two entries for %s", e.Path)
			}
			entries[e.Path] = e
		}
	}
	return entries, unread
}

func wantRead(t *testing.T, entries map[string]evidence.Entry, path string, records int64) {
	t.Helper()
	e, ok := entries[path]
	if !ok {
		t.Errorf("no entry for %s among %v", path, paths(entries))
		return
	}
	if e.Format != "lines" || e.Tally.Records != records || e.Reason != "" {
		t.Errorf("%s: format %q, %d records, reason %q; want lines, %d", path, e.Format, e.Tally.Records, e.Reason, records)
	}
}

// wantRefused checks that the entry says why, in its reason or its failure.
func wantRefused(t *testing.T, entries map[string]evidence.Entry, path, why string) {
	t.Helper()
	e, ok := entries[path]
	if !ok {
		t.Errorf("no entry for %s among %v", path, paths(entries))
		return
	}
	if !strings.Contains(e.Reason+e.Failure, why) {
		t.Errorf("%s: reason %q, failure %q; want %q", path, e.Reason, e.Failure, why)
	}
}

func paths(entries map[string]evidence.Entry) []string {
	var out []string
	for p := range entries {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}

func gz(content []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(content)
	_ = w.Close()
	return b.Bytes()
}

func zst(t testing.TB, content []byte) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.EncodeAll(content, nil)
}

type member struct {
	name    string
	content []byte
}

func tarred(members ...member) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, m := range members {
		_ = w.WriteHeader(&tar.Header{Name: m.name, Mode: 0o644, Size: int64(len(m.content))})
		_, _ = w.Write(m.content)
	}
	_ = w.Close()
	return b.Bytes()
}

func zipped(members ...member) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		f, _ := w.CreateHeader(&zip.FileHeader{Name: m.name, Method: zip.Deflate, NonUTF8: true})
		_, _ = f.Write(m.content)
	}
	_ = w.Close()
	return b.Bytes()
}

// xzText and bz2Text are "log one\nlog two\nlog three\n", packed by xz and bzip2.
const (
	xzText  = "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAZABddADYbyRSWlbzHFcOMRPz6+V9oDIvlLaxAAADy8r5nqKO57AABMxphKY8pH7bzfQEAAAAABFla"
	bz2Text = "QlpoOTFBWSZTWZU0mZIAAAbRgAAQQAACxZSAIAAxANNNBGQBo+GQc2R1h0hyLX4u5IpwoSEqaTMk"
)

func decoded(t *testing.T, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
