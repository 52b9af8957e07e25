package backdoor

import (
	"bytes"
	"fmt"
	"net/netip"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"dwell/detect"
	"dwell/detect/backdoor/rhythm"
	"dwell/detect/fold"
	"dwell/finding"
)

// maxFindings bounds what is reported; the weakest are left out beyond it.
const maxFindings = 1000

// ATT&CK techniques (version 18.1).
const (
	webProtocols    = "T1071.001" // Application Layer Protocol: Web Protocols
	applicationC2   = "T1071"
	nonStandardPort = "T1571"
)

// identityFrom is the weight from which a server without rhythm is reported for
// its identity: medium severity, because a single odd certificate is common.
const identityFrom = 2.0

// lookupsFrom is the same for lookups alone: low severity, because every name whose
// answers are kept for a while is asked for at regular intervals.
const lookupsFrom = 1.0

// claim is a relation found worth reporting.
type claim struct {
	relation
	rhythm.Verdict
	finding.Scales
	regular bool
}

// Findings says what the state shows.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	y := newSurvey(&d.state, v)
	claims := assessAll(y.relations, y.assess)
	claims = append(claims, assessAll(y.wide(claims), func(j *rhythm.Judge, c circle) (claim, bool) { return y.assess(j, y.union(c)) })...)
	slices.SortStableFunc(claims, func(a, b claim) int { return bytes.Compare(a.Src[:], b.Src[:]) })
	weighMonitoring(claims)
	claims = worthwhile(claims)
	var out []finding.Finding
	for _, c := range distinct(claims) {
		f, err := y.report(c)
		if err != nil {
			return nil, fmt.Errorf("backdoor: %s to %s: %w", c.Src.IP(), c.title(), err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

// assessAll assesses on all processors: the statistics of the rhythm are most of the
// work of concluding. The order of the claims is that of what is assessed.
func assessAll[T any](all []T, assess func(*rhythm.Judge, T) (claim, bool)) []claim {
	parts := make([][]claim, runtime.GOMAXPROCS(0))
	var running sync.WaitGroup
	for i := range parts {
		from, to := i*len(all)/len(parts), (i+1)*len(all)/len(parts)
		running.Go(func() {
			var judge rhythm.Judge
			for _, one := range all[from:to] {
				if c, ok := assess(&judge, one); ok {
					parts[i] = append(parts[i], c)
				}
			}
		})
	}
	running.Wait()
	return slices.Concat(parts...)
}

// worthwhile leaves out what weighs too little to report.
func worthwhile(claims []claim) []claim {
	return slices.DeleteFunc(claims, func(c claim) bool {
		switch {
		case c.lookups():
			return c.Total() < lookupsFrom
		case c.regular:
			return c.Total() <= 0
		}
		return c.Total() < identityFrom
	})
}

// assess judges and weighs one relation; ok is false when there is nothing to report.
func (y *survey) assess(judge *rhythm.Judge, r relation) (c claim, ok bool) {
	c.relation = r
	if !r.Places.any() {
		return c, false // only ever seen as an alias
	}
	if r.Calls.Enough() {
		c.Verdict, _ = judge.Times(&r.Calls, uint32(r.Slice))
		c.regular = c.Verdict.Calls > 0 && c.Regular()
	}
	if !c.regular && (r.joined.some() || !y.suspectIdentity(r.Identity)) {
		return c, false
	}
	if c.regular {
		weighRhythm(c.Verdict, &c.Scales)
	}
	y.weigh(r, &c.Scales)
	return c, true
}

// suspectIdentity reports whether a server's identity is worth weighing without a rhythm.
func (y *survey) suspectIdentity(id *identity) bool {
	said := id.talk()
	return said.SelfSigned || said.Unvouched || said.Chain != 0 && !said.Vouched ||
		said.HostMissing > 0 || said.Mismatched > 0 || said.Program != "" || y.misfit(id)
}

// distinct leaves out one of an address and a name that are the same relation,
// where the name is served at the address or the address is known by it: the
// address if nearly all its connections carried a name, otherwise the lighter.
func distinct(claims []claim) []claim {
	type place struct{ src, at fold.Addr }
	names := make(map[place][]int)
	for i, c := range claims {
		if c.Kind == byName {
			names[place{c.Src, c.Dst}] = append(names[place{c.Src, c.Dst}], i)
			for _, server := range c.Identity.talk().Servers {
				names[place{c.Src, server}] = append(names[place{c.Src, server}], i)
			}
		}
	}
	drop := make([]bool, len(claims))
	for i, c := range claims {
		if c.named() {
			continue
		}
		twins := names[place{c.Src, c.Dst}]
		if c.Identity != nil && c.Identity.Aliased > 0 {
			twins = slices.Concat(twins, names[place{c.Src, fold.AddrOfName(c.Identity.Name)}])
		}
		for _, j := range twins {
			drop[i] = drop[i] || c.mostlyNamed() || claims[j].Total() >= c.Total()
		}
		for _, j := range twins {
			drop[j] = drop[j] || !drop[i]
		}
	}
	var out []claim
	for i, c := range claims {
		if !drop[i] {
			out = append(out, c)
		}
	}
	return out
}

// report words the claim.
func (y *survey) report(c claim) (finding.Finding, error) {
	f := finding.Finding{
		Kind:      finding.Beacon,
		Technique: c.technique(),
		Tactic:    finding.CommandControl,
		First:     c.Places.at(first).Time,
		Last:      c.Places.at(last).Time,
		Measures:  y.measures(c),
		Parts:     c.Parts,
		Innocent:  c.Innocent,
		Refs:      c.Places.refs(),
		Entities: []finding.Entity{
			{Type: finding.Host, Value: c.Src.IP().String(), Role: finding.Source},
			{Type: c.entityType(), Value: c.title(), Role: finding.Destination},
		},
	}
	if c.regular {
		p := c.P
		f.PValue = &p
		f.Title = fmt.Sprintf("%s calls %s every %s", c.Src.IP(), c.address(), duration(c.Period))
		if c.lookups() {
			f.Title = fmt.Sprintf("%s asks DNS for %s every %s", c.Src.IP(), c.address(), duration(c.Period))
		}
		f.Sentence = y.beaconSentence(c)
	} else {
		f.Kind = finding.OddIdentity
		f.Title = fmt.Sprintf("%s talks to %s, a server with an odd identity", c.Src.IP(), c.address())
		f.Sentence = y.identitySentence(c)
	}
	return finding.New(f, c.identifier())
}

func (c claim) technique() string {
	if !c.named() {
		for _, p := range c.Parts {
			if p.Name == "port" {
				return nonStandardPort
			}
		}
	}
	if c.lookups() {
		return applicationC2
	}
	if c.named() || c.Protocols&(seenTLS|seenHTTP) != 0 {
		return webProtocols
	}
	return applicationC2
}

// entityType is that of the destination.
func (c claim) entityType() finding.EntityType {
	if _, err := netip.ParseAddr(c.title()); err == nil {
		return finding.Host
	}
	return finding.Domain
}

// identifier tells several ports of one address apart; it does not change when
// more evidence is added.
func (c claim) identifier() string {
	switch c.Kind {
	case byName:
		return ""
	case byDomain:
		return "domain"
	}
	return c.transport().String() + "/" + strconv.Itoa(int(c.Port))
}

// address is the destination as a person writes it.
func (c claim) address() string {
	if c.named() {
		return c.title()
	}
	return netip.AddrPortFrom(c.Dst.IP(), c.Port).String()
}
