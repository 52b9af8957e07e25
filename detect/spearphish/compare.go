package spearphish

import (
	"dwell/detect/fold"
	"dwell/detect/spearphish/alike"
	"dwell/entity"
)

// accord says whether a trait of a letter is one that the true correspondent had
// before.
type accord uint8

const (
	unknown accord = iota // one of the two says nothing
	agrees
	close // off by an hour, as summer time is
	differs
)

// comparison holds a letter against the habits of a correspondent.
type comparison struct {
	client, offset, relay, network, organisation accord
	nearestOffset                                int32 // of those the correspondent used, in seconds
}

func (y *survey) compare(s *suspicion) comparison {
	l, t := s.letter, s.target
	c := comparison{
		client:  held(t.Clients, l.ClientKey, l.At, maxClients),
		network: unknown,
	}
	if l.Relay != "" {
		c.relay = held(t.Relays, fold.HashString(l.Relay), l.At, maxRelays)
	}
	if l.Network != 0 {
		c.network = held(t.Nets, l.Network, l.At, maxNetworks)
	}
	if l.HasOffset {
		c.offset, c.nearestOffset = offsets(t.Offsets, l.Offset, l.At)
	}
	_, ours := alike.Split(s.author.Address)
	_, theirs := alike.Split(t.Address)
	if s.author != t && !alike.Provider(ours) && !alike.Provider(theirs) && entity.Registered(ours) == entity.Registered(theirs) {
		c.organisation = agrees
	}
	return c
}

// held compares one trait. When as many values were seen as are kept, a further one
// says nothing.
func held(values firsts, key uint64, at int64, most int) accord {
	before := values.before(at)
	switch {
	case before == 0:
		return unknown
	case values.has(key, at):
		return agrees
	case before >= most:
		return unknown
	}
	return differs
}

func offsets(values firsts, offset int32, at int64) (accord, int32) {
	const summerTime = 3600
	nearest, distance := int32(0), int32(-1)
	for _, v := range values[:values.before(at)] {
		known := int32(uint32(v.Key))
		d := offset - known
		if d < 0 {
			d = -d
		}
		if distance < 0 || d < distance {
			nearest, distance = known, d
		}
	}
	switch {
	case distance < 0:
		return unknown, 0
	case distance == 0:
		return agrees, nearest
	case distance == summerTime:
		return close, nearest
	}
	return differs, nearest
}
