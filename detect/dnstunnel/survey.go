package dnstunnel

import (
	"cmp"
	"math"
	"net/netip"
	"slices"
	"time"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/entity"
	"dwell/event"
	"dwell/finding"
)

// survey is everything that the state and the estate say together.
type survey struct {
	state     *state
	estate    *entity.Estate
	resolvers map[fold.Addr]bool // ask others in the name of somebody else
	known     bool               // something is known of what lies inside
	machines  int                // that ask, resolvers and the outside left out
	singles   float64            // share of the names that were asked for once
	all       []*candidate       // that are worth weighing
}

// candidate is one domain with what follows from its sample.
type candidate struct {
	*domain
	distinct float64 // names, estimated beyond namesKept
	exact    bool    // distinct is the number itself
	mean     float64 // length of the parts below the domain
	shape    shape

	asked    float64 // lookups
	counts   counts  // of the sensor that saw most, where totals are kept
	span     event.Span
	timed    int // names of the sample that have times
	again    int // of which asked again later or by others
	days     int // on which names of the sample were first asked
	answered int // names of the sample with an address for an answer
	led      int // distinct of these addresses
	called   int // of these names, those whose address somebody connected to
	types    types
	clients  []client // that asked, most names first
	asking   int      // machines
	behind   bool     // only resolvers were seen to ask
	outside  bool     // only machines outside were
	scales   *finding.Scales
}

// client is one machine with its share of the distinct names.
type client struct {
	addr  fold.Addr
	names int
}

func newSurvey(s *state, v detect.View) *survey {
	y := &survey{state: s, estate: v.Estate, resolvers: map[fold.Addr]bool{}, known: len(v.Estate.InsideNetworks()) > 0}
	for a := range s.Askers.All() {
		switch {
		case y.resolver(a):
			y.resolvers[a] = true
		case !y.foreign(a):
			y.machines++
		}
	}
	once, names := 0, 0
	for _, d := range s.Domains.sorted() {
		for _, n := range d.Names {
			if n.Asked <= 1 {
				once++
			}
		}
		names += len(d.Names)
		if c := y.candidate(d); c != nil {
			y.all = append(y.all, c)
		}
	}
	y.singles = float64(once) / float64(max(1, names))
	return y
}

// resolver reports whether an asker asks for others: machines ask it themselves.
func (y *survey) resolver(a fold.Addr) bool {
	return y.state.Servers.Get(a) != nil && !a.IP().IsLoopback()
}

// An asker who asked for this share of all names in an evidence of some size may be a
// resolver whose clients were not recorded, or the only machine that was.
const (
	nearlyAll   = 0.9
	manyLookups = 1000
)

// asksForMost reports whether an address asked for nearly everything.
func (y *survey) asksForMost(a fold.Addr) bool {
	v := y.state.Askers.Get(a)
	return v != nil && y.state.Lookups >= manyLookups && float64(v.Lookups) >= nearlyAll*float64(y.state.Lookups)
}

// A domain is weighed from this many distinct names and characters on: less carries
// nothing that is worth a tunnel, and ordinary domains have that many hosts.
const (
	leastNames       = 20
	leastInformation = 300
)

// candidate looks at one domain, nil when it is not worth weighing.
func (y *survey) candidate(d *domain) *candidate {
	c := &candidate{domain: d}
	c.estimate(y.state.Domains.Shift)
	if c.distinct < leastNames || c.information() < leastInformation {
		return nil
	}
	if d.Kind == straight && y.inside(d.Name) {
		return nil // a resolver inside finds nobody to ask for names under no top-level domain
	}
	var texts []string
	for _, n := range d.Names[:min(len(d.Names), textsKept)] {
		texts = append(texts, n.Text)
	}
	c.shape = shapeOf(texts)
	y.look(c)
	y.attribute(c)
	return c
}

func (y *survey) inside(server string) bool {
	a, err := netip.ParseAddr(server)
	return err == nil && y.estate.Inside(a)
}

// estimate counts the distinct names: those kept, or by how small the largest kept hash
// is, or by the share of all names that is kept.
func (c *candidate) estimate(shift uint8) {
	n := len(c.Names)
	var length int
	for _, s := range c.Names {
		length += int(s.Length)
	}
	if n > 0 {
		c.mean = float64(length) / float64(n)
	}
	switch {
	case n == namesKept:
		share := float64(c.Names[n-1].Hash) / math.MaxUint64
		c.distinct = float64(n-1) / share
	case shift > 0:
		c.distinct = float64(n) * float64(uint64(1)<<shift)
	default:
		c.distinct, c.exact = float64(n), true
	}
}

