package argus

import (
	"context"
	"time"

	"dwell/evidence"
	"dwell/evidence/flowlog"
)

// reader is the evidence.Reader of this package.
type reader struct{ dialect flowlog.Dialect }

// New returns the reader of Argus tables.
func New() evidence.Reader {
	names := &flowlog.Names{}
	return &reader{flowlog.Dialect{
		Interval: flowlog.Interval{
			// Status intervals: 5 seconds and a minute of the sensor, more where ra or
			// rabins joined them. CTU's files have an hour.
			InUse: []time.Duration{5 * time.Second, time.Minute, 5 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour},
			Usual: time.Minute, Meaning: "status interval",
		},
		Frames: true,
		Marks:  []string{"SrcAddr", "saddr", "srcaddr", "SADDR"},
		Header: func(line []byte) flowlog.Layout { return header(line, names) },
	}}
}

// Format describes the reader.
func (*reader) Format() evidence.Format {
	return evidence.Format{
		Name:     "argus",
		Title:    "Argus flow tables (binetflow, ra -c ,)",
		Events:   []string{"connection"},
		Examples: []string{"*.binetflow of CTU and Stratosphere", "what `ra -r FILE -u -c , -s stime dur proto saddr sport dir daddr dport state spkts dpkts sbytes dbytes` writes"},
	}
}

// Detect implements evidence.Reader.
func (r *reader) Detect(head []byte) evidence.Confidence { return r.dialect.DetectHeader(head) }

// Read implements evidence.Reader.
func (r *reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	return flowlog.ReadText(ctx, in, out, &r.dialect)
}
