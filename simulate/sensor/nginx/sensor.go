package nginx

import (
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/nginx"
	"dwell/simulate/sensor"
)

// Sensor is the access log of the shop's web server: a file a day, packed after the day.
type Sensor struct {
	sensor.Setting
	format *nginx.Format
	line   []byte
}

// New returns the access log of an nginx in a zone.
func New(s sensor.Setting, zone *time.Location) (*Sensor, error) {
	format, err := nginx.NewFormat(nginx.Combined, zone)
	if err != nil {
		return nil, err
	}
	return &Sensor{Setting: s, format: format}, nil
}

// Observe takes a day in.
func (w *Sensor) Observe(d *fact.Day) error {
	f, err := w.Folder.Create("web/access.log-" + d.Date.Format("20060102") + ".gz")
	if err != nil {
		return err
	}
	for i := range d.Hits {
		h := &d.Hits[i]
		if w.Silent(h.Time) {
			continue
		}
		w.line = w.format.Append(w.line[:0], &nginx.Request{Time: w.Clock(h.Time), Client: h.Client.String(), User: h.User, Line: h.Method + " " + h.Path + " HTTP/1.1", Status: h.Status,
			BodyBytes: h.Bytes, Referrer: h.Referrer, UserAgent: h.Agent, Took: h.Duration})
		f.Record(h.Label, h.Time, w.line)
	}
	return f.Close()
}

// Close has nothing left to write.
func (w *Sensor) Close() error { return nil }
