package lateral

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

// The weights, log10 likelihood ratios. They are judgement from how such
// connections are spread in ordinary networks (in the logs at hand, nine of ten
// relations by these protocols lead to a machine that serves many or serves the
// network) and from what the ATT&CK evaluations show.
const (
	weightAlone      = 1.0  // nobody else administers the destination
	weightFewOthers  = 0.3  // one or two others do
	weightServer     = -2.0 // many use it, or it serves the network
	weightPeers      = 0.5  // the destination is somebody's machine: it starts connections too
	weightProtocols  = 0.7  // two or more protocols towards the same machine
	weightPush       = 0.7  // it mostly receives: something is put there
	weightNew        = 0.8  // the source was watched before and never did so
	weightHabit      = -1.5 // it happens on many days
	weightFanOut     = -1.0 // the source administers many machines, and always did as far as is known
	weightSpree      = 0.3  // it began to do so with many machines all at once
	weightProgram    = 1.0  // a program was put there
	weightGuessing   = 0.7  // many logons failed beside those that did not
	fewOthers        = 2
	habitDays        = 5
	fanOut           = 10
	pushBytes        = 100_000 // below it lies what sign-on and browsing a share send
	pushRatio        = 3
	guesses          = 10 // nobody mistypes a password more often
	watched          = 24 * time.Hour
	spree            = 48 * time.Hour
	leastScore       = 1.0 // what is less stands for itself and is not reported
	maxFindings      = 1000
	maxMarkedRecords = 6
)

// survey is the state seen with the estate: pairs inside, with what is known of
// their ends.
type survey struct {
	state *state
	pairs []*pair
	users map[fold.Addr]map[fold.Addr]bool // who administers a machine
	reach map[fold.Addr]map[fold.Addr]bool // whom a machine administers, servers apart
	spans map[fold.Addr]event.Span         // during which it does
	drops *dropSurvey
}

// pair is all that one machine did on another.
type pair struct {
	src, dst  fold.Addr
	relations map[protocol]*relation
}

func newSurvey(s *state, v detect.View) *survey {
	y := &survey{state: s, users: map[fold.Addr]map[fold.Addr]bool{}, reach: map[fold.Addr]map[fold.Addr]bool{},
		spans: map[fold.Addr]event.Span{}, drops: newDropSurvey(s)}
	pairs := map[[2]fold.Addr]*pair{}
	chosen := map[key]key{} // the sensor that saw the most, by relation without sensor
	for k, r := range s.Relations.All() {
		if !r.happened() || !v.Estate.Inside(k.Src.IP()) || !v.Estate.Inside(k.Dst.IP()) {
			continue
		}
		bare := key{Src: k.Src, Dst: k.Dst, Protocol: k.Protocol}
		best, ok := chosen[bare]
		if !ok || more(r, k, s.Relations.Get(best), best) {
			chosen[bare] = k
		}
	}
	for bare, k := range chosen {
		p := pairs[[2]fold.Addr{bare.Src, bare.Dst}]
		if p == nil {
			p = &pair{src: bare.Src, dst: bare.Dst, relations: map[protocol]*relation{}}
			pairs[[2]fold.Addr{bare.Src, bare.Dst}] = p
			y.pairs = append(y.pairs, p)
		}
		p.relations[bare.Protocol] = s.Relations.Get(k).settled()
		add(y.users, bare.Dst, bare.Src)
	}
	slices.SortFunc(y.pairs, func(a, b *pair) int {
		return cmp.Or(slices.Compare(a.src[:], b.src[:]), slices.Compare(a.dst[:], b.dst[:]))
	})
	for _, p := range y.pairs {
		if y.serves(p.dst) || y.others(p.dst) > fewOthers {
			continue // everybody's server says nothing about its users
		}
		all := p.whole()
		add(y.reach, p.src, p.dst)
		span := y.spans[p.src]
		span.Merge(all.Marks.Span())
		y.spans[p.src] = span
	}
	return y
}

// serves reports whether the machine answers for the network.
func (y *survey) serves(a fold.Addr) bool {
	m := y.state.Machines.Get(a)
	return m != nil && m.Serves
}

// others is how many machines besides one administer a machine.
func (y *survey) others(a fold.Addr) int { return len(y.users[a]) - 1 }

