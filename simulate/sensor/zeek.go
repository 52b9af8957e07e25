package sensor

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/fact"
	"dwell/simulate/format/zeek"
)

// Zeek is the network sensor at the uplink and the core switch: a folder of logs a
// day, each line written when Zeek writes it, which is at the end of a connection.
type Zeek struct {
	condition
	folder   *Folder
	inside   []netip.Prefix
	estate   *Estate
	machines map[netip.Addr]fact.Machine
	options  zeek.Options
	numbers  chance.Source // of ids
	ports    map[netip.Addr]uint16
	waiting  []seen // connections that end another day
	day      *zeekDay
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

// Setting is what sensors have in common.
type Setting struct {
	Folder  *Folder
	Numbers chance.Source // of ids
	Timing  chance.Source // of how long programs take, which no renaming changes
	Skew    time.Duration
	Outages []Outage
}

// NewZeek returns a sensor of a network. The estate says what machines call each other
// and themselves.
func NewZeek(s Setting, e *Estate, inside []netip.Prefix, json bool) *Zeek {
	z := &Zeek{condition: condition{s.Skew, s.Outages}, folder: s.Folder, inside: inside, estate: e, numbers: s.Numbers, ports: make(map[netip.Addr]uint16)}
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
func (z *Zeek) Observe(d *fact.Day) error {
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
	return z.day.close(z.clock(z.tomorrow))
}

// Close lets go of what has not ended: Zeek writes it when it ends, and never if it
// is stopped hard.
func (z *Zeek) Close() error { return nil }

// protocols writes what is said in a conversation, and keeps the connection for its
// end.
func (z *Zeek) protocols(f *fact.Flow) {
	s := seen{Flow: *f, uid: zeek.UID(z.numbers.Uint32(), z.numbers.Uint64()), end: f.Start.Add(f.Duration)}
	if s.SrcPort == 0 {
		s.SrcPort = z.port(s.Src)
	}
	if z.silent(f.Start) {
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
func (z *Zeek) port(a netip.Addr) uint16 {
	p := z.ports[a]
	if p == 0 {
		p = uint16(z.numbers.IntN(16000))
	}
	z.ports[a] = (p+1)%16000 + 1
	return 49152 + p%16000
}

func (z *Zeek) local(a netip.Addr) zeek.Bool {
	for _, p := range z.inside {
		if p.Contains(a) {
			return zeek.True
		}
	}
	return zeek.False
}

func (z *Zeek) connection(s *seen) {
	if z.silent(s.end) {
		return
	}
	c := zeek.Conn{TS: z.clock(s.Start), UID: s.uid, ID: zeek.ID{OrigH: s.Src, OrigP: s.SrcPort, RespH: s.Dst, RespP: s.DstPort},
		Proto: []string{"tcp", "udp", "icmp"}[s.Transport], Service: s.Service, LocalOrig: z.local(s.Src), LocalResp: z.local(s.Dst)}
	out, in := uint64(s.Out), uint64(s.In)
	answered := s.Outcome != fact.Unanswered
	const segment = 1400
	switch s.Transport {
	case fact.UDP:
		c.ConnState, c.History = zeek.UDP(answered)
		c.OrigPkts, c.RespPkts = 1+out/1200, in/1200
		if answered {
			c.RespPkts++
		}
		c.OrigIPBytes, c.RespIPBytes = zeek.DatagramBytes(out, c.OrigPkts, false), zeek.DatagramBytes(in, c.RespPkts, false)
	default:
		c.ConnState = states[s.Outcome]
		c.History = zeek.TCPHistory(c.ConnState, zeek.Course{OrigData: out > 0, RespData: in > 0})
		switch s.Outcome {
		case fact.Unanswered:
			c.OrigPkts = 1
		case fact.Refused:
			c.OrigPkts, c.RespPkts = 1, 1
		default:
			c.OrigPkts, c.RespPkts = 4+out/segment+in/(2*segment), 3+in/segment+out/(2*segment)
		}
		c.OrigIPBytes = zeek.TCPBytes(out, c.OrigPkts, zeek.TCPWithoutTimestamps(), false)
		c.RespIPBytes = zeek.TCPBytes(in, c.RespPkts, zeek.TCPWithoutTimestamps(), false)
	}
	if answered {
		c.Duration, c.OrigBytes, c.RespBytes = zeek.IntervalOf(s.Duration), zeek.CountOf(out), zeek.CountOf(in)
	}
	c.WriteTS = z.clock(s.end)
	z.line = z.day.conn.writer.Append(z.line[:0], &c)
	z.day.conn.file.Record(s.Label, s.Start, z.line)
}

var states = map[fact.Outcome]string{fact.Finished: zeek.StateSF, fact.Unanswered: zeek.StateS0, fact.Refused: zeek.StateREJ, fact.Reset: zeek.StateRSTO, fact.Unfinished: zeek.StateS1}
