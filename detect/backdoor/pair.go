package backdoor

import (
	"math"

	"dwell/detect/backdoor/rhythm"
	"dwell/event"
)

// pair is the state of one relation. Its sums are integers, its places extremes,
// its seconds a deterministic sample: order never matters.
type pair struct {
	Calls       rhythm.Times
	Places      places
	Identity    *identity // nil while no request or handshake was seen
	Out, In     int64     // payload bytes where known
	SizeSum     int64     // sum over the sized connections of sizeUnits of the outgoing bytes
	SizeSquares int64     // sum of squares of the same
	Busy        int64     // milliseconds of all connections together
	Connections count
	Failed      count  // connections that were refused or never answered
	Sized       count  // connections with known outgoing bytes
	Slice       uint16 // greatest length in seconds of the records into which the source cuts connections
	Protocols   protocols
}

// protocols are the application protocols that the sensor recognised.
type protocols uint8

const (
	seenTLS protocols = 1 << iota
	seenHTTP
	seenOther
	seenNone // connections without a recognised protocol
)

// protocolsOf reads Zeek's comma separated list.
func protocolsOf(service string) protocols {
	if service == "" {
		return seenNone
	}
	var p protocols
	for start := 0; start <= len(service); {
		end := start
		for end < len(service) && service[end] != ',' {
			end++
		}
		switch service[start:end] {
		case "ssl", "tls", "quic":
			p |= seenTLS
		case "http":
			p |= seenHTTP
		default:
			p |= seenOther
		}
		start = end + 1
	}
	return p
}

// maxSlice bounds a slice, in seconds: no flow log aggregates for more than an hour.
const maxSlice = math.MaxUint16

func (p *pair) connection(c *event.Connection) {
	p.Connections.add(1)
	if failed(c) {
		p.Failed.add(1)
	}
	if c.SrcBytes >= 0 {
		p.Out += c.SrcBytes
		size := sizeOf(c.SrcBytes)
		p.Sized.add(1)
		p.SizeSum += size
		p.SizeSquares += size * size
	}
	if c.DstBytes >= 0 {
		p.In += c.DstBytes
	}
	if c.Duration > 0 {
		p.Busy += c.Duration.Milliseconds()
	}
	p.Protocols |= protocolsOf(c.Service)
	if c.Slice > 0 {
		p.Slice = max(p.Slice, uint16(min(math.Ceil(c.Slice.Seconds()), maxSlice)))
	}
	p.contact(c.Time, c.Ref, false)
}

// identity returns the pair's identity, new when it has none yet: that of complete
// records, or that of connections which are still open.
func (p *pair) identity(open bool) *identity {
	if p.Identity == nil {
		p.Identity = new(identity)
	}
	if !open {
		return p.Identity
	}
	if p.Identity.Open == nil {
		p.Identity.Open = new(identity)
	}
	return p.Identity.Open
}

// settled returns the pair with what the open connections add to its identity.
func (p *pair) settled() *pair {
	if p.Identity == nil || p.Identity.Open == nil {
		return p
	}
	s := *p
	s.Identity = p.Identity.settled()
	return &s
}

// contact notes one record of the pair.
func (p *pair) contact(at event.Time, ref event.Ref, odd bool) {
	p.Calls.Add(at)
	p.Places.add(place{at, ref}, odd)
}

// failed reports whether a connection was refused or never answered, after Zeek's
// conn_state. Of UDP the counts tell where there is no state; a slice may lie between
// two answers.
func failed(c *event.Connection) bool {
	switch c.State {
	case "S0", "REJ", "RSTOS0", "SH":
		return true
	}
	return c.Transport == event.TransportUDP && c.State == "" && c.Slice == 0 && c.DstBytes == 0 && c.DstIP <= 0
}

func (p *pair) merge(o *pair) {
	p.Calls.Merge(&o.Calls)
	p.Connections.add(o.Connections)
	p.Failed.add(o.Failed)
	p.Out += o.Out
	p.In += o.In
	p.Sized.add(o.Sized)
	p.SizeSum += o.SizeSum
	p.SizeSquares += o.SizeSquares
	p.Busy += o.Busy
	p.Protocols |= o.Protocols
	p.Slice = max(p.Slice, o.Slice)
	p.Places.merge(&o.Places)
	if p.Identity == nil {
		p.Identity = o.Identity
	} else if o.Identity != nil {
		p.Identity.merge(o.Identity)
	}
}

// someSizes is the least number of sizes of which a spread says anything.
const someSizes = 5

// sizeSpread is the standard deviation of the outgoing bytes, in doublings; ok is
// false when too few are known.
func (p *pair) sizeSpread() (spread float64, ok bool) {
	if p.Sized < someSizes || p.Out == 0 {
		return 0, false
	}
	n := float64(p.Sized)
	mean := float64(p.SizeSum) / n
	return math.Sqrt(math.Max(0, float64(p.SizeSquares)/n-mean*mean)) / sizeUnit, true
}
