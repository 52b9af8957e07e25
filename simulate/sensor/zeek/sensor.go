package zeek

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/zeek"
	"dwell/simulate/sensor"
)

// Sensor is the network sensor: a folder of logs a day.
type Sensor struct {
	sensor.Setting
	inside   []netip.Prefix
	estate   *sensor.Estate
	machines map[netip.Addr]fact.Machine
	options  zeek.Options
	ports    map[netip.Addr]uint16
	waiting  []seen // connections that end another day
	day      *day
	line     []byte
	first    time.Time // day
	tomorrow time.Time
}

// seen is a flow with what the sensor gave it.
type seen struct {
	fact.Flow
	uid string
	end time.Time
}

// New returns a sensor of a network. The estate says what machines call each other
// and themselves.
func New(s sensor.Setting, e *sensor.Estate, inside []netip.Prefix, json bool) *Sensor {
	z := &Sensor{Setting: s, inside: inside, estate: e, ports: make(map[netip.Addr]uint16)}
	if json {
		z.options.Encoding = zeek.JSON
	}
	z.options.CertificateSubjects = true
	z.machines = make(map[netip.Addr]fact.Machine, len(e.Machines))
	for _, m := range e.Machines {
		z.machines[m.Address] = m
	}
	return z
}

// Observe takes a day in.
func (z *Sensor) Observe(d *fact.Day) error {
	if z.day == nil {
		z.waiting, z.first = nil, d.Date
	}
	z.tomorrow = d.Date.AddDate(0, 0, 1)
	var err error
	if z.day, err = z.openDay(d); err != nil {
		return err
	}
	for i := range d.Flows {
		z.protocols(&d.Flows[i])
	}
	// Connections are written at their end.
	slices.SortStableFunc(z.waiting, func(a, b seen) int { return cmp.Or(a.end.Compare(b.end), cmp.Compare(a.uid, b.uid)) })
	n, _ := slices.BinarySearchFunc(z.waiting, z.tomorrow, func(s seen, t time.Time) int { return s.end.Compare(t) })
	for i := range z.waiting[:n] {
		z.connection(&z.waiting[i])
	}
	z.waiting = append(z.waiting[:0], z.waiting[n:]...)
	return z.day.close(z.Clock(z.tomorrow))
}

// Close lets go of what has not ended: Zeek writes it when it ends, and never if it
// is stopped hard.
func (z *Sensor) Close() error { return nil }

// protocols writes what is said in a conversation, and keeps the connection for its
// end.
func (z *Sensor) protocols(f *fact.Flow) {
	s := seen{Flow: *f, uid: zeek.UID(z.Numbers.Uint32(), z.Numbers.Uint64()), end: f.Start.Add(f.Duration)}
	if s.SrcPort == 0 {
		s.SrcPort = z.port(s.Src)
	}
	if z.Silent(f.Start) {
		return
	}
	z.waiting = append(z.waiting, s)
	id := zeek.ID{OrigH: s.Src, OrigP: s.SrcPort, RespH: s.Dst, RespP: s.DstPort}
	if s.Lookup != nil {
		z.lookup(&s, id)
	}
	if s.TLS != nil {
		z.handshake(&s, id)
	}
	for i := range s.Requests {
		z.request(&s, id, i)
	}
	for i := range s.Files {
		z.file(&s, id, i)
	}
	if s.SSH != nil {
		z.shell(&s, id)
	}
	z.windows(&s, id)
}

// port is the next of a machine's own ports.
func (z *Sensor) port(a netip.Addr) uint16 {
	p := z.ports[a]
	if p == 0 {
		p = uint16(z.Numbers.IntN(16000))
	}
	z.ports[a] = (p+1)%16000 + 1
	return 49152 + p%16000
}

func (z *Sensor) local(a netip.Addr) zeek.Bool {
	for _, p := range z.inside {
		if p.Contains(a) {
			return zeek.True
		}
	}
	return zeek.False
}
