package longconn

import (
	"time"

	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/event"
)

// pair is the state of one source, destination and port: the sums of its closed
// long connections, and the longest of all its connections.
type pair struct {
	Closed  totals
	Longest flow.Longest[totals]
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

func totalsOf(c *event.Connection) totals {
	t := totals{Connections: 1, Duration: c.Duration, Out: max(0, c.SrcBytes), In: max(0, c.DstBytes),
		OutIP: max(0, c.SrcIP), InIP: max(0, c.DstIP)}
	if c.SrcBytes < 0 || c.DstBytes < 0 {
		t.UnknownBytes = 1
	}
	return t
}

func (p *pair) connection(c *event.Connection) {
	t := totalsOf(c)
	if !c.Open {
		p.Closed.add(t)
	}
	p.Marks.Add(fold.Mark{Time: c.Time, Ref: c.Ref, Weight: int64(c.Duration)})
	if c.Service != "" {
		fold.Lowest(&p.Service, fold.HashString(c.Service))
	}
	p.Longest.Keep(flow.RecordOf(c, t.Out+t.In, t))
}

func (p *pair) merge(o *pair) {
	p.Closed.add(o.Closed)
	p.Marks.Merge(&o.Marks)
	fold.Lowest(&p.Service, o.Service)
	p.Longest.Merge(o.Longest)
}

// sum adds the connections that are still open to the closed ones.
func (p *pair) sum() (all totals, open int64) {
	all = p.Closed
	for _, r := range p.Longest {
		if r.Open {
			all.add(r.Totals)
			open++
		}
	}
	return all, open
}
