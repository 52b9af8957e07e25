package dnsanswer

import (
	"cmp"
	"math"
	"slices"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/entity"
	"dwell/event"
	"dwell/finding"
)

// survey is everything that the state and the estate say together.
type survey struct {
	estate    *entity.Estate
	inside    bool // something is known of what lies inside
	span      event.Span
	clients   int                // that were answered in text, resolvers left out
	resolvers map[fold.Addr]bool // that answered others
	channels  []*channel
	devices   []*channel // that announced what looks like data by multicast DNS
}

// channel is one client with one domain, and what follows from its texts.
type channel struct {
	*unit
	client  fold.Addr
	texts   []text // that tell most: the first that there are of odd, odd of a known form, plain
	form    form   // of most of these
	content content
	sharing int     // clients of the domain
	count   float64 // distinct texts of these, estimated beyond textsKept
	bytes   int64   // in them
	scales  *finding.Scales
}

func newSurvey(s *state, v detect.View) *survey {
	y := &survey{estate: v.Estate, inside: len(v.Estate.InsideNetworks()) > 0, span: v.Span, resolvers: map[fold.Addr]bool{}}
	domains := map[uint64][]*channel{}
	for k, u := range s.Units.All() {
		if c := newChannel(k.Client, u); k.Multicast {
			if c.content > plain {
				y.devices = append(y.devices, c)
			}
		} else {
			domains[k.Domain] = append(domains[k.Domain], c)
		}
	}
	clients := map[fold.Addr]bool{}
	for _, of := range domains {
		for _, c := range y.direct(of) {
			clients[c.client] = true
		}
	}
	for a := range clients {
		if !y.resolvers[a] {
			y.clients++
		}
	}
	slices.SortFunc(y.channels, compareChannels)
	slices.SortFunc(y.devices, func(a, b *channel) int { return cmp.Or(cmp.Compare(b.bytes, a.bytes), compareChannels(a, b)) })
	return y
}

func compareChannels(a, b *channel) int {
	return cmp.Or(cmp.Compare(a.Domain, b.Domain), byBytes(a.client, b.client))
}

// direct leaves out who asked for others: resolvers ask on what their clients asked them.
func (y *survey) direct(all []*channel) []*channel {
	askedBy := map[fold.Addr][]*channel{}
	for _, c := range all {
		for _, s := range c.Servers {
			if s != c.client {
				askedBy[s] = append(askedBy[s], c)
				y.resolvers[s] = true
			}
		}
	}
	var direct []*channel
	for _, c := range all {
		var forOthers int64
		for _, by := range askedBy[c.client] {
			if !slices.Contains(c.Servers, by.client) { // two that ask each other stay, both
				forOthers += by.Asked
			}
		}
		if 2*forOthers < c.Asked { // more than its clients wanted: for itself
			direct = append(direct, c)
		}
	}
	for _, c := range direct {
		c.sharing = len(direct)
	}
	y.channels = append(y.channels, direct...)
	return direct
}

// newChannel chooses the texts that tell most. Odd texts of no known form are never
// thinned out by innocent ones beside them.
func newChannel(client fold.Addr, u *unit) *channel {
	c := &channel{unit: u, client: client}
	for _, fits := range []func(text) bool{
		func(t text) bool { return t.Content != plain && t.Form == unknown },
		func(t text) bool { return t.Content != plain },
		func(t text) bool { return t.Form == unknown },
	} {
		for _, t := range u.Texts {
			if fits(t) {
				c.texts = append(c.texts, t)
			}
		}
		if len(c.texts) > 0 {
			break
		}
	}
	var contents [command + 1]int
	var forms [serverVersion + 1]int
	length := 0
	for _, t := range c.texts {
		contents[t.Content]++
		forms[t.Form]++
		length += int(t.Length)
	}
	c.content, c.form = content(most(contents[:])), form(most(forms[:]))
	c.count = math.Round(float64(len(c.texts)) * u.scale())
	c.bytes = int64(float64(length) * u.scale())
	return c
}

// most returns the place of the largest number, the last of those alike.
func most(numbers []int) int {
	at := 0
	for i, n := range numbers {
		if n >= numbers[at] && n > 0 {
			at = i
		}
	}
	return at
}

// name returns the client's address, in words where no record has it.
func (c *channel) name() string {
	if c.client == (fold.Addr{}) {
		return "a machine that the records do not name"
	}
	return c.client.IP().String()
}

// outside reports whether the client lies outside, as far as anything is known of that.
func (y *survey) outside(c *channel) bool {
	ip := c.client.IP()
	return y.inside && c.client != (fold.Addr{}) && !y.estate.Inside(ip) && !ip.IsLoopback() && !ip.IsLinkLocalUnicast()
}