// more reports whether relation a, seen by ka's sensor, tells more than b.
func more(a *relation, ka key, b *relation, kb key) bool {
	a, b = a.settled(), b.settled()
	return cmp.Or(cmp.Compare(a.Answered, b.Answered), cmp.Compare(a.Out+a.In, b.Out+b.In), cmp.Compare(kb.Sensor, ka.Sensor)) > 0
}

func add(m map[fold.Addr]map[fold.Addr]bool, at, value fold.Addr) {
	if m[at] == nil {
		m[at] = map[fold.Addr]bool{}
	}
	m[at][value] = true
}

// protocols returns the protocols of the pair in their order.
func (p *pair) protocols() []protocol {
	var out []protocol
	for proto := range p.relations {
		out = append(out, proto)
	}
	slices.Sort(out)
	return out
}

// whole joins the relations of all protocols.
func (p *pair) whole() relation {
	var all relation
	for _, proto := range p.protocols() {
		r := *p.relations[proto]
		all.merge(&r)
	}
	return all
}

// weigh returns the parts of the score and the innocent explanations considered.
func (y *survey) weigh(p *pair) (parts []finding.Part, innocent []string) {
	part := func(name string, weight float64, format string, args ...any) {
		parts = append(parts, finding.Part{Name: name, Weight: weight, Why: fmt.Sprintf(format, args...)})
	}
	all := p.whole()
	others := y.others(p.dst)
	dst := y.state.Machines.Get(p.dst)
	switch {
	case y.serves(p.dst):
		part("server", weightServer, "%s answers for the network (names, logons, directory or time)", p.dst.IP())
		innocent = append(innocent, "server: everybody's machine talks to it")
	case others > fewOthers:
		part("server", weightServer, "%d other machines use it the same way", others)
		innocent = append(innocent, fmt.Sprintf("server: %d other machines use it the same way", others))
	case others > 0:
		part("rare destination", weightFewOthers, "only %d other machines do so", others)
	default:
		part("sole user", weightAlone, "no other machine does so")
		innocent = append(innocent, "server: nobody else uses it as one")
	}
	if dst != nil && dst.Calls {
		part("between peers", weightPeers, "%s uses other machines itself, as the machine of a person does", p.dst.IP())
	}
	if names := p.protocols(); len(names) > 1 {
		part("several protocols", weightProtocols, "%s towards the same machine", list(names))
	}
	if all.Out >= pushBytes && all.Out > pushRatio*all.In {
		part("push", weightPush, "%s bytes put there, %s fetched", humanize.Count(all.Out), humanize.Count(all.In))
	}
	if dropped := y.state.Dropped.Get(ends{p.src, p.dst}); dropped != nil {
		part("program", weightProgram, "a program was put there: %s", dropped.list())
	}
	if all.Denied >= guesses && all.LoggedOn > 0 {
		part("guessing", weightGuessing, "%s failed beside %d that did not", humanize.Plural(all.Denied, "logon"), all.LoggedOn)
	}
	y.weighHabit(p, &all, part)
	if days := all.Days.Count(); days >= habitDays {
		innocent = append(innocent, fmt.Sprintf("habit: it happens on %d days", days))
	} else {
		innocent = append(innocent, fmt.Sprintf("an administrator at work: possible, ask who worked on %s then", p.dst.IP()))
	}
	return parts, innocent
}

func (y *survey) weighHabit(p *pair, all *relation, part func(string, float64, string, ...any)) {
	src := y.state.Machines.Get(p.src)
	if past := all.Marks.First.Time.Sub(firstOf(src, all)); past >= watched {
		part("new", weightNew, "%s was watched for %s before and never did so", p.src.IP(), humanize.Duration(past))
	}
	if days := all.Days.Count(); days >= habitDays {
		part("habit", weightHabit, "on %d days", days)
	}
	n := len(y.reach[p.src])
	span := y.spans[p.src]
	switch {
	case n < fanOut:
	case span.First.Sub(firstOf(src, all)) >= watched && span.Last.Sub(span.First) <= spree:
		part("spree", weightSpree, "%s began to do so with %d machines within %s", p.src.IP(), n, humanize.Duration(span.Last.Sub(span.First)))
	default:
		part("administrator's machine", weightFanOut, "%s does so with %d machines", p.src.IP(), n)
	}
}

func firstOf(m *machine, all *relation) event.Time {
	if m == nil || m.First.IsZero() {
		return all.Marks.First.Time
	}
	return m.First
}

func list(names []protocol) string {
	var words []string
	for _, n := range names {
		words = append(words, n.String())
	}
	return strings.Join(words, ", ")
}
