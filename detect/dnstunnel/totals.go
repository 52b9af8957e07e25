package dnstunnel

import (
	"slices"

	"dwell/detect/fold"
	"dwell/event"
)

// totals are the exact figures of a domain.
type totals struct {
	Asked, Answered  int64 // records that hold a question, an answer
	Text, Name, Rare int64 // questions by type
	Found, Missing   int64 // answers by code
	Carried          int64 // bytes that the answers can hold
	Marks            fold.Marks
	Days             fold.Days
	Askers           []asker // those with the lowest hashes, sorted by hash
	MoreAskers       bool    // there were others
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
	if l.Part != event.LookupAnswer {
		t.Asked++
		switch typeOf(l.Type) {
		case typeText:
			t.Text++
		case typeName:
			t.Name++
		case typeRare:
			t.Rare++
		}
	}
	if l.Part != event.LookupQuestion || l.Code != "" {
		switch codeOf(l.Code) {
		case codeFound:
			t.Found++
		case codeMissing:
			t.Missing++
		}
		if l.Code != "" || len(l.Answers) > 0 {
			t.Answered++
		}
		t.Carried += a.bytes
	}
	t.Marks.Add(fold.Mark{Time: l.Time, Ref: l.Ref, Weight: int64(len(l.Query))})
	t.Days.Add(l.Time)
	t.asker(asker{a.client, 1})
}

func (t *totals) merge(o *totals) {
	t.Asked += o.Asked
	t.Answered += o.Answered
	t.Text += o.Text
	t.Name += o.Name
	t.Rare += o.Rare
	t.Found += o.Found
	t.Missing += o.Missing
	t.Carried += o.Carried
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
