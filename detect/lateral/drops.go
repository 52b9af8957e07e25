package lateral

import (
	"fmt"

	"dwell/detect/fold"
	"dwell/finding"
	"dwell/internal/humanize"
)

// A machine that many use says nothing by being used, so a step onto a file server
// hides among the work of all. A program that is put there is judged by itself: who
// else puts programs there, and where else the same program went.

// The weights of a program put on a machine, log10 likelihood ratios by judgement. With
// none but the first two, somebody saved an installer on a share: low.
const (
	weightKept    = -0.6 // many use the machine, so files are kept there
	weightDepot   = -2.0 // several machines put programs there
	weightSame    = 1.0  // the same program went to another machine as well
	perSame       = 0.15 // for each further one
	maxSame       = 1.6
	toolTransfer  = "T1570"
	dropFindingID = "program"
)

// dropSurvey is what went where.
type dropSurvey struct {
	sources map[fold.Addr]map[fold.Addr]bool            // by destination
	places  map[fold.Addr]map[uint64]map[fold.Addr]bool // by source and program
}

func newDropSurvey(s *state) *dropSurvey {
	y := &dropSurvey{map[fold.Addr]map[fold.Addr]bool{}, map[fold.Addr]map[uint64]map[fold.Addr]bool{}}
	for k, p := range s.Dropped.All() {
		add(y.sources, k.Dst, k.Src)
		if y.places[k.Src] == nil {
			y.places[k.Src] = map[uint64]map[fold.Addr]bool{}
		}
		for _, one := range p.Kept {
			same := one.content()
			if y.places[k.Src][same] == nil {
				y.places[k.Src][same] = map[fold.Addr]bool{}
			}
			y.places[k.Src][same][k.Dst] = true
		}
	}
	return y
}

// elsewhere is to how many other machines the source brought one of the programs.
func (y *dropSurvey) elsewhere(p *pair, dropped *programs) int {
	most := 0
	for _, one := range dropped.Kept {
		most = max(most, len(y.places[p.Src][one.content()])-1)
	}
	return most
}

// reach is on how many machines the source put programs at all.
func (y *dropSurvey) reach(src fold.Addr) int {
	all := map[fold.Addr]bool{}
	for _, places := range y.places[src] {
		for dst := range places {
			all[dst] = true
		}
	}
	return len(all)
}

// weighDrop weighs a program that was put on a machine which others use too.
func (y *survey) weighDrop(p *pair) *finding.Scales {
	s := &finding.Scales{}
	dropped := p.dropped
	s.Add("program", weightProgram, "a program was put there: %s", dropped.list())
	if depots := len(y.drops.sources[p.Dst]); depots > fewOthers {
		s.Add("depot", weightDepot, "%d machines put programs there", depots)
		s.Excuse("a place where programs are kept: likely, %d machines put some there", depots)
	} else {
		s.Add("files are kept there", weightKept, "%d other machines use it", y.others(p))
		s.Excuse("an installer saved on a share: possible, ask who works at %s", p.Src.IP())
	}
	first := dropped.Marks.First.Time
	if past := first.Sub(y.firstSeen(p.Src, first)); past >= watched {
		s.Add("new", weightNew, "%s was watched for %s before and never did so", p.Src.IP(), humanize.Duration(past))
	}
	if n := y.drops.elsewhere(p, dropped); n > 0 {
		s.Add("same program", min(maxSame, weightSame+perSame*float64(n-1)), "the same program went from %s to %s", p.Src.IP(), humanize.Plural(int64(n), "other machine"))
	}
	if n := y.drops.reach(p.Src); n >= fanOut {
		s.Add("administrator's machine", weightFanOut, "%s puts programs on %d machines", p.Src.IP(), n)
	}
	return s
}

// dropFinding words it.
func (p *pair) dropFinding(s *finding.Scales) (finding.Finding, error) {
	src, dst := p.Src.IP().String(), p.Dst.IP().String()
	marks := &p.dropped.Marks
	programs := int64(len(p.dropped.Kept))
	return finding.New(finding.Finding{
		Kind:      finding.LateralMovement,
		Technique: toolTransfer,
		Tactic:    finding.LateralMove,
		First:     marks.First.Time,
		Last:      marks.Last.Time,
		Title:     fmt.Sprintf("%s put a program on %s", src, dst),
		Sentence:  fmt.Sprintf("%s put %s on %s from %s to %s%s.", src, humanize.Plural(programs, "program"), dst, marks.First.Time.Clock(), marks.Last.Time.Clock(), reasons(s)),
		Entities: []finding.Entity{
			{Type: finding.Host, Value: src, Role: finding.Source},
			{Type: finding.Host, Value: dst, Role: finding.Destination},
		},
		Measures: map[string]any{"programs": programs},
		Parts:    s.Parts,
		Innocent: s.Innocent,
		Refs:     p.dropped.refs(),
	}, dropFindingID)
}
