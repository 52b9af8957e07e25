package flow

import (
	"bytes"
	"cmp"

	"dwell/detect/fold"
	"dwell/event"
)

// Key names one relation: who calls whom on which port, as one sensor saw it. It is
// the flow key of RFC 7011 without the caller's port. It holds no pointer, so that a
// map of millions costs the garbage collector nothing.
type Key struct {
	Src, Dst  fold.Addr
	Sensor    uint32 // as fold.Sensors numbers it
	Port      uint16 // of the destination
	Transport event.Transport
}

// KeyOf returns the key of the relation between two ends.
func KeyOf(e *event.Endpoints, t event.Transport, sensor uint32) Key {
	return Key{Src: fold.AddrOf(e.Src), Dst: fold.AddrOf(e.Dst), Sensor: sensor, Port: e.DstPort, Transport: t}
}

// Hash is for fold.Map.
func (k Key) Hash() uint64 {
	return fold.Mix(k.Dst.Hash(k.Src.Hash(uint64(k.Sensor))), uint64(k.Port)<<8|uint64(k.Transport))
}

// Compare orders by source, destination, transport and port, and by sensor last.
func (k Key) Compare(o Key) int {
	return cmp.Or(bytes.Compare(k.Src[:], o.Src[:]), bytes.Compare(k.Dst[:], o.Dst[:]),
		cmp.Compare(k.Transport, o.Transport), cmp.Compare(k.Port, o.Port), cmp.Compare(k.Sensor, o.Sensor))
}

// SameButSensor reports whether both are one relation, seen by any sensor.
func (k Key) SameButSensor(o Key) bool {
	k.Sensor, o.Sensor = 0, 0
	return k == o
}

// ConnectionID hashes a sensor's id of a connection, by which the sensor's other logs
// speak of it. The ids of two sensors may be alike.
func ConnectionID(uid string, sensor uint32) uint64 {
	return fold.Mix(fold.HashString(uid), uint64(sensor))
}

// BestSensors keeps, of relations that differ by sensor only, one than which none is
// better, the first among equals. The relations must be sorted, so that such ones are
// neighbours; the result takes their place in memory.
func BestSensors[R any](all []R, sameButSensor, better func(a, b *R) bool) []R {
	best := all[:0] // what is written stays behind what is read
	for i := range all {
		r, n := &all[i], len(best)
		switch {
		case n == 0 || !sameButSensor(&best[n-1], r):
			best = append(best, *r)
		case better(r, &best[n-1]):
			best[n-1] = *r
		}
	}
	return best
}
