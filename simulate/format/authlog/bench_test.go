package authlog_test

import (
	"bytes"
	"testing"

	"dwell/simulate/format/authlog"
)

// BenchmarkDay writes all kinds of lines in turn.
func BenchmarkDay(b *testing.B) {
	b.ReportAllocs()
	lines := bytes.Count(day(), []byte("\n"))
	n := 0
	for b.Loop() {
		n += lines
		day()
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "lines/s")
}

func BenchmarkAccepted(b *testing.B) {
	b.ReportAllocs()
	h, c := header(1190), authlog.Client{User: "kim", Address: "192.0.2.21", Port: 50122}
	var out []byte
	n := 0
	for b.Loop() {
		out = authlog.Accepted(out[:0], h, "password", &c, "")
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "lines/s")
}
