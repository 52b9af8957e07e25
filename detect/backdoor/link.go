package backdoor

import (
	"bytes"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

// A connection and the name that a request or handshake in it gave are joined by
// the sensor's id: that is the only way to know how many bytes went to a name
// behind a proxy or on a shared address. Either may come first, so both are
// noted by a hash of the id and joined in the end.

// owner is the name that a connection belongs to.
type owner struct {
	Key   key
	Named bool
}

// name gives the connection to a name; of several the lowest key, so that the
// order does not matter.
func (o *owner) name(k key) {
	if !o.Named || compareKeys(k, o.Key) < 0 {
		o.Key, o.Named = k, true
	}
}

func joinOwners(into, from *owner) {
	if from.Named {
		into.name(from.Key)
	}
}

// volume is what one connection carried; of several states of it the most counts.
type volume struct {
	Out, In int64
	Busy    int64 // milliseconds
}

func volumeOf(c *event.Connection) volume {
	return volume{max(0, c.SrcBytes), max(0, c.DstBytes), max(0, c.Duration.Milliseconds())}
}

func (v *volume) join(o volume) {
	*v = volume{max(v.Out, o.Out), max(v.In, o.In), max(v.Busy, o.Busy)}
}

// linkable reports whether a connection may carry a name.
func linkable(c *event.Connection) bool {
	return c.UID != "" && (strings.Contains(c.Service, "http") ||
		strings.Contains(c.Service, "ssl") || strings.Contains(c.Service, "quic"))
}

// compareKeys orders keys; the order means nothing but is always the same.
func compareKeys(a, b key) int {
	if c := bytes.Compare(a.Src[:], b.Src[:]); c != 0 {
		return c
	}
	if c := bytes.Compare(a.Dst[:], b.Dst[:]); c != 0 {
		return c
	}
	if c := int(a.Kind) - int(b.Kind); c != 0 {
		return c
	}
	if c := int(a.Port) - int(b.Port); c != 0 {
		return c
	}
	switch {
	case a.Sensor < b.Sensor:
		return -1
	case a.Sensor > b.Sensor:
		return 1
	}
	return 0
}

// traffic is what the connections of one name add up to.
type traffic struct {
	Connections, Out, In, Busy int64
	Connected                  int64 // connections of which the bytes are known
}

func (t *traffic) add(o traffic) {
	t.Connections += o.Connections
	t.Out += o.Out
	t.In += o.In
	t.Busy += o.Busy
	t.Connected += o.Connected
}

// linkShift is the sampling that both sides of the links have in common.
func (s *state) linkShift() uint8 { return max(s.Owners.Shift, s.Volumes.Shift) }

// linksSampled returns the share of the links that is known, and whether it is
// less than all.
func (s *state) linksSampled() (share float64, sampled bool) {
	return 1 / float64(uint64(1)<<s.linkShift()), s.Owners.Dropped || s.Volumes.Dropped
}

// trafficByName adds up the connections of every name.
func (s *state) trafficByName() map[key]traffic {
	sums := make(map[key]traffic)
	if s.Owners.Len() == 0 {
		return sums
	}
	volumes := make(map[uint64]volume)
	for _, e := range s.Volumes.Entries {
		if s.Owners.Get(e.Hash) != nil {
			v := volumes[e.Hash]
			v.join(e.Value)
			volumes[e.Hash] = v
		}
	}
	shift := s.linkShift()
	for id, o := range s.Owners.All() {
		if !fold.Kept(id, shift) {
			continue
		}
		t := sums[o.Key]
		t.Connections++
		if v, ok := volumes[id]; ok {
			t.Connected++
			t.Out += v.Out
			t.In += v.In
			t.Busy += v.Busy
		}
		sums[o.Key] = t
	}
	return sums
}
