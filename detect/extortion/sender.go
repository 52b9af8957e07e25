package extortion

import (
	"cmp"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
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
}

func (s sighting) compare(o sighting) int {
	return cmp.Or(s.Time.Compare(o.Time), s.Ref.Compare(o.Ref))
}

func (s *sender) add(n sighting) {
	s.Count++
	s.keep(n)
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
