package pipeline_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	detectors "dwell/detect/list"
	readers "dwell/evidence/list"
	"dwell/internal/genconn"
	"dwell/pipeline"
)

// conn writes a small conn log.
func conn(t *testing.T, rows int) string {
	t.Helper()
	var b bytes.Buffer
	if err := genconn.Write(&b, genconn.Repeating(rows)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "conn.log")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func config(path string, workers int) pipeline.Config {
	return pipeline.Config{Roots: []string{path}, Readers: readers.All(), Detectors: detectors.All(), Workers: workers}
}

func TestTheNumberOfWorkersLeavesNoTrace(t *testing.T) {
	path := conn(t, 60_000)
	var want []byte
	for _, workers := range []int{1, 2, 7} {
		r, err := pipeline.Run(context.Background(), config(path, workers))
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := r.Case.Write(&got); err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = got.Bytes()
		}
		if !bytes.Equal(want, got.Bytes()) {
			t.Errorf("%d workers give another case than one", workers)
		}
	}
}

func TestEveryRecordIsCounted(t *testing.T) {
	r, err := pipeline.Run(context.Background(), config(conn(t, 12_345), 2))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Case.Evidence) != 1 || r.Case.Evidence[0].Records != 12_345 || r.Case.Sources[0].Events != 12_345 || r.Incomplete() != 0 {
		t.Errorf("%+v, sources %+v", r.Case.Evidence, r.Case.Sources)
	}
}

func TestProgressEndsAtTheTotal(t *testing.T) {
	c := config(conn(t, 20_000), 2)
	var last pipeline.Progress
	c.Progress = func(p pipeline.Progress) {
		if p.Stage < last.Stage || p.Read < last.Read {
			t.Errorf("progress goes back from %+v to %+v", last, p)
		}
		last = p
	}
	if _, err := pipeline.Run(context.Background(), c); err != nil {
		t.Fatal(err)
	}
	if last.Stage != pipeline.Concluding || last.Read != last.Total || last.Total == 0 {
		t.Errorf("last %+v", last)
	}
}

func TestCancellationStopsTheRun(t *testing.T) {
	c := config(conn(t, 200_000), 2)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c.Progress = func(p pipeline.Progress) {
		if p.Read > 0 {
			cancel()
		}
	}
	if _, err := pipeline.Run(ctx, c); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

func TestAMissingRootIsAnError(t *testing.T) {
	if _, err := pipeline.Run(context.Background(), config(filepath.Join(t.TempDir(), "none"), 1)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v, want one of a missing file", err)
	}
}
