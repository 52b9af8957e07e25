package rita

import (
	"cmp"
	"time"

	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/detect/rita/formula"
	"dwell/event"
)

// pairKey names a source and its destination: an address, or a hash of a name. RITA
// does not tell ports or sensors apart.
type pairKey struct{ Src, Dst fold.Addr }

func (k pairKey) hash() uint64 { return k.Dst.Hash(k.Src.Hash(0)) }

// pair is what is kept of a source and an address.
type pair struct {
	Seen  bool   // a closed connection was seen
	First uint32 // second of the first of them, in the whole evidence
	Hours hours[traffic]
	Open  flow.Longest[openTotals] // that were still open when they were logged
}

// traffic is what a pair did in one hour.
type traffic struct {
	Count, Bytes, Micros int64
	Last                 uint32    // second of the last connection
	MissingHost          bool      // a request had no Host header
	Calls                []call    // none where there are too many
	Services             []service // the first few in their order
}

// call is one connection.
type call struct {
	UID    uint64 // hash of the sensor's id, joins a name's links; 0 none
	Size   int64  // bytes sent, IP headers included
	Bytes  int64  // both ways, IP headers included
	Micros int64  // duration
	Second uint32
}

// service is what stood at the destination.
type service struct {
	Port      uint16
	Transport event.Transport
	Name      string
}

func (s service) compare(o service) int {
	return cmp.Or(cmp.Compare(s.Port, o.Port), cmp.Compare(s.Transport, o.Transport), cmp.Compare(s.Name, o.Name))
}

const (
	// maxServices bounds the services of a pair in an hour: a scan must not fill memory.
	maxServices = 8
	// maxCalls is the number of connections in an hour from which on they are only counted.
	maxCalls = formula.StrobeFrom
)

// openTotals is what an open connection has carried so far.
type openTotals struct {
	Bytes   int64
	Service service
}

// closed folds one finished connection in.
func (p *pair) closed(at, oldest uint32, c *event.Connection) {
	if !p.Seen || at < p.First {
		p.Seen, p.First = true, at
	}
	if at/hourSeconds < oldest {
		return
	}
	one := call{Size: max(0, c.SrcIP), Bytes: bytesOf(c), Micros: max(0, c.Duration.Microseconds()), Second: at}
	if c.UID != "" {
		one.UID = fold.HashString(c.UID)
	}
	t := p.Hours.at(at / hourSeconds)
	t.Count++
	t.Bytes += one.Bytes
	t.Micros += one.Micros
	t.Last = max(t.Last, at)
	if t.Count <= maxCalls {
		t.Calls = append(t.Calls, one)
	} else {
		t.Calls = nil
	}
	t.serve(serviceOf(c))
}

// open folds one state of a connection that goes on in.
func (p *pair) open(c *event.Connection) {
	p.Open.Keep(flow.RecordOf(c, bytesOf(c), openTotals{bytesOf(c), serviceOf(c)}))
}

func bytesOf(c *event.Connection) int64 { return max(0, c.SrcIP) + max(0, c.DstIP) }

func serviceOf(c *event.Connection) service {
	return service{c.DstPort, c.Transport, fold.Shorten(c.Service, flow.MaxText)}
}

func (t *traffic) serve(s service) {
	for i := range t.Services {
		if t.Services[i] == s {
			return
		}
	}
	t.Services = fold.KeepFirst(t.Services, s, maxServices, service.compare)
}

func (p *pair) merge(o *pair) {
	if o.Seen && (!p.Seen || o.First < p.First) {
		p.Seen, p.First = true, o.First
	}
	p.Hours.merge(o.Hours, (*traffic).merge)
	p.Open.Merge(o.Open)
}

func (t *traffic) merge(o *traffic) {
	t.Count += o.Count
	t.Bytes += o.Bytes
	t.Micros += o.Micros
	t.Last = max(t.Last, o.Last)
	t.MissingHost = t.MissingHost || o.MissingHost
	t.Calls = append(t.Calls, o.Calls...)
	if t.Count > maxCalls {
		t.Calls = nil
	}
	for _, s := range o.Services {
		t.serve(s)
	}
}

// until is the second in which an open connection was last known to exist.
func until(r *flow.Record[openTotals]) int64 {
	return (r.Start.Nanos + max(0, int64(r.Duration))) / int64(time.Second)
}
