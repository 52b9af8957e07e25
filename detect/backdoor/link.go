package backdoor

import (
	"bytes"
	"strings"

	"dwell/event"
)

// link joins one connection with the name that a request or handshake in it
// gave, by the sensor's id: that is the only way to know how many bytes went to
// a name behind a proxy or on a shared address.
type link struct {
	Key       key // of the name; zero when not known yet
	Named     bool
	Connected bool
	Out, In   int64
	Busy      int64 // milliseconds
}

// linkable reports whether a connection may carry a name.
func linkable(c *event.Connection) bool {
	return c.UID != "" && (strings.Contains(c.Service, "http") ||
		strings.Contains(c.Service, "ssl") || strings.Contains(c.Service, "quic"))
}

func (l *link) connection(c *event.Connection) {
	l.Connected = true
	l.Out = max(l.Out, c.SrcBytes)
	l.In = max(l.In, c.DstBytes)
	l.Busy = max(l.Busy, c.Duration.Milliseconds())
}

// name gives the connection to a name; of several the lowest key, so that the
// order does not matter.
func (l *link) name(k key) {
	if !l.Named || compareKeys(k, l.Key) < 0 {
		l.Key, l.Named = k, true
	}
}

func joinLinks(into, from *link) {
	if from.Named {
		into.name(from.Key)
	}
	into.Connected = into.Connected || from.Connected
	into.Out = max(into.Out, from.Out)
	into.In = max(into.In, from.In)
	into.Busy = max(into.Busy, from.Busy)
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

// traffic is what the links of one name add up to.
type traffic struct {
	Connections, Out, In, Busy int64
	Connected                  int64 // connections of which the bytes are known
}

// trafficByName adds up the links of every name.
func (s *state) trafficByName() map[key]traffic {
	sums := make(map[key]traffic)
	for _, l := range s.Links.All() {
		if !l.Named {
			continue
		}
		t := sums[l.Key]
		t.Connections++
		if l.Connected {
			t.Connected++
			t.Out += l.Out
			t.In += l.In
			t.Busy += l.Busy
		}
		sums[l.Key] = t
	}
	return sums
}
