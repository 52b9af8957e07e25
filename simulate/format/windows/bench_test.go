package windows_test

import (
	"testing"

	"dwell/simulate/format/windows"
)

// mix is what a host mostly logs, typed record to bytes.
func mix() []typed {
	logons, processes, sysmon := logonSamples(), processSamples(), sysmonSamples()
	return []typed{
		logons[0], logons[2], logons[4], logons[6], processes[0], processes[1], sysmon[0], sysmon[2], sysmon[3], sysmon[7],
	}
}

func BenchmarkXML(b *testing.B) {
	benchmark(b, windows.AppendXML)
}

func BenchmarkWinlogbeat(b *testing.B) {
	collector := beat()
	benchmark(b, func(dst []byte, e *windows.Event) []byte { return windows.AppendWinlogbeat(dst, e, collector) })
}

func benchmark(b *testing.B, appendTo func([]byte, *windows.Event) []byte) {
	b.Helper()
	b.ReportAllocs()
	records := mix()
	var out []byte
	var e windows.Event
	size, n := 0, 0
	for b.Loop() {
		e = records[n%len(records)].Event(e.Data)
		out = appendTo(out[:0], &e)
		size += len(out)
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(size)/float64(n), "bytes/event")
}
