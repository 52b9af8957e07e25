package lateral

import (
	"fmt"
	"strings"
	"time"

	"dwell/detect/fold"
	"dwell/finding"
	"dwell/internal/humanize"
)

// The weights, log10 likelihood ratios. They are judgement from how such
// connections are spread in ordinary networks (in the logs at hand, nine of ten
// relations by these protocols lead to a machine that serves many or serves the
// network) and from what the ATT&CK evaluations show.
const (
	weightAlone     = 1.0  // nobody else administers the destination
	weightFewOthers = 0.3  // one or two others do
	weightServer    = -2.0 // many use it, or it serves the network
	weightActed     = -0.5 // many use it, but nobody else makes it run something
	weightPeers     = 0.5  // the destination is somebody's machine: it starts connections too
	weightProtocols = 0.7  // two or more protocols towards the same machine
	weightPush      = 0.7  // it mostly receives: something is put there
	weightCopy      = 0.4  // the same by file sharing alone: people hand files to each other
	weightShell     = 0.4  // WinRM carries commands and little else
	weightNever     = 1.2  // the source was watched for days and never administered any machine
	weightNew       = 0.8  // the same, watched for a day
	weightFirst     = 0.3  // it administers others, this one for the first time
	weightHabit     = -1.5 // it happens on many days
	weightFanOut    = -1.0 // the source administers many machines, and always did as far as is known
	weightCursory   = -3.0 // it touches many machines and does nothing on most: a scanner
	weightOffice    = -1.0 // it administers on many days
	weightSpree     = 0.3  // it began to do so with many machines all at once
	weightProgram   = 1.0  // a program was put there
	weightPutAndRun = 0.7  // and something was run afterwards
	weightGuessing  = 0.7  // many logons failed beside those that did not
	usualShare      = -1.0 // of the weight of what the source does on several machines, on several days

	fewOthers        = 2
	habitDays        = 5
	officeMachines   = 3
	managerRatio     = 4 // times as many machines as half of the others use
	usualMachines    = 3
	usualDays        = 3
	fanOut           = 10
	pushBytes        = 100_000 // below it lies what sign-on and browsing a share send
	pushRatio        = 3
	guesses          = 10 // nobody mistypes a password more often
	watched          = 24 * time.Hour
	watchedLong      = 5 * 24 * time.Hour
	spree            = 48 * time.Hour
	runSoon          = time.Hour
	leastScore       = 1.0 // what is less stands for itself and is not reported
	maxFindings      = 1000
	maxMarkedRecords = 6
)

// push reports whether something was put on the other machine.
func (r *relation) push() bool { return r.Out >= pushBytes && r.Out > pushRatio*r.In }

// weigh returns what speaks for and against a step from one machine to the other.
func (y *survey) weigh(p *pair) *finding.Scales {
	s := &finding.Scales{}
	all := p.whole()
	y.weighPlace(s, p)
	y.weighTraffic(s, p, &all)
	y.weighDeeds(s, p)
	y.weighLogons(s, p)
	y.weighHabit(s, p, &all)
	return s
}

// weighPlace weighs who else uses the destination.
func (y *survey) weighPlace(s *finding.Scales, p *pair) {
	others := y.others(p)
	switch {
	case y.everybodys(p) && y.actsAlone(p):
		s.Add("server, but not so", weightActed, "%d other machines use %s, but next to none makes it run something", others, p.Dst.IP())
		s.Excuse("an administrator of the server: possible, ask who looks after %s", p.Dst.IP())
	case y.serves(p.Dst) && !p.shell():
		s.Add("server", weightServer, "%s answers for the network (names, logons, directory or time)", p.Dst.IP())
		s.Excuse("server: everybody's machine talks to it")
	case others > fewOthers:
		s.Add("server", weightServer, "%d other machines use it the same way", others)
		s.Excuse("server: %d other machines use it the same way", others)
	case others > 0:
		s.Add("rare destination", weightFewOthers, "only %s", others1(others))
	case y.othersManage(p) > 0:
		s.Add("sole user", weightAlone, "no other machine does so but for %d that administer many", y.othersManage(p))
		s.Excuse("server: nobody else uses it as one")
	default:
		s.Add("sole user", weightAlone, "no other machine does so")
		s.Excuse("server: nobody else uses it as one")
	}
	if m := y.state.Machines.Get(p.Dst); m != nil && m.Calls && !y.serves(p.Dst) {
		s.Add("between peers", weightPeers, "%s uses other machines itself, as the machine of a person does", p.Dst.IP())
	}
}

func others1(n int) string {
	if n == 1 {
		return "1 other machine does so"
	}
	return fmt.Sprintf("%d other machines do so", n)
}

// actsAlone reports whether the pair makes the destination run something, as next to
// nobody else does.
func (y *survey) actsAlone(p *pair) bool {
	for did := range p.acts {
		if did.runs() && len(y.actors[actKey{Dst: p.Dst, Deed: did}])-1 <= fewOthers {
			return true
		}
	}
	return false
}

// weighTraffic weighs the connections.
func (y *survey) weighTraffic(s *finding.Scales, p *pair, all *relation) {
	names := p.protocols()
	if len(names) > 1 {
		s.Add("several protocols", weightProtocols, "%s towards the same machine", list(names))
	}
	if _, ok := p.relations[winrm]; ok {
		s.Add("remote shell", weightShell, "WinRM carries commands")
	}
	if all.push() {
		weight := weightPush
		if len(names) == 1 && names[0] == smb {
			weight = weightCopy
		}
		s.Add("push", weight, "%s bytes put there, %s fetched", humanize.Count(all.Out), humanize.Count(all.In))
	}
	if all.Denied >= guesses && all.LoggedOn > 0 {
		s.Add("guessing", weightGuessing, "%s failed beside %d that did not", humanize.Plural(all.Denied, "logon"), all.LoggedOn)
	}
}

