package mailqueue

import (
	"bytes"
	"context"

	"dwell/event"
	"dwell/evidence"
)

// maxLine bounds a line: a thousand recipients fit in.
const maxLine = 128 << 10

// Program reads the lines of one server, in order.
type Program interface {
	// Line accounts for one line that is not empty, without its end.
	Line(line []byte, ref event.Ref, into *Page)
	// End tells of the mails that are still open.
	End(into *Page)
	// Notes says what was assumed so far.
	Notes() []string
}

// Read reads a whole log: the lines in order, because those of one mail lie far apart,
// while what came of the blocks before is handed over by workers.
func Read(ctx context.Context, in *evidence.Input, out *evidence.Output, p Program) error {
	end := int64(0)
	err := evidence.EachBlock(ctx, in, out, evidence.CutLines, func(block *evidence.Block) evidence.Work {
		end = block.Offset + int64(len(block.Data))
		if block.Overlong {
			out.Damage(block.Offset, "a line longer than 64 MiB")
			return nil
		}
		page := &Page{}
		lines(p, in.ID, block, page)
		notes := p.Notes()
		return func(w *evidence.Worker) { page.Deliver(w, notes) }
	})
	rest := &Page{}
	p.End(rest)
	if ctx.Err() != nil {
		return err
	}
	if last := out.Do(ctx, end, func(w *evidence.Worker) { rest.Deliver(w, nil) }); err == nil {
		err = last
	}
	return err
}

func lines(p Program, file event.FileID, block *evidence.Block, page *Page) {
	for ref, line := range block.Lines(file) {
		switch {
		case len(bytes.TrimSpace(line)) == 0:
		case len(line) > maxLine:
			page.Damage(ref.Offset, "a line longer than 128 KiB")
		default:
			p.Line(line, ref, page)
		}
	}
}
