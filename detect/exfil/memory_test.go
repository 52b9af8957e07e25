package exfil

import (
	"encoding/binary"
	"net/netip"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/event"
)

// usage is how a pair is used: the moments of its connections.
type usage struct {
	name     string
	moments  []time.Duration
	lasting  time.Duration
	out, in  int64
	extra    func(b *event.Batch, c *event.Connection) // what else is logged of a connection
	mostEach float64                                   // bytes of state per pair that doc.go promises
}

func usages() []usage {
	every := func(n int, apart time.Duration) []time.Duration {
		var out []time.Duration
		for i := range n {
			out = append(out, time.Duration(i)*apart)
		}
		return out
	}
	handshake := func(b *event.Batch, c *event.Connection) {
		b.TLSSessions = append(b.TLSSessions, event.TLSSession{Endpoints: c.Endpoints, ServerName: "www.service.example", Subject: "CN=www.service.example", Validation: "ok"})
	}
	put := func(b *event.Batch, c *event.Connection) {
		b.WebRequests = append(b.WebRequests, event.WebRequest{Time: c.Time, Ref: c.Ref, Endpoints: c.Endpoints, Host: "www.service.example", Method: "PUT", URI: "/files/report.pdf", UserAgent: "Mozilla/5.0", RequestBytes: 4000})
	}
	return []usage{
		{"used once", every(1, 0), time.Second, 4000, 9000, nil, 290},
		{"used ten times in a day", every(10, 2*time.Hour), time.Second, 4000, 9000, nil, 420},
		{"ten quarters of a day", every(10, 31*time.Hour), time.Second, 4000, 9000, nil, 440},
		{"twenty days", every(60, 8*time.Hour), time.Second, 4000, 9000, nil, 540},
		{"all day for two months", every(248, 6*time.Hour), time.Second, 4000, 9000, nil, 790},
		{"a long conversation", every(1, 0), time.Hour, 4000, 9000, nil, 320},
		{"long conversations", every(40, 31*time.Hour), time.Hour, 4000, 9000, nil, 1000},
		{"used once, with a handshake", every(1, 0), time.Second, 4000, 9000, handshake, 520},
		{"used once, with an upload by HTTP", every(1, 0), time.Second, 4000, 9000, put, 820},
		{"large uploads", every(10, 31*time.Hour), time.Second, 4_000_000, 9000, nil, 680},
	}
}

// observed is a detector that saw so many pairs used in that way.
func observed(u usage, pairs int) *Detector {
	d := New(detect.Config{MaxKeys: pairs * sideShare})
	var batch event.Batch
	for m, moment := range u.moments {
		batch = event.Batch{Connections: batch.Connections[:0]}
		for i := range pairs {
			var dst [4]byte
			binary.BigEndian.PutUint32(dst[:], 0xc6336400+uint32(i/64))
			batch.Connections = append(batch.Connections, event.Connection{Time: at(moment + time.Duration(i)), UID: "C" + string(rune('a'+m%26)) + moment.String(),
				Ref:       event.Ref{File: 1, Offset: int64(m*pairs + i), Length: 100},
				Endpoints: event.Endpoints{Src: netip.AddrFrom4([4]byte{10, 0, 0, byte(i % 64)}), SrcPort: 1, Dst: netip.AddrFrom4(dst), DstPort: 443},
				Transport: event.TransportTCP, Service: "ssl", State: "SF", Duration: u.lasting, SrcBytes: u.out + int64(m), DstBytes: u.in})
			if u.extra != nil {
				u.extra(&batch, &batch.Connections[i])
			}
		}
		d.Observe(&batch)
	}
	return d
}

// BenchmarkMemory prints the bytes of state that a pair costs, map included.
func BenchmarkMemory(b *testing.B) {
	const pairs = 50_000
	for _, u := range usages() {
		b.Run(u.name, func(b *testing.B) {
			var each float64
			for b.Loop() {
				each = detecttest.Growth(b, func() any { return observed(u, pairs) }) / pairs
			}
			b.ReportMetric(each, "bytes/pair")
		})
	}
}

// What the package comment promises of memory holds.
func TestMemoryPerPair(t *testing.T) {
	const pairs = 40 * 256 // full slabs of the map
	for _, u := range usages() {
		each := detecttest.Growth(t, func() any { return observed(u, pairs) }) / pairs
		t.Logf("%s: %.0f bytes", u.name, each)
		if each > u.mostEach {
			t.Errorf("%s: %.0f bytes a pair, more than %.0f", u.name, each, u.mostEach)
		}
	}
}

// The mean over a population that is used as pairs are: two in three once, one in five
// for a few days, few of them every day. The shares are those of a rehearsed month of 200
// people (92,162 pairs, 24 connections and 3.2 days each); in longer evidence there are
// more of the former and not of the latter.
func TestMemoryOfAPopulation(t *testing.T) {
	const pairs, most = 20_000, 400
	share := map[string]float64{"used once": 0.65, "ten quarters of a day": 0.23, "twenty days": 0.09, "all day for two months": 0.03}
	var sum float64
	for _, u := range usages() {
		n := int(share[u.name] * pairs)
		if n == 0 {
			continue
		}
		sum += detecttest.Growth(t, func() any { return observed(u, n) })
	}
	t.Logf("%.0f bytes a pair", sum/pairs)
	if sum/pairs > most {
		t.Errorf("%.0f bytes a pair, more than %d", sum/pairs, most)
	}
}
