package longconn

import (
	"slices"

	"dwell/detect/flow"
	"dwell/detect/fold"
)

// joined are the pairs and lengths of a state with those of its sliced connections,
// which are whole only when everything was seen. The state itself stays as it is.
type joined struct {
	state     *state
	pairs     map[flow.Key]*pair // those that have sliced connections
	durations map[uint64]*durations
}

func (s *state) join() *joined {
	j := &joined{state: s, pairs: make(map[flow.Key]*pair), durations: make(map[uint64]*durations)}
	for id, v := range s.Slices.All() {
		for _, run := range v.Runs() {
			j.add(id, v.Key, &run)
		}
	}
	return j
}

func (j *joined) add(id uint64, k flow.Key, run *flow.Run) {
	if run.Duration > 0 {
		j.lengths(portService(k.Transport, k.Port)).add(run.Duration)
	}
	if run.Duration < tracked {
		return
	}
	t := totals{Connections: 1, Duration: run.Duration, Out: run.Out, In: run.In, OutIP: run.OutIP, InIP: run.InIP}
	if run.Unknown {
		t.UnknownBytes = 1
	}
	p := j.pair(k)
	p.Closed.add(t)
	p.Longest.Keep(flow.Record[totals]{ID: fold.Mix(id, uint64(run.Start.Nanos)), Start: run.Start, Duration: run.Duration,
		Bytes: t.Out + t.In, Totals: t, Ref: run.First})
	p.Marks.Add(fold.Mark{Time: run.Start, Ref: run.First, Weight: int64(run.Duration)})
	if run.Last != run.First {
		p.Marks.Add(fold.Mark{Time: after(run.Start, run.Duration), Ref: run.Last, Weight: int64(run.Duration)})
	}
}

// pair returns the pair of a key with a copy of what the state has of it.
func (j *joined) pair(k flow.Key) *pair {
	p := j.pairs[k]
	if p == nil {
		p = &pair{}
		if whole := j.state.Pairs.Get(k); whole != nil {
			*p = *whole
			p.Longest = slices.Clone(whole.Longest)
		}
		j.pairs[k] = p
	}
	return p
}

func (j *joined) lengths(service uint64) *durations {
	v := j.durations[service]
	if v == nil {
		v = &durations{}
		if whole := j.state.Durations.Get(service); whole != nil {
			*v = *whole
		}
		j.durations[service] = v
	}
	return v
}

// lengthsOf returns the lengths of the connections of a service, nil when there are none.
func (j *joined) lengthsOf(service uint64) *durations {
	if v := j.durations[service]; v != nil {
		return v
	}
	return j.state.Durations.Get(service)
}

// all gives every pair once.
func (j *joined) all(yield func(flow.Key, *pair) bool) {
	for k, p := range j.state.Pairs.All() {
		if j.pairs[k] == nil && !yield(k, p) {
			return
		}
	}
	for k, p := range j.pairs {
		if !yield(k, p) {
			return
		}
	}
}
