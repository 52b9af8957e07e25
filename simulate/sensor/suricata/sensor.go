package suricata

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/suricata"
	"dwell/simulate/sensor"
)

// Sensor is the intrusion detection system: an eve.json a day.
type Sensor struct {
	sensor.Setting
	inside  []netip.Prefix
	zone    *time.Location
	ports   map[netip.Addr]uint16
	rules   []rule
	tracks  map[track]*tally
	papers  map[fact.TLS]certificate
	writer  suricata.Writer
	waiting []eve // events that another day writes
	today   []conversation
	order   uint64
	file    *sensor.File
	line    []byte
}

// conversation is a flow with what the sensor gave it.
type conversation struct {
	*fact.Flow
	port    uint16 // of the one who began it
	id      uint64
	end     time.Time
	alerted bool
}

// eve is an event that waits for its time.
type eve struct {
	at    int64  // in nanoseconds
	order uint64 // of events of one instant
	kind  eveKind
	index int // of the request or file
	rule  *rule
	of    *conversation
}

// eveKind is the type of an event.
type eveKind uint8

const (
	eveAlert eveKind = iota
	eveQuery
	eveAnswer
	eveHandshake
	eveRequest
	eveFile
	eveFlow
)

// New returns a sensor of a network, in a zone.
func New(s sensor.Setting, inside []netip.Prefix, zone *time.Location) *Sensor {
	return &Sensor{Setting: s, inside: inside, zone: zone,
		ports: make(map[netip.Addr]uint16), rules: stockRules(), tracks: make(map[track]*tally), papers: make(map[fact.TLS]certificate),
		writer: suricata.Writer{Interface: "eth1"}}
}

// Observe takes a day in.
func (s *Sensor) Observe(d *fact.Day) error {
	tomorrow := d.Date.AddDate(0, 0, 1)
	var err error
	if s.file, err = s.Folder.Create("network/" + d.Date.Format(time.DateOnly) + "/eve.json.gz"); err != nil {
		return err
	}
	s.forget(d.Date)
	s.today = slices.Grow(s.today[:0], len(d.Flows))[:len(d.Flows)]
	for i := range d.Flows {
		if !s.Silent(d.Flows[i].Start) {
			s.follow(&s.today[i], &d.Flows[i])
		}
	}
	slices.SortFunc(s.waiting, func(a, b eve) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.order, b.order)) })
	n, _ := slices.BinarySearchFunc(s.waiting, tomorrow.UnixNano(), func(e eve, t int64) int { return cmp.Compare(e.at, t) })
	for i := range s.waiting[:n] {
		s.write(&s.waiting[i])
	}
	s.waiting = append(s.waiting[:0], s.waiting[n:]...)
	for i := range s.waiting {
		s.waiting[i].of = s.waiting[i].of.kept()
	}
	return s.file.Close()
}

// kept is a copy that outlives the day.
func (c *conversation) kept() *conversation {
	out, flow := *c, *c.Flow
	out.Flow = &flow
	return &out
}

// Close lets go of what has not timed out: Suricata goes on after the evidence ends.
func (s *Sensor) Close() error { return nil }

// follow notes what will be written of a conversation, and when.
func (s *Sensor) follow(c *conversation, f *fact.Flow) {
	*c = conversation{Flow: f, port: f.SrcPort, id: suricata.FlowID(s.Numbers.Uint64()), end: f.Start.Add(f.Duration)}
	if c.port == 0 {
		c.port = s.port(c.Src)
	}
	s.judge(c)
	if c.Lookup != nil {
		s.await(eveQuery, c, c.Start, 0)
		s.await(eveAnswer, c, c.end, 0)
	}
	if c.TLS != nil && !c.TLS.Failed {
		s.await(eveHandshake, c, c.Start.Add(handshakeTakes), 0)
	}
	for i := range c.Requests {
		s.await(eveRequest, c, c.Start.Add(c.Requests[i].After), i)
	}
	for i := range c.Files {
		s.await(eveFile, c, c.Start.Add(c.Files[i].After), i)
	}
	// A thread wakes up every second and looks for flows that timed out.
	given := c.end.Add(patience(c)).Truncate(time.Second).Add(time.Second + time.Duration(s.Timing.IntN(30_000))*time.Microsecond)
	s.await(eveFlow, c, given, 0)
}

func (s *Sensor) await(kind eveKind, c *conversation, at time.Time, index int) {
	s.order++
	s.waiting = append(s.waiting, eve{at: at.UnixNano(), order: s.order, kind: kind, index: index, of: c})
}

// port is the next of a machine's own ports.
func (s *Sensor) port(a netip.Addr) uint16 {
	const first, count = 49152, 16384 // IANA's dynamic ports
	p, ok := s.ports[a]
	if !ok {
		p = uint16(s.Numbers.IntN(count))
	}
	s.ports[a] = (p + 1) % count
	return first + p
}

func (s *Sensor) local(a netip.Addr) bool {
	return slices.ContainsFunc(s.inside, func(p netip.Prefix) bool { return p.Contains(a) })
}

// write writes an event.
func (s *Sensor) write(e *eve) {
	at := time.Unix(0, e.at)
	if s.Silent(at) {
		return
	}
	s.line = s.line[:0]
	seen := at // when somebody could first know of it
	switch e.kind {
	case eveAlert:
		s.alert(e.of, at, e.rule)
	case eveQuery:
		s.query(e.of, at)
	case eveAnswer:
		s.answer(e.of, at)
	case eveHandshake:
		s.handshake(e.of, at)
	case eveRequest:
		s.request(e.of, at, e.index)
	case eveFile:
		s.transfer(e.of, at, e.index)
	case eveFlow:
		seen = e.of.Start
		s.flow(e.of, at)
	}
	s.file.Record(e.of.Label, seen, s.line)
}
