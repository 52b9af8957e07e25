package incident

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"slices"

	"dwell/entity"
	"dwell/event"
	"dwell/finding"
)

// Build joins findings into incidents, the gravest first. A finding of medium
// severity or more is in exactly one incident; lighter ones join an incident with
// which they share something, and never make one. The order of the findings does
// not matter.
func Build(findings []finding.Finding, estate *entity.Estate, c Coverage) []Incident {
	views := viewsOf(findings, estate)
	var grave, light []*view
	for _, v := range views {
		if v.core() {
			grave = append(grave, v)
		} else {
			light = append(light, v)
		}
	}
	common := newCrowd(views)
	g := newGraph(grave)
	g.apply(g.bonds(common))
	g.apply(g.popular(common))
	proven := g.roots()
	g.entryByMail(c)
	g.demandForTheft(estate)
	g.noteForIntrusion()

	context := g.context(light, common)
	out := []Incident{}
	for _, s := range g.stories(proven) {
		s.context = context[s.root]
		out = append(out, s.incident(estate, c))
	}
	slices.SortFunc(out, func(a, b Incident) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(len(b.Stages), len(a.Stages)),
			a.First.Compare(b.First), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// viewsOf brings the findings into their one order; of two with the same id the
// heavier counts.
func viewsOf(findings []finding.Finding, estate *entity.Estate) []*view {
	best := map[string]*finding.Finding{}
	for i := range findings {
		f := &findings[i]
		if other := best[f.ID]; other == nil || preferred(f, other) < 0 {
			best[f.ID] = f
		}
	}
	out := make([]*view, 0, len(best))
	for _, f := range best {
		out = append(out, newView(f, estate))
	}
	slices.SortFunc(out, earlier)
	return out
}

func preferred(a, b *finding.Finding) int {
	return cmp.Or(cmp.Compare(b.Severity, a.Severity), finding.Compare(*a, *b),
		cmp.Compare(len(b.Refs), len(a.Refs)), b.Last.Compare(a.Last), cmp.Compare(a.Sentence, b.Sentence),
		slices.CompareFunc(a.Refs, b.Refs, event.Ref.Compare))
}

// story is the findings of one incident before they are put into words.
type story struct {
	root    int
	graph   *graph
	views   []*view // grave ones, in order of time
	proven  []int   // for each view, the group to which facts tie it
	ties    []tie
	context []contextTie
}

func (g *graph) roots() []int {
	out := make([]int, len(g.views))
	for i := range g.views {
		out[i] = g.root(i)
	}
	return out
}

// stories gathers the groups in the order of their earliest finding.
func (g *graph) stories(proven []int) []*story {
	byRoot := map[int]*story{}
	var out []*story
	for i, v := range g.views {
		root := g.root(i)
		s := byRoot[root]
		if s == nil {
			s = &story{root: root, graph: g}
			byRoot[root] = s
			out = append(out, s)
		}
		s.views = append(s.views, v)
		s.proven = append(s.proven, proven[i])
	}
	for _, t := range g.ties {
		s := byRoot[g.root(t.a)]
		s.ties = append(s.ties, t)
	}
	return out
}

// incident puts the story into its final form.
func (s *story) incident(estate *entity.Estate, c Coverage) Incident {
	inc := Incident{
		ID:        s.id(),
		Severity:  s.severity(),
		Findings:  s.findings(),
		Links:     s.links(),
		Stages:    s.stages(),
		Hosts:     s.gather(func(v *view) []string { return v.hosts }),
		Accounts:  s.gather(func(v *view) []string { return v.accounts }),
		Addresses: s.gather(func(v *view) []string { return v.addresses }),
	}
	span := s.span(func(*view) bool { return true })
	inc.First, inc.Last = span.First, span.Last
	inc.Addresses = slices.DeleteFunc(inc.Addresses, func(a string) bool { return slices.Contains(inc.Hosts, a) })
	inc.HostNames = hostNames(inc.Hosts, estate)
	inc.Dwell = s.dwell(c)
	inc.Gaps = s.gaps(c, &inc)
	inc.Summary = s.summary(estate, c)
	return inc
}

// hostNames are the names of those hosts that stand there by their address.
func hostNames(hosts []string, estate *entity.Estate) []HostName {
	var out []HostName
	for _, h := range hosts {
		a, err := netip.ParseAddr(h)
		if err != nil {
			continue
		}
		if name := estate.HostName(a); name != "" {
			out = append(out, HostName{Address: h, Name: name})
		}
	}
	return out
}

// id names the incident by its earliest finding, whose own id does not change when
// more evidence is added.
func (s *story) id() string {
	sum := sha256.Sum256([]byte(s.views[0].ID))
	return "I-" + hex.EncodeToString(sum[:5])
}

// corroborated is how many stages of an attack, found independently, make an
// incident graver than its gravest finding.
const corroborated = 3

// severity is that of the gravest finding, one step higher when findings of three
// or more tactics are tied together by facts: three detectors that look for
// different things seldom meet on the same machines by chance. Ties that are only
// assumed do not count.
func (s *story) severity() finding.Severity {
	var gravest finding.Severity
	tactics := map[int]map[finding.Tactic]bool{}
	for i, v := range s.views {
		gravest = max(gravest, v.Severity)
		if tactics[s.proven[i]] == nil {
			tactics[s.proven[i]] = map[finding.Tactic]bool{}
		}
		tactics[s.proven[i]][v.Tactic] = true
	}
	raised := gravest
	for _, t := range tactics {
		if len(t) >= corroborated {
			raised = min(gravest+1, finding.Critical)
		}
	}
	return raised
}

// findings lists all ids, the context among them, in order of time.
func (s *story) findings() []string {
	all := slices.Clone(s.views)
	for _, t := range s.context {
		all = append(all, t.view)
	}
	slices.SortFunc(all, earlier)
	out := []string{}
	for _, v := range all {
		out = append(out, v.ID)
	}
	return out
}

func (s *story) links() []Link {
	out := []Link{}
	ties := slices.Clone(s.ties)
	slices.SortFunc(ties, func(x, y tie) int { return cmp.Or(cmp.Compare(x.b, y.b), cmp.Compare(x.a, y.a)) })
	for _, t := range ties {
		out = append(out, Link{s.graph.views[t.a].ID, s.graph.views[t.b].ID, s.graph.reason(t)})
	}
	for _, t := range s.context {
		to := s.graph.views[t.to]
		out = append(out, Link{to.ID, t.view.ID, "Context of low weight: both concern " +
			classNouns[t.key.class] + " " + t.key.shown() + "; " + between(to, t.view) + "."})
	}
	return out
}

// stages orders the grave findings along the kill chain.
func (s *story) stages() []Stage {
	out := []Stage{}
	known := map[finding.Tactic]bool{}
	for _, v := range s.views {
		known[v.Tactic] = true
	}
	order := slices.Clone(finding.Tactics)
	for _, v := range s.views { // a tactic that the list does not hold comes last
		if !slices.Contains(order, v.Tactic) {
			order = append(order, v.Tactic)
		}
	}
	for _, t := range order {
		if !known[t] {
			continue
		}
		stage := Stage{Tactic: t}
		span := s.span(func(v *view) bool { return v.Tactic == t })
		stage.First, stage.Last = span.First, span.Last
		for _, v := range s.views {
			if v.Tactic == t {
				stage.Findings = append(stage.Findings, v.ID)
			}
		}
		out = append(out, stage)
	}
	return out
}

// span is the time that the chosen grave findings cover.
func (s *story) span(choose func(*view) bool) event.Span {
	var out event.Span
	for _, v := range s.views {
		if choose(v) {
			out.Add(v.First)
			out.Add(v.Last)
		}
	}
	return out
}

// gather collects names from the grave findings, sorted.
func (s *story) gather(of func(*view) []string) []string {
	out := []string{}
	for _, v := range s.views {
		out = append(out, of(v)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// first returns the earliest grave finding that is chosen, nil when there is none.
func (s *story) first(choose func(*view) bool) *view {
	for _, v := range s.views {
		if choose(v) && v.timed {
			return v
		}
	}
	return nil
}

func (s *story) any(choose func(*view) bool) bool { return slices.ContainsFunc(s.views, choose) }
