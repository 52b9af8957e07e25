package zeek_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/evidence/zeek"
	"dwell/internal/testkit"
)

// load returns the bytes of a log, decompressed.
func load(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(path, ".gz") {
		r, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if data, err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return data
}

func read(t testing.TB, data []byte) evidencetest.Result {
	t.Helper()
	got, err := evidencetest.Read(zeek.New(), "log", data)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestDump(t *testing.T) {
	root := testkit.Shared(t, "network")
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data := load(t, path)
		name, _ := filepath.Rel(root, path)
		c := zeek.New().Detect(data[:min(len(data), evidence.HeadSize)])
		got := read(t, data)
		lines, headers := 0, 0
		for line := range bytes.SplitSeq(data, []byte("\n")) {
			if len(bytes.TrimSpace(line)) > 0 {
				lines++
				if line[0] == '#' || bytes.HasPrefix(line, []byte("\t#")) {
					headers++
				}
			}
		}
		ta := got.Tally
		t.Logf("%s: %d; %d lines, %d headers: %d read %d skipped %d damaged; %v %v", name, c, lines, headers, ta.Records, ta.Skipped, ta.Damaged, ta.Reasons, ta.Notes)
		if c != 0 && int64(lines-headers) != ta.Records+ta.Skipped+ta.Damaged {
			t.Errorf("%s unaccounted", name)
		}
		return nil
	})
	_ = event.Unknown
}
