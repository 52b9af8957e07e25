package flowlog

import (
	"time"

	"dwell/event"
)

const (
	// maxWaiting bounds the records that wait for the other direction.
	maxWaiting = 1 << 17
	// maxAlike bounds those of one conversation: records of one direction only may
	// be as many as somebody likes to write.
	maxAlike = 64
)

// pairing makes connections of the records of one file, in the order of the file.
type pairing struct {
	emit    func(event.Connection)
	slice   time.Duration
	roles   roles
	waiting map[uint64][]*waiter // by conversation; of each all have one direction
	queue   []*waiter            // in the order of the file; those that found a partner too
	gone    int                  // waiters of the queue before this one are dealt with
	count   int                  // waiting
	alone   int64                // records that found no partner
}

// waiter is a record that waits; nil record: no more.
type waiter struct {
	id     uint64
	low    bool
	record *Record
}

func newPairing(slice time.Duration, emit func(event.Connection)) *pairing {
	return &pairing{emit: emit, slice: slice, roles: roles{}, waiting: make(map[uint64][]*waiter)}
}

// add takes the next record.
func (p *pairing) add(r *Record) {
	id := r.id()
	if r.Both || r.Refused {
		p.emit(connect(id, r, nil, p.roles.fromSrc(id, r, nil), p.slice))
		return
	}
	low := r.low()
	if w := p.partner(id, low, r); w != nil {
		a, b := w.record, r
		p.leave(w)
		p.emit(connect(id, a, b, p.roles.fromSrc(id, a, b), p.slice))
		return
	}
	if alike := p.waiting[id]; len(alike) >= maxAlike {
		p.alone++
		p.single(alike[0])
	}
	kept := *r // its neighbours in memory may go
	w := &waiter{id: id, low: low, record: &kept}
	p.waiting[id] = append(p.waiting[id], w)
	p.queue = append(p.queue, w)
	if p.count++; p.count > maxWaiting {
		p.evict()
	}
}

// partner returns the record of the other direction that began nearest, within one
// slice; the first of equals.
func (p *pairing) partner(id uint64, low bool, r *Record) *waiter {
	var best *waiter
	nearest := int64(p.slice)
	for _, w := range p.waiting[id] {
		distance := max(w.record.Start, r.Start) - min(w.record.Start, r.Start)
		if w.low == low || distance < 0 || !opposite(w.record, r) {
			continue
		}
		if distance < nearest || distance == nearest && best == nil {
			best, nearest = w, distance
		}
	}
	return best
}

// opposite reports whether the records are two directions of the same; ids may collide.
func opposite(a, b *Record) bool {
	return a.Src == b.Dst && a.Dst == b.Src && a.SrcPort == b.DstPort && a.DstPort == b.SrcPort && a.Protocol == b.Protocol && a.Sensor == b.Sensor
}

// leave takes a waiter out; its place in the queue is passed over later.
func (p *pairing) leave(w *waiter) {
	alike := p.waiting[w.id]
	for i := range alike {
		if alike[i] == w {
			alike = append(alike[:i], alike[i+1:]...)
			break
		}
	}
	if len(alike) == 0 {
		delete(p.waiting, w.id)
	} else {
		p.waiting[w.id] = alike
	}
	w.record = nil
	p.count--
}

// single hands a record over that found no partner.
func (p *pairing) single(w *waiter) {
	r := w.record
	p.leave(w)
	p.emit(connect(w.id, r, nil, p.roles.fromSrc(w.id, r, nil), p.slice))
}

// evict hands over the record that waits longest.
func (p *pairing) evict() {
	for ; p.gone < len(p.queue); p.gone++ {
		if w := p.queue[p.gone]; w.record != nil {
			p.gone++
			p.alone++
			p.single(w)
			break
		}
	}
	if p.gone > len(p.queue)/2 { // what was dealt with need not be kept
		p.queue = append(p.queue[:0], p.queue[p.gone:]...)
		p.gone = 0
	}
}

// finish hands over what still waits.
func (p *pairing) finish() {
	for ; p.gone < len(p.queue); p.gone++ {
		if w := p.queue[p.gone]; w.record != nil {
			p.alone++
			p.single(w)
		}
	}
	p.queue, p.gone = nil, 0
}
