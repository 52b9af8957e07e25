package suricata_test

import (
	"testing"

	"dwell/simulate/format/suricata"
)

func TestFlowIDFitsNumbersOfJSON(t *testing.T) {
	if got := suricata.FlowID(1<<64 - 1); got != 1<<51-1 {
		t.Errorf("%d", got)
	}
	if got := suricata.FlowID(12345); got != 12345 {
		t.Errorf("%d", got)
	}
}

func TestBytesOfFrames(t *testing.T) {
	if got := suricata.FrameBytes(40+52, 2); got != 40+52+28 {
		t.Errorf("%d", got)
	}
}

func TestNoWriterAllocates(t *testing.T) {
	w := &suricata.Writer{Interface: "eth0", SensorName: "ids1"}
	for _, k := range kinds {
		event := typical(t, k)
		buf := k.write(w, nil, event)
		if n := testing.AllocsPerRun(100, func() { buf = k.write(w, buf[:0], event) }); n != 0 {
			t.Errorf("%s: %v allocations for each line", k.name, n)
		}
	}
}

// How long one line takes, of each type.
func BenchmarkAppend(b *testing.B) {
	w := &suricata.Writer{Interface: "eth0", SensorName: "ids1"}
	for _, k := range kinds {
		b.Run(k.name, func(b *testing.B) {
			event := typical(b, k)
			buf := k.write(w, nil, event)
			b.SetBytes(int64(len(buf)))
			b.ReportAllocs()
			for b.Loop() {
				buf = k.write(w, buf[:0], event)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
		})
	}
}
