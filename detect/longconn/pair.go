package longconn

import (
	"cmp"
	"slices"
	"time"

	"dwell/detect/fold"
	"dwell/event"
)

// maxRecords is how many of the longest connections of a pair are kept one by one.
const maxRecords = 16

// pair is the state of one source, destination and port: the sums of its closed
// long connections, and the longest of all its connections.
type pair struct {
	Closed  totals
	Records []record // longest first, one per connection
	Marks   fold.Marks
	Service uint64 // lowest hash of the recognised protocols, 0 while none was
}

// totals are sums over connections. The counts of bytes cover those connections
// of which the sensor gave them.
type totals struct {
	Connections  int64
	Duration     time.Duration
	Out, In      int64 // payload
	OutIP, InIP  int64 // with IP headers
	UnknownBytes int64 // connections without a count of payload
}

func (t *totals) add(o totals) {
	t.Connections += o.Connections
	t.Duration += o.Duration
	t.Out += o.Out
	t.In += o.In
	t.OutIP += o.OutIP
	t.InIP += o.InIP
	t.UnknownBytes += o.UnknownBytes
}

// record is one connection in its newest state.
type record struct {
	ID     uint64 // hash of the sensor's id
	Start  event.Time
	Open   bool
	Totals totals
	Ref    event.Ref
}

// compare puts the longer first; at the same length the closed, then the one
// with more bytes. The rest only makes the order one and the same.
func (r *record) compare(o *record) int {
	return cmp.Or(
		cmp.Compare(o.Totals.Duration, r.Totals.Duration),
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

func newRecord(c *event.Connection) record {
	r := record{ID: identifier(c), Start: c.Time, Open: c.Open, Ref: c.Ref}
	r.Totals = totals{Connections: 1, Duration: c.Duration, Out: max(0, c.SrcBytes), In: max(0, c.DstBytes),
		OutIP: max(0, c.SrcIP), InIP: max(0, c.DstIP)}
	if c.SrcBytes < 0 || c.DstBytes < 0 {
		r.Totals.UnknownBytes = 1
	}
	return r
}

// identifier hashes what makes a connection one: the sensor's id, or where the
// source has none, start and source port.
func identifier(c *event.Connection) uint64 {
	if c.UID != "" {
		return fold.HashString(c.UID)
	}
	return fold.Mix(uint64(c.Time.Nanos), uint64(c.SrcPort))
}

func (p *pair) connection(c *event.Connection) {
	r := newRecord(c)
	if !c.Open {
		p.Closed.add(r.Totals)
	}
	p.Marks.Add(fold.Mark{Time: c.Time, Ref: c.Ref, Weight: int64(c.Duration)})
	if c.Service != "" {
		p.recognised(fold.HashString(c.Service))
	}
	p.keep(r)
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
	p.Marks.Merge(&o.Marks)
	p.recognised(o.Service)
	for _, r := range o.Records {
		p.keep(r)
	}
}

// sum adds the connections that are still open to the closed ones.
func (p *pair) sum() (all totals, open int64) {
	all = p.Closed
	for _, r := range p.Records {
		if r.Open {
			all.add(r.Totals)
			open++
		}
	}
	return all, open
}

// last is when the longest connection was last known to exist.
func (r *record) last() event.Time {
	t := r.Start
	if !t.IsZero() {
		t.Nanos += int64(r.Totals.Duration)
	}
	return t
}
