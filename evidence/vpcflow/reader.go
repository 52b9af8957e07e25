package vpcflow

import (
	"bytes"
	"context"
	"time"

	"dwell/evidence"
	"dwell/evidence/flowlog"
)

// reader is the evidence.Reader of this package.
type reader struct{ dialect flowlog.Dialect }

// interval is documented: ten minutes by default, one if chosen so and on Nitro.
func interval() flowlog.Interval {
	return flowlog.Interval{InUse: []time.Duration{time.Minute, 10 * time.Minute}, Usual: 10 * time.Minute, Meaning: "aggregation interval"}
}

// New returns the reader of VPC flow logs in text.
func New() evidence.Reader {
	names := &flowlog.Names{}
	return &reader{flowlog.Dialect{
		Interval: interval(),
		Marks:    []string{"srcaddr"},
		Header:   func(line []byte) flowlog.Layout { return header(line, names) },
		Bare:     &lines{standard(), names},
	}}
}

// Format describes the reader.
func (*reader) Format() evidence.Format {
	return evidence.Format{
		Name:   "vpcflow",
		Title:  "AWS VPC flow logs (text)",
		Events: []string{"connection"},
		Examples: []string{
			"files of an S3 bucket, with the default fields or a header that names others",
			"log events of CloudWatch exported as text, in the default format",
		},
	}
}

// detectLines is how many lines are judged.
const detectLines = 20

// Detect implements evidence.Reader.
func (r *reader) Detect(head []byte) evidence.Confidence {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if last := bytes.LastIndexByte(head, '\n'); last >= 0 {
		head = head[:last+1]
	}
	layout := r.dialect.Bare
	lines, good := 0, 0
	for line := range bytes.Lines(head) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if header(line, nil) != nil {
			return evidence.Certain
		}
		if lines++; lines > detectLines {
			break
		}
		var record flowlog.Record
		record.Clear()
		if o, _ := layout.Line(line, &record); (o == flowlog.Read || o == flowlog.Skipped) && isRecord(line) {
			good++
		}
	}
	switch {
	case good == 0 || 2*good < min(lines, detectLines):
		return evidence.No
	case good > 1:
		return evidence.Certain
	}
	return evidence.Likely
}

// isRecord reports whether a line of fourteen fields ends as the default format does.
func isRecord(line []byte) bool {
	for _, end := range []string{" ACCEPT OK", " REJECT OK", " - NODATA", " - SKIPDATA"} {
		if bytes.HasSuffix(line, []byte(end)) {
			return true
		}
	}
	return false
}

// Read implements evidence.Reader.
func (r *reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	return flowlog.ReadText(ctx, in, out, &r.dialect)
}
