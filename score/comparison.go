package score

import (
	"cmp"
	"math"
	"slices"
	"time"

	"dwell/casefile"
	"dwell/event"
	"dwell/finding"
	"dwell/truth"
)

// comparison is a case beside a truth, with what every measure needs.
type comparison struct {
	c       *casefile.Case
	t       *truth.Truth
	index   *index
	matches []*match          // ranked, one per finding
	byID    map[string]*match // the same
	main    *casefile.Incident
}

func newComparison(c *casefile.Case, t *truth.Truth) *comparison {
	k := &comparison{c: c, t: t, index: newIndex(c, t), byID: map[string]*match{}}
	stages := newStageNames(t)
	for i := range c.Findings {
		f := &c.Findings[i]
		if k.byID[f.ID] != nil {
			continue
		}
		m := k.match(f, stages)
		k.byID[f.ID] = m
		k.matches = append(k.matches, m)
	}
	slices.SortFunc(k.matches, func(a, b *match) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), a.First.Compare(b.First), cmp.Compare(a.ID, b.ID))
	})
	k.main = k.mainIncident()
	return k
}

// match is a finding with the stages that it finds.
type match struct {
	*finding.Finding
	hits []hit // in order of stages
}

// hit is one stage that a finding finds.
type hit struct {
	stage   int
	records int        // of the stage, that the finding refers to; 0: found by what both name
	first   event.Time // of these records
}

func (m *match) claim() bool  { return m.Severity >= claimed }
func (m *match) attack() bool { return len(m.hits) > 0 }

// hit returns the hit of a stage, nil when the finding does not find it.
func (m *match) hit(stage int) *hit {
	for i := range m.hits {
		if m.hits[i].stage == stage {
			return &m.hits[i]
		}
	}
	return nil
}

// match looks for the stages that a finding finds, see the package comment.
func (k *comparison) match(f *finding.Finding, stages []stageNames) *match {
	m := &match{Finding: f}
	for r := range k.touched(f) {
		for _, stage := range r.stages {
			h := m.hit(stage)
			if h == nil {
				m.hits = append(m.hits, hit{stage: stage})
				h = &m.hits[len(m.hits)-1]
			}
			h.records++
			if r.time.Before(h.first) {
				h.first = r.time
			}
		}
	}
	slices.SortFunc(m.hits, func(a, b hit) int { return cmp.Compare(a.stage, b.stage) })
	if len(m.hits) > 0 {
		return m
	}
	for i := range stages {
		if k.observable(i) && stages[i].agrees(f) {
			m.hits = append(m.hits, hit{stage: i})
		}
	}
	return m
}

// touched is the set of the attack's records that a finding refers to.
func (k *comparison) touched(f *finding.Finding) map[*record]bool {
	out := map[*record]bool{}
	for _, ref := range f.Refs {
		for _, r := range k.index.touched(ref) {
			out[r] = true
		}
	}
	return out
}

// claims returns the findings of an incident that accuse, ranked.
func (k *comparison) claims(inc *casefile.Incident) []*match {
	var out []*match
	for _, m := range k.matches {
		if m.claim() && slices.Contains(inc.Findings, m.ID) {
			out = append(out, m)
		}
	}
	return out
}

// instant is a time of the truth.
func instant(t time.Time) event.Time {
	if t.IsZero() {
		return event.Time{}
	}
	return event.UTC(t.UnixNano(), event.PrecisionMicro)
}

func instantOf(t *time.Time) event.Time {
	if t == nil {
		return event.Time{}
	}
	return instant(*t)
}

// minutes from one instant to the other. Computed in floating point, because times
// of hostile records may lie further apart than a duration can hold.
func minutes(from, to event.Time) float64 {
	return hundredths((float64(to.Nanos) - float64(from.Nanos)) / float64(time.Minute))
}

// hundredths rounds: less than a second is below the precision of most logs.
func hundredths(v float64) float64 { return rounded(v, 100) }

func rounded(v, scale float64) float64 {
	if v = math.Round(scale*v) / scale; v == 0 {
		return 0 // no "-0" in JSON
	}
	return v
}

// share is a part of a whole, nil when there is no whole.
func share(part, whole int) *float64 {
	if whole == 0 {
		return nil
	}
	v := rounded(float64(part)/float64(whole), 1e4)
	return &v
}
