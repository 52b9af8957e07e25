package flowlog

import (
	"bytes"
	"context"

	"dwell/event"
	"dwell/evidence"
)

// Outcome is what became of a line.
type Outcome uint8

// The outcomes.
const (
	Read    Outcome = iota
	Skipped         // understood, gives no record
	Damaged
	Nothing // no record at all: headers, sums, empty lines
)

// Layout reads the lines under one header. It may be used by several goroutines.
type Layout interface {
	// Line fills the record, which was cleared before; why is given for what is
	// skipped or damaged.
	Line(line []byte, r *Record) (o Outcome, why string)
}

// Dialect is one text format.
type Dialect struct {
	Interval Interval
	Frames   bool // bytes may count the frames of the link layer
	// Marks are texts one of which stands in every header line, and hardly elsewhere.
	Marks []string
	// Header returns the layout of the lines under a header line, nil when it is none.
	Header func(line []byte) Layout
	// Bare is the layout of lines without a header, nil when the format has none.
	Bare Layout
}

// headLines is how many lines may stand before the header.
const headLines = 20

// DetectHeader judges the first bytes of a file of a format that has a header always.
func (d *Dialect) DetectHeader(head []byte) evidence.Confidence {
	n := 0
	for line := range bytes.Lines(bytes.TrimPrefix(head, byteOrderMark)) {
		if d.Header(bytes.TrimSpace(line)) != nil {
			return evidence.Certain
		}
		if n++; n > headLines {
			break
		}
	}
	return evidence.No
}

// maxLine bounds a line: the longest known is below 2 kB.
const maxLine = 64 << 10

// leastLine is shorter than records are; it bounds what empty lines cost.
const leastLine = 32

// ahead is how many blocks are parsed before the first of them is paired.
const ahead = 4

// job is a block that a worker parses.
type job struct {
	records []Record
	done    chan struct{}
}

// ReadText reads a text of the dialect. Lines are parsed by the workers, block by block,
// and paired in their order here.
func ReadText(ctx context.Context, in *evidence.Input, out *evidence.Output, d *Dialect) error {
	file := NewFile(ctx, out, d.Interval, d.Frames)
	c := cutter{dialect: d, layout: d.Bare}
	var jobs []*job
	var broken error
	for block, err := range in.Blocks(evidence.CutLines) {
		if err != nil {
			out.Note("the file is incomplete: " + err.Error())
			broken = err
			break
		}
		segments := c.cut(block)
		j := &job{done: make(chan struct{})}
		if err := out.Do(ctx, block.Offset, func(w *evidence.Worker) {
			defer close(j.done)
			defer block.Release()
			j.parse(w, in.ID, block, segments)
		}); err != nil {
			block.Release()
			return err
		}
		if jobs = append(jobs, j); len(jobs) > ahead {
			if err := jobs[0].collect(file); err != nil {
				return err
			}
			jobs = jobs[1:]
		}
	}
	for _, j := range jobs {
		if err := j.collect(file); err != nil {
			return err
		}
	}
	if err := file.Close(); err != nil {
		return err
	}
	return broken
}

func (j *job) collect(f *File) error {
	<-j.done
	return f.Add(j.records)
}

// parse reads the lines of a block.
func (j *job) parse(w *evidence.Worker, id event.FileID, block *evidence.Block, segments []segment) {
	if block.Overlong {
		w.Damage(block.Offset, "a line longer than 64 KiB")
		return
	}
	read, skipped := 0, map[string]int{}
	j.records = make([]Record, 0, min(bytes.Count(block.Data, []byte{'\n'}), len(block.Data)/leastLine)+1)
	var r Record
	for _, s := range segments {
		data := block.Data[:s.end]
		for pos := s.start; pos < s.end; {
			end, next := evidence.LineEnd(data, pos)
			line := data[pos:end]
			ref := event.Ref{File: id, Offset: block.Offset + int64(pos), Length: int64(end - pos)}
			pos = next
			r.Clear()
			r.Ref = ref
			switch o, why := lineOf(s.layout, line, &r); o {
			case Read:
				read++
				j.records = append(j.records, r)
			case Skipped:
				skipped[why]++
			case Damaged:
				if next == end { // no line feed: the file was cut off
					why = "the last line is cut off: " + why
				}
				w.Damage(ref.Offset, why)
			}
		}
	}
	w.Read(read)
	for why, n := range skipped {
		w.Skip(n, why)
	}
}

func lineOf(l Layout, line []byte, r *Record) (o Outcome, why string) {
	switch {
	case len(bytes.TrimSpace(line)) == 0:
		return Nothing, ""
	case len(line) > maxLine:
		return Damaged, "a line longer than 64 KiB"
	case l == nil:
		return Damaged, "a line without a header above it"
	}
	return l.Line(line, r)
}
