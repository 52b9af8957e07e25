package exfil

import (
	"time"

	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/event"
)

const (
	// tracked is the least duration of a connection that is kept by itself, to tell
	// an open one from its later states; one that was logged while open lasts longer.
	tracked = time.Minute
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
	HalfOut     int64 // of Out and In, bytes of slices of which only this way is known
	HalfIn      int64
}

func (t *totals) add(o totals) {
	t.Connections += o.Connections
	t.Out += o.Out
	t.In += o.In
	t.Push += o.Push
	t.Headers += o.Headers
	t.HalfOut += o.HalfOut
	t.HalfIn += o.HalfIn
}

// pair is the state of one source, destination and port that sent anything.
type pair struct {
	Closed  totals
	Series  series // of the closed ones, by their start
	Longest flow.Longest[totals]
	Marks   fold.Marks    // weighed by bytes sent
	Service uint64        // lowest hash of the recognised protocols, 0 while none was
	Ended   event.Time    // when the last of the connections ended
	Sliced  flow.Distinct // connections that came in slices, which count in Closed but for their number
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
	if c.Open && c.Duration < tracked {
		return // a later state tells more
	}
	if !c.Open {
		p.Closed.add(t)
		p.Series.add(c.Time, out)
	}
	p.Marks.Add(fold.Mark{Time: c.Time, Ref: c.Ref, Weight: out})
	p.ended(end(c))
	if c.Service != "" {
		fold.Lowest(&p.Service, fold.HashString(c.Service))
	}
	if c.Duration >= tracked {
		p.Longest.Keep(flow.RecordOf(c, t.Out+t.In, t))
	}
}

// slice folds in a part of a connection of which the other parts come apart. Its bytes
// count when it carried them.
func (p *pair) slice(c *event.Connection, out int64, headers bool, id uint64) {
	t := totalsOf(c, out, headers)
	t.Connections = 0
	switch { // the other way was recorded apart, or not at all
	case c.DstBytes < 0:
		t.Push, t.HalfOut = 0, out
	case c.SrcBytes < 0:
		t.HalfIn = t.In
	}
	p.Closed.add(t)
	p.Sliced.Add(id)
	p.ended(end(c))
	if out > 0 {
		p.Series.add(c.Time, out)
		p.Marks.Add(fold.Mark{Time: c.Time, Ref: c.Ref, Weight: out})
	}
}

// end is when the connection was last known to exist.
func end(c *event.Connection) event.Time {
	t := c.Time
	if !t.IsZero() && c.Duration > 0 {
		t.Nanos += int64(c.Duration)
	}
	return t
}

func (p *pair) ended(t event.Time) {
	if t.After(p.Ended) {
		p.Ended = t
	}
}

func (p *pair) merge(o *pair) {
	p.ended(o.Ended)
	p.Closed.add(o.Closed)
	p.Series.merge(&o.Series)
	p.Marks.Merge(&o.Marks)
	fold.Lowest(&p.Service, o.Service)
	p.Longest.Merge(o.Longest)
	p.Sliced.Merge(o.Sliced)
}

// sum adds the connections that are still open to the closed ones.
func (p *pair) sum() totals {
	all := p.Closed
	all.Connections += p.Sliced.Count()
	if all.HalfIn > 0 && all.HalfOut/pushRatio >= all.HalfIn {
		all.Push += all.HalfOut
	}
	for _, r := range p.Longest {
		if r.Open {
			all.add(r.Totals)
		}
	}
	return all
}

// course adds what all connections sent over time to a series.
func (p *pair) course(into *series) {
	into.merge(&p.Series)
	for _, r := range p.Longest {
		if r.Open {
			into.add(r.Start, r.Totals.Out)
		}
	}
}
