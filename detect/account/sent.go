package account

import (
	"dwell/detect/fold"
	"dwell/event"
)

// sentKey is one mail of one account, joined by its Message-ID from all logs.
type sentKey struct {
	Account uint64
	Message uint64
}

func (k sentKey) hash() uint64 { return led(k.Account, fold.Mix(k.Message, 5)) }

// maxTo bounds the recipients of a mail that are kept: those of the lowest hashes, which
// are the same ones for the same list.
const maxTo = 64

// sent is what the logs say together about one mail.
type sent struct {
	Time    int64 // first seen; 0 never
	Zone    event.Time
	Ref     event.Ref
	Network uint64 // from where it was written, the lowest where logs differ; 0 unknown
	Program uint64 // with what, where nothing tells from where; 0 unknown
	To      fold.Sketch
	Failed  fold.Sketch // recipients who could not be reached
	Count   int64       // recipients by a server's count
	ID      string      // Message-ID
}

func (s *sent) merge(o *sent) {
	if o.Time != 0 && (s.Time == 0 || o.Time < s.Time || o.Time == s.Time && o.Ref.Compare(s.Ref) < 0) {
		s.Time, s.Zone, s.Ref = o.Time, o.Zone, o.Ref
	}
	fold.Lowest(&s.Network, o.Network)
	fold.Lowest(&s.Program, o.Program)
	s.To.Merge(&o.To, maxTo)
	s.Failed.Merge(&o.Failed, maxTo)
	s.Count = max(s.Count, o.Count)
	if s.ID == "" {
		s.ID = o.ID
	}
}

// recipients is how many there are.
func (s *sent) recipients() int64 { return max(s.To.Count(maxTo), s.Count) }

// maxRecipients bounds the recipients of one record that are looked at.
const maxRecipients = 1000

// observeSent notes one mail of an account. An empty list of recipients is a log that
// does not know them.
func (d *Detector) observeSent(account, id string, t event.Time, ref event.Ref, from uint64, count int, to []string) *sent {
	if t.IsZero() || id == "" {
		return nil
	}
	s := d.state.Sent.At(sentKey{fold.HashString(account), fold.HashString(id)})
	if s == nil {
		return nil
	}
	one := sent{Time: t.Nanos, Zone: t, Ref: ref, Network: from, Count: int64(count)}
	if s.ID == "" {
		one.ID = fold.Shorten(id, maxName)
	}
	for _, r := range to[:min(len(to), maxRecipients)] {
		if r = canonical(r); r != "" && r != account {
			one.To.Add(fold.Scatter(fold.HashString(r)), maxTo)
		}
	}
	s.merge(&one)
	return s
}
