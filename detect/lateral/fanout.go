package lateral

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"dwell/detect/fold"
	"dwell/finding"
	"dwell/internal/humanize"
)

// One machine that turns to many within hours is told as a whole, beside its gravest
// steps: a worm, a program that encrypts, an intruder with the keys of the domain, or a
// server of software distribution on its first day.

// The weights of a fan-out, log10 likelihood ratios by judgement.
const (
	weightWave     = 2.0 // many machines at once, after a day or more without any
	weightMany     = 1.0 // many machines, and nothing is known of its past
	perDecadeWave  = 0.5 // for each ten times more than fanOut
	weightRunAtAll = 0.7 // something was run on at least half of them
	weightPrograms = 0.5 // programs were put on at least half of them
	maxNamed       = 50  // machines that a finding names
	fanOutID       = "fan-out"
)

// fanOuts are the findings of machines that turned to many at once, or of whose past too
// little is known to say that they did not.
func (y *survey) fanOuts() ([]finding.Finding, error) {
	bySource := map[fold.Addr][]*pair{}
	var sources []fold.Addr
	for _, p := range y.pairs {
		src := y.sources[p.Src]
		if !src.reach[p.Dst] || !y.sprees(p.Src) && !y.alike(p.Src) {
			continue
		}
		if len(bySource[p.Src]) == 0 {
			sources = append(sources, p.Src)
		}
		bySource[p.Src] = append(bySource[p.Src], p)
	}
	slices.SortFunc(sources, func(a, b fold.Addr) int { return slices.Compare(a[:], b[:]) })
	var out []finding.Finding
	for _, a := range sources {
		f, err := y.fanOut(a, bySource[a])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.IP(), err)
		}
		out = append(out, f)
	}
	return out, nil
}

func (y *survey) fanOut(a fold.Addr, pairs []*pair) (finding.Finding, error) {
	src := y.sources[a]
	n, ran, put := len(pairs), 0, 0
	f := finding.Finding{
		Kind: finding.LateralMovement, Technique: protocols[none].technique, Tactic: finding.LateralMove, First: src.span.First, Last: src.span.Last,
		Entities: []finding.Entity{{Type: finding.Host, Value: a.IP().String(), Role: finding.Source}},
	}
	var out int64
	slices.SortStableFunc(pairs, func(p, q *pair) int {
		return cmp.Or(cmp.Compare(len(q.deeds()), len(p.deeds())), p.span().First.Compare(q.span().First))
	})
	for i, p := range pairs {
		all := p.whole()
		out += all.Out
		if slices.ContainsFunc(p.deeds(), deed.runs) {
			ran++
		}
		if p.dropped != nil {
			put++
		}
		if i < maxNamed {
			f.Entities = append(f.Entities, finding.Entity{Type: finding.Host, Value: p.Dst.IP().String(), Role: finding.Destination})
			refs := append(p.refs(), p.dropped.refs()...)
			f.Refs = append(f.Refs, refs[:min(len(refs), 2)]...)
			f.Clues = append(f.Clues, y.clues(p)...)
		}
	}
	s := &finding.Scales{}
	took := src.span.Last.Sub(src.span.First)
	quiet := src.span.First.Sub(y.firstSeen(a, src.span.First))
	size := perDecadeWave * logRatio(n, fanOut)
	if y.sprees(a) {
		s.Add("all at once", weightWave+size, "after %s without any it turned to %d machines within %s", humanize.Duration(quiet), n, humanize.Duration(took))
	} else {
		s.Add("many alike", weightMany+size, "it does so with %d machines, and the evidence is too short to know whether it always does", n)
	}
	if 2*ran >= n {
		s.Add("run", weightRunAtAll, "something was run on %d of them", ran)
	}
	if 2*put >= n {
		s.Add("programs", weightPrograms, "programs were put on %d of them", put)
	}
	s.Excuse("a server that distributes software, on its first day: possible, ask what %s is for", a.IP())
	f.Title = fmt.Sprintf("%s administered %d machines", a.IP(), n)
	f.Sentence = fmt.Sprintf("%s administered %d machines from %s to %s and sent them %s bytes%s.", a.IP(), n, src.span.First.Clock(), src.span.Last.Clock(), humanize.Count(out), reasons(s))
	f.Measures = map[string]any{"machines": int64(n), "bytes_out": out, "machines_run_on": int64(ran), "machines_with_programs": int64(put)}
	f.Parts, f.Innocent, f.Refs = s.Parts, s.Innocent, distinct(f.Refs)
	return finding.New(f, fanOutID)
}

// logRatio is the number of decades by which n lies above least.
func logRatio(n, least int) float64 { return math.Log10(float64(n) / float64(least)) }
