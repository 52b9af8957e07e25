package suricata

import "dwell/event"

// A netflow has one record per direction, that to the server first, and Suricata
// writes them one behind the other. They make one connection. A record that is alone
// in its block is nearly always that of a client that got no answer.

// recent remembers the ids of the flows that were read last: where a sensor writes
// both flow and netflow, the netflow records of a flow follow it closely.
type recent struct {
	ids  [64]string
	next int
}

func (r *recent) add(id string) {
	if id != "" {
		r.ids[r.next%len(r.ids)] = id
		r.next++
	}
}

func (r *recent) has(id string) bool {
	if id != "" {
		for i := range r.ids {
			if r.ids[i] == id {
				return true
			}
		}
	}
	return false
}

// half is one direction of a netflow.
type half struct {
	event.Connection
	way
	flags uint8
	known bool // the flags are
}

// halves are the directions that wait for the other one.
type halves struct {
	waiting []half
	index   map[string]int // of the halves by their id
}

// maxHalves bounds them.
const maxHalves = 4096

// netflow reads an event of type netflow: one direction of a conversation.
func (p *parser) netflow() outcome {
	r := p.record
	if !p.ends.Src.IsValid() || !p.ends.Dst.IsValid() {
		return damaged(errAddress)
	}
	if p.flows.has(p.uid) {
		return skipped("netflow: the conversation has a flow record, too")
	}
	p.begun()
	h := half{Connection: p.connection()}
	h.flags, h.known = p.flags(fieldFlags)
	h.way = way{r.count(fieldNetflowPackets), r.count(fieldNetflowBytes), silent(h.flags, h.known)}
	w := &p.halves
	if at, ok := w.index[p.uid]; ok && p.uid != "" && w.waiting[at].Src == h.Dst && w.waiting[at].Dst == h.Src {
		delete(w.index, p.uid)
		w.waiting[at].answered(p, &h)
		return read
	}
	if len(w.waiting) >= maxHalves {
		p.endNetflows()
	}
	if w.index == nil {
		w.index = map[string]int{}
	}
	w.index[p.uid] = len(w.waiting)
	w.waiting = append(w.waiting, h)
	return read
}

// answered joins a direction with the one back.
func (h *half) answered(p *parser, back *half) {
	c := h.Connection
	c.Duration = max(c.Duration, back.Duration)
	if c.Service == "" {
		c.Service = back.Service
	}
	switch {
	case c.Transport == event.TransportUDP:
		c.State = "SF"
	case c.Transport == event.TransportTCP && h.known && back.known && h.flags|back.flags != 0:
		c.State = tcpState(h.flags, back.flags)
	}
	carry(&c, h.way, back.way)
	p.all.Connections = append(p.all.Connections, c)
	h.UID, h.packets = "", joined
}

// joined marks a half that has found the other.
const joined = -2

// endNetflows hands over the directions that found no other.
func (p *parser) endNetflows() {
	w := &p.halves
	for i := range w.waiting {
		if h := &w.waiting[i]; h.packets != joined {
			h.alone(p)
		}
	}
	clear(w.waiting)
	w.waiting = w.waiting[:0]
	clear(w.index)
}

// alone makes a connection of one direction: to the server, unless its ports say that
// it is the way back.
func (h *half) alone(p *parser) {
	c := h.Connection
	there, back := h.way, way{}
	if c.Transport != event.TransportICMP && c.SrcPort < serverPorts && c.DstPort >= serverPorts {
		c.Endpoints = turned(c.Endpoints)
		there, back = way{packets: event.Unknown, bytes: event.Unknown}, h.way
	} else if h.known && h.flags != 0 && c.Transport == event.TransportTCP {
		c.State = tcpState(h.flags, 0)
	} else if c.Transport == event.TransportUDP {
		c.State = "S0"
	}
	carry(&c, there, back)
	p.all.Connections = append(p.all.Connections, c)
}
