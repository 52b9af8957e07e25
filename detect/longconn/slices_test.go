package longconn

import (
	"fmt"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

// cut adds a connection as a flow log has it: in slices, each with what it carried.
func (c *capture) cut(after time.Duration, host int, to, uid string, length, slice time.Duration, change func(*event.Connection)) {
	for at := time.Duration(0); at < length; at += slice {
		c.connect(after+at, host, to, min(slice, length-at), func(conn *event.Connection) {
			conn.UID, conn.Slice, conn.State, conn.Estimated = uid, slice, "", true
			if change != nil {
				change(conn)
			}
		})
	}
}

func TestASlicedSessionIsOneSessionToTheByte(t *testing.T) {
	c := &capture{}
	c.office(6)
	c.cut(5*time.Hour, 3, "198.51.100.4:4444", "N1", 6*time.Hour, 10*time.Minute, nil)
	f := between(t, c.findings(t), "10.0.0.3", "198.51.100.4", 4444)
	detecttest.Expect(t, f, map[string]any{"connections": int64(1), "open_connections": int64(0), "longest_us": (6 * time.Hour).Microseconds(),
		"total_us": (6 * time.Hour).Microseconds(), "bytes_out": int64(36 * 5000), "bytes_in": int64(36 * 9000),
		"ip_bytes_out": int64(36 * 6000), "connections_without_bytes": int64(0)})
	if f.Severity < finding.High {
		t.Errorf("severity %s, want high: %v", f.Severity, f.Parts)
	}
}

func TestPortsThatAreUsedAgainAreAnotherSession(t *testing.T) {
	c := &capture{}
	c.office(6)
	c.cut(0, 3, "198.51.100.4:4444", "N1", 4*time.Hour, 10*time.Minute, nil)
	c.cut(4*time.Hour+30*time.Minute, 3, "198.51.100.4:4444", "N1", 3*time.Hour, 10*time.Minute, nil)
	detecttest.Expect(t, between(t, c.findings(t), "10.0.0.3", "198.51.100.4", 4444),
		map[string]any{"connections": int64(2), "longest_us": (4 * time.Hour).Microseconds(), "total_us": (7 * time.Hour).Microseconds()})
}

// Many slices of short connections are short connections.
func TestSlicedShortConnectionsAreNotLong(t *testing.T) {
	c := &capture{}
	for i := range 2000 {
		c.cut(time.Duration(i)*30*time.Second, 1+i%6, "203.0.113.1:443", fmt.Sprint("N", i), 30*time.Second, 10*time.Minute, nil)
	}
	if findings := c.findings(t); len(findings) != 0 {
		t.Errorf("found %s", findings[0].Sentence)
	}
}

// A conversation in slices next to connections of a sensor that does not cut them, and
// more slices than are kept one by one.
func TestLawWithSlices(t *testing.T) {
	c := &capture{}
	c.office(6)
	c.connect(time.Hour, 3, "198.51.100.4:4444", 5*time.Hour, nil)
	for i := range 20 {
		c.cut(time.Duration(i)*time.Hour, 3, "198.51.100.4:4444", fmt.Sprint("N", i%7), time.Duration(i+1)*20*time.Minute, 10*time.Minute, func(conn *event.Connection) {
			if len(c.batch.Connections)%5 == 0 {
				conn.DstBytes = event.Unknown
			}
		})
	}
	c.cut(0, 4, "198.51.100.9:443", "N", 20*time.Hour, time.Minute, nil)
	view := detect.View{Estate: detecttest.Estate("10.0.0.0/24")}
	detecttest.Law(t, Spec(), detect.Config{}, view, c.stream())
	t.Run("with too few keys", func(t *testing.T) {
		detecttest.Law(t, Spec(), detect.Config{MaxKeys: 8}, view, c.stream())
	})
}

func BenchmarkObserveSlices(b *testing.B) {
	c := &capture{}
	for i := range 2000 {
		c.cut(time.Duration(i)*time.Minute, 1+i%6, fmt.Sprintf("203.0.113.%d:443", i%250), fmt.Sprint("N", i), time.Hour, time.Minute, nil)
	}
	d := New(detect.Config{})
	for b.Loop() {
		d.Observe(&c.batch)
	}
	b.ReportMetric(float64(len(c.batch.Connections))*float64(b.N)/b.Elapsed().Seconds(), "slices/s")
}
