package extortion

import (
	"cmp"
	"slices"
	"strings"

	"dwell/detect/extortion/cue"
	"dwell/detect/extortion/deadline"
	"dwell/detect/extortion/money"
	"dwell/detect/extortion/people"
	"dwell/detect/extortion/wallet"
	"dwell/detect/fold"
	"dwell/entity/members"
	"dwell/event"
	"dwell/finding"
)

// maxSightings is how many of a sender's mails are kept: the extortioner of 2016
// wrote 34. Whoever writes more is a correspondent, whose mails are not all demands.
const maxSightings = 48

// sender is when one address wrote.
type sender struct {
	Count    int64
	Earliest []sighting // in order
}

// sighting is one mail of a sender.
type sighting struct {
	Time event.Time
	Ref  event.Ref
	ID   uint64 // the same for copies of one mail
	Says *says  // nil when the mail says nothing of a demand
}

// says is what a short mail says that may go on with a demand. By itself it is none:
// "25 BTC, until Friday" means something only from somebody who demanded before.
type says struct {
	Cues    cue.Set
	Amounts []finding.Amount
	Limits  []deadline.Limit

	Shown    *people.Shown // records about people, nil for none
	Compared bool          // with a member table
}

// The bounds of what is kept of a mail that is no letter.
const (
	maxShort = 4 << 10 // bytes of text
	maxSaid  = 3       // sums and limits
)

// newSays reads a mail for its part in a negotiation; nil when it has none.
func newSays(m *event.Mail, text string, set cue.Set, table *members.Table) *says {
	if !set.Any(cue.Coin, cue.Theft, cue.Held, cue.Done, cue.Pay, cue.Proof) || len(text) > maxShort || bulk(m) {
		return nil
	}
	s := &says{Cues: set, Compared: table != nil}
	if set.Has(cue.Proof) {
		s.Shown, _ = records(m, text, table)
	}
	part := s.Shown != nil || set.Any(cue.Coin, cue.Theft, cue.Held, cue.Done)
	plain := wallet.Plain(text)
	sums := money.Find(plain)
	if !part && len(sums) == 0 {
		return nil // most mails that speak of paying
	}
	for _, sum := range sums {
		if len(s.Amounts) < maxSaid {
			s.Amounts = append(s.Amounts, finding.Amount{Value: sum.Value, Currency: sum.Currency, Raw: short(sum.Raw)})
		}
	}
	for _, l := range deadline.Find(plain, m.Time) {
		if l.Raw = short(l.Raw); len(s.Limits) < maxSaid {
			s.Limits = append(s.Limits, l)
		}
	}
	return s
}

func (s sighting) compare(o sighting) int {
	return cmp.Or(s.Time.Compare(o.Time), s.Ref.Compare(o.Ref))
}

func (s *sender) add(n sighting) {
	s.Count++
	s.keep(n)
}

// wants reports whether a mail would be among those that are kept.
func (s *sender) wants(n sighting) bool {
	return len(s.Earliest) < maxSightings || n.compare(s.Earliest[len(s.Earliest)-1]) < 0
}

func (s *sender) keep(n sighting) {
	i, _ := slices.BinarySearchFunc(s.Earliest, n, sighting.compare)
	if i >= maxSightings {
		return
	}
	s.Earliest = slices.Insert(s.Earliest, i, n)
	s.Earliest = s.Earliest[:min(len(s.Earliest), maxSightings)]
}

func (s *sender) merge(o *sender) {
	s.Count += o.Count
	for _, n := range o.Earliest {
		s.keep(n)
	}
}

// address is a mail address in one case. Local parts differ in case in theory only.
func address(a string) string {
	const longest = 254 // RFC 5321
	if len(a) > longest {
		return ""
	}
	return strings.ToLower(a)
}

// identity names a mail so that its copies in several mailboxes have one name.
func identity(m *event.Mail) uint64 {
	if m.MessageID != "" {
		return fold.HashString(m.MessageID)
	}
	return keyOf(m.Ref)
}
