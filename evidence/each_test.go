package evidence_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"dwell/evidence"
)

// refusing is an executor of a run that was cancelled.
type refusing struct{}

var errCancelled = errors.New("cancelled")

func (refusing) Do(context.Context, func(evidence.Sink)) error { return errCancelled }

// each runs EachBlock over lines and returns the blocks that were planned.
func each(executor evidence.Executor, content io.Reader, work evidence.Work) ([]*evidence.Block, evidence.Tally, error) {
	in := evidence.NewInput("f", time.Time{}, content)
	out := evidence.NewOutput(executor)
	var blocks []*evidence.Block
	err := evidence.EachBlock(context.Background(), in, out, evidence.CutLines, func(b *evidence.Block) evidence.Work {
		blocks = append(blocks, b)
		return work
	})
	return blocks, out.Close(), err
}

func TestEveryBlockIsPlannedInOrderAndReleased(t *testing.T) {
	lines := strings.Repeat(text, 3*evidence.BlockSize/len(text))
	for name, c := range map[string]struct {
		executor evidence.Executor
		work     evidence.Work
		fails    error
	}{
		"work":             {direct{}, func(w *evidence.Worker) { w.Read(1) }, nil},
		"work that panics": {direct{}, func(*evidence.Worker) { panic("read") }, nil},
		"no work":          {direct{}, nil, nil},
		"a cancelled run":  {refusing{}, func(*evidence.Worker) {}, errCancelled},
	} {
		t.Run(name, func(t *testing.T) {
			blocks, tally, err := each(c.executor, strings.NewReader(lines), c.work)
			if !errors.Is(err, c.fails) {
				t.Fatalf("%v, want %v", err, c.fails)
			}
			if c.fails == nil && len(blocks) < 3 {
				t.Fatalf("only %d blocks", len(blocks))
			}
			if name == "work" && tally.Records != int64(len(blocks)) {
				t.Errorf("work on %d blocks, want %d", tally.Records, len(blocks))
			}
			offset := int64(-1)
			for i, b := range blocks {
				if b.Data != nil {
					t.Errorf("block %d was not released", i)
				}
				if b.Offset <= offset {
					t.Errorf("block %d at %d came behind that at %d", i, b.Offset, offset)
				}
				offset = b.Offset
			}
		})
	}
}

func TestWhatWasReadBeforeAnErrorIsPlanned(t *testing.T) {
	gone := errors.New("disk gone")
	blocks, tally, err := each(direct{}, io.MultiReader(strings.NewReader(text), iotest.ErrReader(gone)), nil)
	if !errors.Is(err, gone) || len(blocks) != 1 {
		t.Fatalf("%d blocks, %v", len(blocks), err)
	}
	if notes := strings.Join(tally.Notes, "\n"); !strings.Contains(notes, "the file is incomplete: ") {
		t.Errorf("the notes do not say it: %s", notes)
	}
}

func TestLineEnd(t *testing.T) {
	for data, want := range map[string][2]int{
		"": {0, 0}, "a": {1, 1}, "a\r": {2, 2}, "a\n": {1, 2}, "a\r\nb": {1, 3}, "\n": {0, 1}, "\r\n": {0, 2}, "a\r\r\n": {2, 4},
	} {
		if end, next := evidence.LineEnd([]byte(data), 0); end != want[0] || next != want[1] {
			t.Errorf("%q: %d, %d; want %v", data, end, next, want)
		}
	}
}
