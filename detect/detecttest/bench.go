package detecttest

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"dwell/detect"
	"dwell/event"
)

// BenchmarkConnections measures how many connections a second the detector made by
// spec takes in: of 4,096 machines inside with 32,768 addresses outside, two in five a
// minute long or more.
func BenchmarkConnections(b *testing.B, spec detect.Spec) {
	var batch event.Batch
	for i := range 1 << 17 {
		batch.Connections = append(batch.Connections, event.Connection{
			Time: event.UTC(1_700_000_000_000_000_000+int64(i)*int64(time.Second), event.PrecisionMicro),
			Ref:  event.Ref{File: 1, Offset: int64(i), Length: 1},
			Endpoints: event.Endpoints{Src: netip.AddrFrom4([4]byte{10, 0, byte(i >> 4), byte(i)}), SrcPort: 1,
				Dst: netip.AddrFrom4([4]byte{198, 51, byte(i >> 9), byte(i >> 2)}), DstPort: 443},
			Transport: event.TransportTCP, Service: "ssl", UID: fmt.Sprintf("C%017d", i), Duration: time.Duration(i%100) * time.Second, SrcBytes: 400, DstBytes: 3000})
	}
	d := spec.New(detect.Config{})
	for b.Loop() {
		d.Observe(&batch)
	}
	b.ReportMetric(float64(len(batch.Connections))*float64(b.N)/b.Elapsed().Seconds(), "connections/s")
}
