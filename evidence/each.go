package evidence

import "context"

// Work is what is to be done with one block. It runs on a goroutine of its own, while
// the blocks behind are cut.
type Work func(*Worker)

// EachBlock is the loop of a Reader whose content can be cut into blocks. plan sees the
// blocks in order: what must be known from block to block is found there, and should be
// cheap. It returns the work on the block, nil when there is none. Each block is
// released behind its work, whatever happens.
func EachBlock(ctx context.Context, in *Input, out *Output, cut Cut, plan func(*Block) Work) error {
	for block, err := range in.Blocks(cut) {
		if err != nil {
			out.Note("the file is incomplete: " + err.Error())
			return err
		}
		work := plan(block)
		if work == nil {
			block.Release()
			continue
		}
		err := out.Do(ctx, block.Offset, func(w *Worker) {
			defer block.Release()
			work(w)
		})
		if err != nil {
			block.Release()
			return err
		}
	}
	return nil
}
