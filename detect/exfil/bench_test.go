package exfil

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/event"
)

func BenchmarkObserve(b *testing.B) { detecttest.BenchmarkConnections(b, Spec()) }

// BenchmarkFindings concludes from half a million pairs, each used twice, of which one in
// a hundred sent enough to be weighed and as many lie inside.
func BenchmarkFindings(b *testing.B) {
	d := New(detect.Config{})
	var batch event.Batch
	for i := range 1_000_000 {
		pair := i % 500_000
		dst := [4]byte{203, 0, 0, 0}
		binary.BigEndian.PutUint16(dst[2:], uint16(pair>>4))
		if pair%100 == 1 {
			dst[0] = 10
		}
		c := event.Connection{Time: at(time.Duration(i) * 2 * time.Second), UID: fmt.Sprint(i), Ref: event.Ref{File: 1, Offset: int64(i), Length: 1},
			Endpoints: event.Endpoints{Src: netip.AddrFrom4([4]byte{10, 1, byte(pair % 16), byte(pair >> 12)}), Dst: netip.AddrFrom4(dst), DstPort: 443},
			Transport: event.TransportTCP, Service: "ssl", Duration: time.Duration(i%100) * time.Second, SrcBytes: 4000, DstBytes: 9000, State: "SF"}
		if pair%100 < 2 {
			c.SrcBytes, c.DstBytes = 3_000_000, 2_000_000
		}
		batch.Connections = append(batch.Connections, c)
	}
	d.Observe(&batch)
	view := detect.View{Estate: detecttest.Estate("10.0.0.0/8")}
	for b.Loop() {
		if _, err := d.Findings(view); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(d.state.Pairs.Len()), "pairs")
}
