package exfil

import (
	"fmt"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/event"
)

// cut adds a connection as a flow log has it: in slices, each with what it carried.
func (c *capture) cut(after time.Duration, host int, to, uid string, slices int, out, in int64) {
	for i := range slices {
		s := c.send(after+time.Duration(i)*10*time.Minute, host, to, out/int64(slices), in/int64(slices))
		s.UID, s.Slice, s.State, s.Service, s.Duration, s.Estimated = uid, 10*time.Minute, "", "", 10*time.Minute, true
		s.SrcIP, s.DstIP = s.SrcBytes+1000, s.DstBytes+1000
	}
}

func TestSlicesAreAddedUp(t *testing.T) {
	c := newCapture()
	c.normal(20, 1<<20)
	for night := range 3 {
		c.cut(time.Duration(12+night)*day, 3, "198.51.100.4:443", fmt.Sprint("N", night), 20, 200e6, 2e6)
	}
	f := detecttest.Between(t, detecttest.Investigate(t, Spec(), detect.View{Estate: detecttest.Estate("10.0.0.0/24")}, []event.Batch{c.batch}), "10.0.0.3", "198.51.100.4")
	detecttest.Expect(t, f, map[string]any{"bytes_out": int64(600e6), "bytes_in": int64(6e6), "connections": int64(3), "pushed_bytes": int64(600e6)})
}

// The halves of a conversation that lie in two files count as the whole.
func TestHalvesCountAsTheWhole(t *testing.T) {
	whole, halves := newCapture(), newCapture()
	for _, c := range []*capture{whole, halves} {
		c.normal(20, 1<<20)
		c.cut(15*day, 3, "198.51.100.4:443", "N", 30, 90e6, 30e6)
	}
	n := len(halves.batch.Connections)
	for i := n - 30; i < n; i++ {
		back := halves.batch.Connections[i]
		halves.batch.Connections[i].DstBytes, halves.batch.Connections[i].DstIP = event.Unknown, event.Unknown
		back.SrcBytes, back.SrcIP, back.Ref = event.Unknown, event.Unknown, halves.ref()
		halves.batch.Connections = append(halves.batch.Connections, back)
	}
	for name, c := range map[string]*capture{"whole": whole, "halves": halves} {
		f := detecttest.Between(t, detecttest.Investigate(t, Spec(), detect.View{Estate: detecttest.Estate("10.0.0.0/24")}, []event.Batch{c.batch}), "10.0.0.3", "198.51.100.4")
		t.Log(name)
		detecttest.Expect(t, f, map[string]any{"bytes_out": int64(90e6), "bytes_in": int64(30e6), "connections": int64(1), "connections_with_header_bytes": nil})
	}
}

// A sensor that sees one way only does not tell what came back.
func TestOneWayTellsNoDirection(t *testing.T) {
	c := newCapture()
	c.normal(20, 1<<20)
	c.cut(15*day, 3, "198.51.100.4:443", "N", 30, 90e6, 0)
	n := len(c.batch.Connections)
	for i := n - 30; i < n; i++ {
		c.batch.Connections[i].DstBytes, c.batch.Connections[i].DstIP = event.Unknown, event.Unknown
	}
	f := detecttest.Between(t, detecttest.Investigate(t, Spec(), detect.View{Estate: detecttest.Estate("10.0.0.0/24")}, []event.Batch{c.batch}), "10.0.0.3", "198.51.100.4")
	detecttest.Expect(t, f, map[string]any{"bytes_out": int64(90e6), "pushed_bytes": int64(0)})
	for _, p := range f.Parts {
		if p.Name == "direction" {
			t.Errorf("%+v", p)
		}
	}
}

func TestLawWithSlices(t *testing.T) {
	c := newCapture()
	c.normal(20, 1<<20)
	for i := range 300 {
		c.cut(10*day+time.Duration(i)*time.Hour/2, 3, "198.51.100.4:443", fmt.Sprint("N", i), 1+i%5, int64(1e6+i), int64(1e5+i))
		c.batch.Connections[len(c.batch.Connections)-1].DstBytes = event.Unknown
	}
	view := detect.View{Estate: detecttest.Estate("10.0.0.0/24")}
	detecttest.Law(t, Spec(), detect.Config{}, view, []event.Batch{c.batch})
}