// information is the sum of the lengths of the distinct parts below the domain.
func (c *candidate) information() float64 { return c.distinct * c.mean }

// changing is the information without the labels that stand in many names.
func (c *candidate) changing() float64 {
	if c.shape.all == 0 {
		return 0
	}
	return c.information() * float64(c.shape.telling) / float64(c.shape.all)
}

// deviation is the standard error of the distinct names, relative.
func (c *candidate) deviation() float64 {
	if c.exact {
		return 0
	}
	return 1 / math.Sqrt(float64(max(1, len(c.Names)-2)))
}

// soon is within which a repetition is the same lookup: the other address family, a
// resend, a second server.
const soon = 10 * time.Minute

// look sums up the sample.
func (y *survey) look(c *candidate) {
	days := map[int64]bool{}
	led := map[uint64]bool{}
	var asked float64
	for _, n := range c.Names {
		c.types |= n.Types
		asked += float64(max(1, n.Asked))
		if !n.First.Time.IsZero() {
			c.timed++
			days[n.First.Time.Nanos/int64(24*time.Hour)] = true
			c.span.Add(n.First.Time)
			c.span.Add(n.Last)
			if y.cameAgain(n) {
				c.again++
			}
		}
		if n.Address != 0 && fold.Kept(n.Address, y.state.Contacted.Shift) {
			c.answered++
			led[n.Address] = true
			if y.state.Contacted.Get(n.Address) != nil {
				c.called++
			}
		}
	}
	c.days, c.led = len(days), len(led)
	c.asked = asked * c.distinct / float64(max(1, len(c.Names)))
	if t := c.Totals; t != nil {
		c.counts = t.Sensors.most()
		c.asked = float64(c.counts.lookups())
		c.span = t.Marks.Span()
	}
}

// cameAgain reports whether a name was asked for on another occasion.
func (y *survey) cameAgain(n *sampled) bool {
	if n.Last.Sub(n.First.Time) >= soon {
		return true
	}
	a, b := n.Askers[0], n.Askers[1]
	return a != (fold.Addr{}) && b != (fold.Addr{}) && !y.resolvers[a] && !y.resolvers[b]
}

// attribute finds out who asks: by the distinct names of the sample, because these are
// what carries data; resolvers ask for others.
func (y *survey) attribute(c *candidate) {
	names := map[fold.Addr]int{}
	resolved, foreign := false, false
	for _, n := range c.Names {
		for _, a := range n.Askers {
			switch {
			case a == (fold.Addr{}):
			case y.resolvers[a]:
				resolved = true
			case y.foreign(a):
				foreign = true
			default:
				names[a]++
			}
		}
	}
	for a, n := range names {
		c.clients = append(c.clients, client{a, n})
	}
	slices.SortFunc(c.clients, func(a, b client) int {
		return cmp.Or(cmp.Compare(b.names, a.names), slices.Compare(a.addr[:], b.addr[:]))
	})
	c.asking = max(len(c.clients), y.askers(c.Totals))
	c.behind = len(c.clients) == 0 && resolved
	c.outside = len(c.clients) == 0 && !resolved && foreign
}

// foreign reports whether an asker lies outside, as far as anything is known of that.
func (y *survey) foreign(a fold.Addr) bool {
	return y.known && !y.estate.Inside(a.IP()) && !a.IP().IsLoopback()
}

// askers estimates the machines that ask for names of a domain.
func (y *survey) askers(t *totals) int {
	if t == nil {
		return 0
	}
	n := 0
	for _, a := range t.Askers {
		if !y.resolvers[a.Addr] && !y.foreign(a.Addr) {
			n++
		}
	}
	if !t.MoreAskers {
		return n
	}
	share := float64(t.Askers[askersKept-1].Addr.Hash(0)) / math.MaxUint64
	return min(y.machines, int(float64(askersKept-1)/share))
}

// main are the machines that asked for most of the names.
func (c *candidate) main() []client {
	const share, most = 0.05, 5 // of the names
	n := 0
	for n < len(c.clients) && n < most && float64(c.clients[n].names) >= share*float64(len(c.Names)) {
		n++
	}
	return c.clients[:n]
}
