package dnstunnel

import (
	"slices"

	"dwell/detect/fold"
	"dwell/event"
)

// totals are the exact figures of a domain.
type totals struct {
	Sensors    bySensor
	Marks      fold.Marks
	Days       fold.Days
	Askers     []asker // those with the lowest hashes, sorted by hash
	MoreAskers bool    // there were others
}

// asker is one address that asked for names of a domain.
type asker struct {
	Addr  fold.Addr
	Asked int64
}

// askersKept is how many askers of a domain are known by address. Tunnels have one or a
// few; of the thousands of a popular domain a sample does.
const askersKept = 16

func (t *totals) observe(l *event.DNSLookup, a *ask) {
	one := countsOf(l, a)
	t.Sensors.add(&one)
	t.Marks.Add(fold.Mark{Time: l.Time, Ref: l.Ref, Weight: int64(len(l.Query))})
	t.Days.Add(l.Time)
	t.asker(asker{a.client, 1})
}

func (t *totals) merge(o *totals) {
	t.Sensors.merge(o.Sensors)
	t.Marks.Merge(&o.Marks)
	t.Days.Merge(&o.Days)
	t.MoreAskers = t.MoreAskers || o.MoreAskers
	for _, a := range o.Askers {
		t.asker(a)
	}
}

// asker counts lookups of an address, of which those with the lowest hashes stay: who
// is left out or has to go never comes back, so that the counts are complete.
func (t *totals) asker(a asker) {
	if a.Addr == (fold.Addr{}) {
		return
	}
	for i := range t.Askers {
		if t.Askers[i].Addr == a.Addr {
			t.Askers[i].Asked += a.Asked
			return
		}
	}
	h := a.Addr.Hash(0)
	i := len(t.Askers)
	for i > 0 && t.Askers[i-1].Addr.Hash(0) > h {
		i--
	}
	if i == askersKept {
		t.MoreAskers = true
		return
	}
	t.Askers = slices.Insert(t.Askers, i, a)
	if len(t.Askers) > askersKept {
		t.Askers, t.MoreAskers = t.Askers[:askersKept], true
	}
}