// weighDeeds weighs what was done there, and whether the source does so all the time.
func (y *survey) weighDeeds(s *finding.Scales, p *pair) {
	src := y.sources[p.Src]
	usual := 0.0
	for _, did := range p.deeds() {
		if did == folder && p.acts[adminShare] != nil {
			continue
		}
		s.Add(deeds[did].words, deeds[did].weight, "it %s (%s) %s", deeds[did].words, strings.Join(p.acts[did].Names, ", "), times(p.acts[did].Marks.Count))
		if src.deeds[did].usual() {
			usual += max(0, deeds[did].weight)
		}
	}
	if p.dropped != nil {
		s.Add("program", weightProgram, "a program was put there: %s", p.dropped.list())
		if p.putAndRun() {
			s.Add("put and run", weightPutAndRun, "and something was run within %s", humanize.Duration(runSoon))
		}
		if src.drops.usual() {
			usual += weightProgram
			if p.putAndRun() {
				usual += weightPutAndRun
			}
		}
	}
	if usual > 0 {
		s.Add("the same elsewhere", usualShare*usual, "%s does the same on other machines, on several days", p.Src.IP())
		s.Excuse("a server that administers or distributes software: likely, it does the same elsewhere on several days")
	}
}

func times(n int64) string {
	if n == 1 {
		return "once"
	}
	return humanize.Count(n) + " times"
}

// putAndRun reports whether a deed that runs something followed a program. Of each only
// the marked records are known.
func (p *pair) putAndRun() bool {
	put := p.dropped.Marks.First.Time
	for did, a := range p.acts {
		if !did.runs() && did != startService && did != runTask {
			continue
		}
		for _, m := range append(a.Marks.Top[:], a.Marks.First, a.Marks.Last) {
			if after := m.Time.Sub(put); !m.Time.IsZero() && after >= 0 && after <= runSoon {
				return true
			}
		}
	}
	return false
}

// weighHabit weighs the past of the pair and of its source.
func (y *survey) weighHabit(s *finding.Scales, p *pair, all *relation) {
	src := y.sources[p.Src]
	y.weighNovelty(s, p)
	_, telling := p.telling()
	days := telling.Count()
	if days >= habitDays {
		s.Add("habit", weightHabit, "on %d days", days)
		s.Excuse("habit: it happens on %d days", days)
	} else {
		s.Excuse("an administrator at work: possible, ask who worked on %s then", p.Dst.IP())
	}
	switch n := len(src.reach); {
	case n < fanOut:
	case y.sprees(p.Src):
		s.Add("spree", weightSpree, "%s began to do so with %d machines within %s", p.Src.IP(), n, humanize.Duration(src.span.Last.Sub(src.span.First)))
	case 2*src.busy < n && p.dropped == nil && !all.push() && !y.actsAlone(p):
		s.Add("cursory", weightCursory, "%s does so with %d machines and next to nothing on most", p.Src.IP(), n)
		s.Excuse("a scanner of weaknesses, an inventory or a monitoring system: likely, it touches %d machines", n)
	default:
		s.Add("administrator's machine", weightFanOut, "%s does so with %d machines", p.Src.IP(), n)
		s.Excuse("an administrator's machine, a backup or a server that distributes software: likely, it does so with %d machines", n)
	}
	if n := src.days.Count(); n >= habitDays && len(src.reach) >= officeMachines {
		s.Add("its work", weightOffice, "%s administers %d machines, on %d days", p.Src.IP(), len(src.reach), n)
	}
}

// weighNovelty weighs whether the source did anything of the kind before.
func (y *survey) weighNovelty(s *finding.Scales, p *pair) {
	src := y.sources[p.Src]
	span, _ := p.telling()
	first := span.First
	past := first.Sub(y.firstSeen(p.Src, first))
	quiet := past
	if !src.span.First.IsZero() {
		quiet = min(past, src.span.First.Sub(y.firstSeen(p.Src, src.span.First)))
	}
	switch {
	case quiet >= watchedLong:
		s.Add("never before", weightNever, "%s was watched for %s before and never did so with any machine but servers of all", p.Src.IP(), humanize.Duration(quiet))
	case quiet >= watched:
		s.Add("new", weightNew, "%s was watched for %s before and never did so", p.Src.IP(), humanize.Duration(quiet))
	case past >= watched:
		s.Add("first time", weightFirst, "%s was watched for %s before it did so with %s", p.Src.IP(), humanize.Duration(past), p.Dst.IP())
	}
}

// alike reports whether a machine does something on many machines while too little is
// known of it to tell what it is for. It is told as a whole: what a server of software
// distribution does to forty machines is not forty signs of an intruder.
func (y *survey) alike(a fold.Addr) bool {
	src := y.sources[a]
	return len(src.reach) >= fanOut && 2*src.busy >= len(src.reach) && src.days.Count() < usualDays &&
		src.span.First.Sub(y.firstSeen(a, src.span.First)) < watched
}

// sprees reports whether a machine that was quiet turned to many all at once, and did
// something on most of them.
func (y *survey) sprees(a fold.Addr) bool {
	src := y.sources[a]
	return len(src.reach) >= fanOut && 2*src.busy >= len(src.reach) && src.span.Last.Sub(src.span.First) <= spree &&
		src.span.First.Sub(y.firstSeen(a, src.span.First)) >= watched
}

func list(names []protocol) string {
	var words []string
	for _, n := range names {
		words = append(words, n.String())
	}
	return strings.Join(words, ", ")
}
