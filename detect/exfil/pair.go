package exfil

import (
	"cmp"
	"slices"
	"time"

	"dwell/detect/fold"
	"dwell/event"
)

const (
	// maxRecords is how many of the longest connections of a pair are kept one by
	// one, to tell an open connection from its later states.
	maxRecords = 16
	// tracked is the least duration of a connection that is kept by itself; one that
	// was logged while open lasts longer.
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
}

func (t *totals) add(o totals) {
	t.Connections += o.Connections
	t.Out += o.Out
	t.In += o.In
	t.Push += o.Push
	t.Headers += o.Headers
}

// pair is the state of one source, destination and port that sent anything.
type pair struct {
	Closed  totals
	Series  series     // of the closed ones, by their start
	Records []record   // longest first, one per connection
	Marks   fold.Marks // weighed by bytes sent
	Service uint64     // lowest hash of the recognised protocols, 0 while none was
}

// record is one connection of a minute or more in its newest state.
type record struct {
	ID       uint64 // hash of the sensor's id
	Start    event.Time
	Duration time.Duration
	Open     bool
	Totals   totals
	Ref      event.Ref
}

// compare puts the longer first; at the same length the closed, then the one
// with more bytes. The rest only makes the order one and the same.
func (r *record) compare(o *record) int {
	return cmp.Or(
		cmp.Compare(o.Duration, r.Duration),
		order(r.Open, o.Open),
		cmp.Compare(o.Totals.Out+o.Totals.In, r.Totals.Out+r.Totals.In),
		r.Start.Compare(o.Start),
		cmp.Compare(r.ID, o.ID),
		r.Ref.Compare(o.Ref),
	)
}

// order puts false before true.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
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
	if c.Service != "" {
		p.recognised(fold.HashString(c.Service))
	}
	if c.Duration >= tracked {
		p.keep(record{ID: identifier(c), Start: c.Time, Duration: c.Duration, Open: c.Open, Totals: t, Ref: c.Ref})
	}
}

// identifier hashes what makes a connection one: the sensor's id, or where the
// source has none, start and source port.
func identifier(c *event.Connection) uint64 {
	if c.UID != "" {
		return fold.HashString(c.UID)
	}
	return fold.Mix(uint64(c.Time.Nanos), uint64(c.SrcPort))
}

func (p *pair) recognised(h uint64) {
	if h != 0 && (p.Service == 0 || h < p.Service) {
		p.Service = h
	}
}

// keep puts r among the longest. Of records of one connection the longest stays:
// a snapshot of an open connection gives way to the next and at last to the
// closed one. What was once too short to be among the longest stays too short.
func (p *pair) keep(r record) {
	for i := range p.Records {
		if p.Records[i].ID == r.ID {
			if r.compare(&p.Records[i]) >= 0 {
				return
			}
			p.Records = slices.Delete(p.Records, i, i+1)
			break
		}
	}
	i, _ := slices.BinarySearchFunc(p.Records, r, func(a, b record) int { return a.compare(&b) })
	if i >= maxRecords {
		return
	}
	p.Records = slices.Insert(p.Records, i, r)
	p.Records = p.Records[:min(len(p.Records), maxRecords)]
}

func (p *pair) merge(o *pair) {
	p.Closed.add(o.Closed)
	p.Series.merge(&o.Series)
	p.Marks.Merge(&o.Marks)
	p.recognised(o.Service)
	for _, r := range o.Records {
		p.keep(r)
	}
}

// sum adds the connections that are still open to the closed ones.
func (p *pair) sum() totals {
	all := p.Closed
	for _, r := range p.Records {
		if r.Open {
			all.add(r.Totals)
		}
	}
	return all
}

// course adds what all connections sent over time to a series.
func (p *pair) course(into *series) {
	into.merge(&p.Series)
	for _, r := range p.Records {
		if r.Open {
			into.add(r.Start, r.Totals.Out)
		}
	}
}
