package nfdump

import (
	"context"
	"time"

	"dwell/evidence"
	"dwell/evidence/flowlog"
)

// reader is the evidence.Reader of this package.
type reader struct{ dialect flowlog.Dialect }

// New returns the reader of nfdump's CSV.
func New() evidence.Reader {
	names := &flowlog.Names{}
	return &reader{flowlog.Dialect{
		Interval: flowlog.Interval{
			// Active timeouts that exporters come with or are set to: 1, 2 and 5 minutes
			// for analysis, 30 minutes on Cisco routers, an hour at most.
			InUse: []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour},
			Usual: 5 * time.Minute, Meaning: "active timeout",
		},
		Marks:  []string{"sa,", "srcAddr"},
		Header: func(line []byte) flowlog.Layout { return header(line, names) },
	}}
}

// Format describes the reader.
func (*reader) Format() evidence.Format {
	return evidence.Format{
		Name:     "nfdump",
		Title:    "nfdump CSV (NetFlow, IPFIX, sFlow)",
		Events:   []string{"connection"},
		Examples: []string{"what `nfdump -r FILE -o csv` writes of nfcapd files, 1.6 and 1.7"},
	}
}

// Detect implements evidence.Reader.
func (r *reader) Detect(head []byte) evidence.Confidence { return r.dialect.DetectHeader(head) }

// Read implements evidence.Reader.
func (r *reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	return flowlog.ReadText(ctx, in, out, &r.dialect)
}
