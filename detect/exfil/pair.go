package exfil

import (
	"math"

	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/event"
)

const (
	// pushRatio is how many times more a connection sends than it receives when it
	// pushes: a producer/consumer ratio (Bullard and Gerth 2014) of 0.6 and more.
	pushRatio = 4
	// maxBytes is what no connection carries: a week at 1 Gbit/s. More is a damaged
	// or planted record and does not count.
	maxBytes = 1 << 46
)

// totals are sums over connections.
type totals struct {
	Connections int64
	Out, In     int64 // payload bytes
	Push        int64 // of Out, bytes of connections that mostly send
	Headers     int64 // connections of which only bytes with IP headers are known
}

func (t *totals) add(o totals) {
	t.Connections += o.Connections
	t.Out += o.Out
	t.In += o.In
	t.Push += o.Push
	t.Headers += o.Headers
}

// pair is the state of one source, destination and port that sent anything. Millions
// of them are what the memory of the whole goes into: see doc.go.
type pair struct {
	Closed     totals
	Series     series // of the closed ones
	Marks      marks  // weighed by bytes sent
	Long       flow.Ongoing[opened]
	Bulk       *bulk   // nil while nothing large went either way
	Sliced     *sliced // nil while no connection came in slices
	Ended      int64   // when the last of the connections ended, in nanoseconds since 1970
	Recognised bool    // the sensor recognised a protocol
}

// sent returns the bytes that the connection sent, and whether they include IP
// headers because the source counts no payload. Of a connection that was never
// established, Zeek derives payload from sequence numbers that may be anything:
// there the bytes on the wire are the upper bound.
func sent(c *event.Connection) (out int64, headers bool) {
	switch {
	case c.SrcBytes < 0:
		out, headers = c.SrcIP, true
	case unestablished(c) && c.SrcIP >= 0:
		out = min(c.SrcBytes, c.SrcIP)
	default:
		out = c.SrcBytes
	}
	if out > maxBytes {
		return 0, false
	}
	return out, headers
}

func unestablished(c *event.Connection) bool {
	if c.Transport != event.TransportTCP {
		return false
	}
	switch c.State {
	case "S0", "REJ", "RSTOS0", "RSTRH", "SH", "SHR", "OTH":
		return true
	}
	return false
}

func totalsOf(c *event.Connection, out int64, headers bool) totals {
	t := totals{Connections: 1, Out: out, In: received(c.DstBytes)}
	if headers {
		t.Headers, t.In = 1, received(c.DstIP)
	}
	if out/pushRatio >= t.In {
		t.Push = out
	}
	return t
}

// received is a count of bytes as far as it is known and possible.
func received(n int64) int64 {
	if n < 0 || n > maxBytes {
		return 0
	}
	return n
}

func (p *pair) connection(c *event.Connection, out int64, headers bool) {
	t := totalsOf(c, out, headers)
	if c.Open && c.Duration < flow.Tracked {
		return // a later state tells more
	}
	if !c.Open {
		p.Closed.add(t)
		p.Series.add(c.Time, c.Duration, out, t.In)
	}
	p.Marks.add(fold.Mark{Time: c.Time, Ref: c.Ref, Weight: out})
	p.Ended = max(p.Ended, end(c))
	p.Recognised = p.Recognised || c.Service != ""
	if c.Duration >= flow.Tracked {
		p.Long.Keep(c, opened{c.Time, t, c.Ref})
	}
	if out >= leastPart || t.In >= leastPull {
		p.bulky(c, out, t.In)
	}
}

// end is when the connection was last known to exist, 0 when it has no time.
func end(c *event.Connection) int64 {
	if c.Time.IsZero() {
		return 0
	}
	if c.Duration > 0 && c.Time.Nanos < math.MaxInt64-int64(c.Duration) {
		return c.Time.Nanos + int64(c.Duration)
	}
	return c.Time.Nanos
}

func (p *pair) merge(o *pair) {
	p.Ended = max(p.Ended, o.Ended)
	p.Closed.add(o.Closed)
	p.Series.merge(&o.Series)
	p.Marks.merge(&o.Marks)
	p.Recognised = p.Recognised || o.Recognised
	p.Long.Merge(o.Long)
	p.Bulk = joined(p.Bulk, o.Bulk)
	p.Sliced = p.Sliced.join(o.Sliced)
}

// sum adds the connections that are still open to the closed ones.
func (p *pair) sum() totals {
	all := p.Closed
	p.Sliced.settle(&all)
	for i := range p.Long {
		if open := p.Long[i].Open; open != nil {
			all.add(open.Totals)
		}
	}
	return all
}

// course adds what all connections sent over time to a series.
func (p *pair) course(into *series) {
	into.merge(&p.Series)
	for i := range p.Long {
		if open := p.Long[i].Open; open != nil {
			into.add(open.Start, p.Long[i].Duration, open.Totals.Out, open.Totals.In)
		}
	}
}

// last is the end of the last connection with the precision of its source.
func (p *pair) last() event.Time {
	t := p.Marks.latest().Time
	t.Nanos = p.Ended
	return t
}
