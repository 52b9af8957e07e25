package sensor

import (
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/nginx"
)

// Web is the access log of the shop's web server: a file a day, packed after the day.
type Web struct {
	condition
	folder *Folder
	format *nginx.Format
	line   []byte
}

// NewWeb returns the access log of an nginx in a zone.
func NewWeb(s Setting, zone *time.Location) (*Web, error) {
	format, err := nginx.NewFormat(nginx.Combined, zone)
	if err != nil {
		return nil, err
	}
	return &Web{condition: condition{s.Skew, s.Outages}, folder: s.Folder, format: format}, nil
}

// Observe takes a day in.
func (w *Web) Observe(d *fact.Day) error {
	f, err := w.folder.Create("web/access.log-" + d.Date.Format("20060102") + ".gz")
	if err != nil {
		return err
	}
	for i := range d.Hits {
		h := &d.Hits[i]
		if w.silent(h.Time) {
			continue
		}
		w.line = w.format.Append(w.line[:0], &nginx.Request{Time: w.clock(h.Time), Client: h.Client.String(), User: h.User, Line: h.Method + " " + h.Path + " HTTP/1.1", Status: h.Status,
			BodyBytes: h.Bytes, Referrer: h.Referrer, UserAgent: h.Agent, Took: h.Duration})
		f.Record(h.Label, h.Time, w.line)
	}
	return f.Close()
}

// Close has nothing left to write.
func (w *Web) Close() error { return nil }
