package backdoor

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/event"
)

// fill gives every one of so many pairs about so many memoryless calls over 70 days.
func fill(d *Detector, pairs, calls int, named bool) {
	r := rand.New(rand.NewPCG(1, 1))
	for range calls {
		for pair := range pairs {
			call(d, pair, 70*day*r.Float64(), named)
		}
	}
}

// call gives a pair one call, and if it is named its handshake.
func call(d *Detector, pair int, seconds float64, named bool) {
	b := event.Batch{Connections: []event.Connection{{Time: at(seconds), Ref: event.Ref{File: 1, Offset: int64(pair), Length: 1},
		Endpoints: event.Endpoints{Src: netip.AddrFrom4([4]byte{10, 0, byte(pair >> 6), byte(pair)}), SrcPort: 1,
			Dst: netip.AddrFrom4([4]byte{198, 51, byte(pair >> 14), byte(pair >> 6)}), DstPort: 443},
		Transport: event.TransportTCP, Duration: time.Second, SrcBytes: 400, DstBytes: 3000, State: "SF"}}}
	if c := &b.Connections[0]; named {
		b.TLSSessions = []event.TLSSession{{Time: c.Time, Ref: c.Ref, Endpoints: c.Endpoints, Established: true,
			ServerName: fmt.Sprintf("www%d.example.org", pair>>6), Validation: "ok", JA3: "0123456789abcdef"}}
	}
	d.Observe(&b)
}

// bytesPerPair returns what a pair costs on average, map and all.
func bytesPerPair(t *testing.T, fill func(d *Detector)) int {
	pairs := 1
	grown := detecttest.Growth(t, func() any {
		d := New(detect.Config{})
		fill(d)
		pairs = max(1, d.state.Pairs.Len())
		return d
	})
	return int(grown) / pairs
}

// TestBytesPerPair prints what a pair costs by its calls and holds it to a bound.
func TestBytesPerPair(t *testing.T) {
	for _, c := range []struct{ calls, most int }{{1, 260}, {4, 280}, {16, 330}, {83, 530}, {256, 1100}, {400, 1550}} {
		bytes := bytesPerPair(t, func(d *Detector) { fill(d, 8192, c.calls, false) })
		if t.Logf("%d calls: %d bytes per pair", c.calls, bytes); bytes > c.most {
			t.Errorf("%d calls: %d bytes per pair, want at most %d", c.calls, bytes, c.most)
		}
	}
}

// TestBytesOfBusyPairs prints what pairs cost that call for weeks, at every pace.
func TestBytesOfBusyPairs(t *testing.T) {
	const pairs, most = 512, 1700
	for _, period := range []float64{2, 10, 30, 60, 200, 512, 900, 1800, 3600} {
		bytes := bytesPerPair(t, func(d *Detector) {
			r := rand.New(rand.NewPCG(1, 1))
			for pair := range pairs {
				for _, s := range sleeping(r, period, 0.5, min(62*day, 1500*period)) {
					call(d, pair, s, false)
				}
			}
		})
		if t.Logf("every %v s: %d bytes per pair", period, bytes); bytes > most {
			t.Errorf("every %v s: %d bytes per pair, want at most %d", period, bytes, most)
		}
	}
}

// TestBytesOfManyPairs prints the mean over pairs as networks have them: of those with
// some number of calls, half have twice as many or more. In captures of an hour to a day
// 44 to 93 in a hundred pairs have one call, and one or none has more than 256; of
// these it is 50 and 0.4. A connection with a handshake belongs to two pairs: that of
// the address and that of the name.
func TestBytesOfManyPairs(t *testing.T) {
	const pairs, calls = 50_000, 10_000
	for _, c := range []struct {
		named float64
		most  int
	}{{0, 300}, {0.5, 400}, {1, 450}} {
		bytes := bytesPerPair(t, func(d *Detector) {
			r := rand.New(rand.NewPCG(1, 1))
			for pair := range pairs {
				when := make([]float64, min(calls, int(1/(1-r.Float64()))))
				for i := range when {
					when[i] = 70 * day * r.Float64()
				}
				slices.Sort(when)
				named := r.Float64() < c.named
				for _, s := range when {
					call(d, pair, s, named)
				}
			}
		})
		if t.Logf("%.0f %% with names: %d bytes per pair on average", 100*c.named, bytes); bytes > c.most {
			t.Errorf("%.0f %% with names: %d bytes per pair on average, want at most %d", 100*c.named, bytes, c.most)
		}
	}
}
