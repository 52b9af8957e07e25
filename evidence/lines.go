package evidence

import (
	"bytes"
	"iter"

	"dwell/event"
)

// byteOrderMark is that of UTF-8, which programs of Windows put before a text.
var byteOrderMark = []byte("\xef\xbb\xbf")

// FirstLines gives the lines in the first bytes of a file for a Reader to judge by: at
// most so many, without blanks around them and without those that are empty. A last line
// that is cut off is left out, unless it is the only one.
func FirstLines(head []byte, most int) iter.Seq[[]byte] {
	if last := bytes.LastIndexByte(head, '\n'); last >= 0 {
		head = head[:last+1]
	}
	return func(yield func([]byte) bool) {
		n := 0
		for line := range bytes.Lines(bytes.TrimPrefix(head, byteOrderMark)) {
			if line = bytes.TrimSpace(line); len(line) == 0 {
				continue
			}
			if n++; n > most || !yield(line) {
				return
			}
		}
	}
}

// Lines gives the lines of a block that CutLines cut, each with its place in the file,
// neither with its end nor with the file's byte order mark.
func (b *Block) Lines(file event.FileID) iter.Seq2[event.Ref, []byte] {
	return func(yield func(event.Ref, []byte) bool) {
		offset := b.Offset
		for line := range bytes.Lines(b.Data) {
			ref := event.Ref{File: file, Offset: offset}
			offset += int64(len(line))
			line = bytes.TrimRight(line, "\r\n")
			if ref.Offset == 0 && bytes.HasPrefix(line, byteOrderMark) {
				ref.Offset = int64(len(byteOrderMark))
				line = line[len(byteOrderMark):]
			}
			ref.Length = int64(len(line))
			if !yield(ref, line) {
				return
			}
		}
	}
}
