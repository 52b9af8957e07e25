package score

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Run is one cell of a grid: one attack, investigated in one length of evidence,
// with its score. Runs that share scenario, seed and parameters are the same attack
// with its evidence cut at different days; their scores tell after how many days it
// is seen.
type Run struct {
	Scenario   string            `json:"scenario"`
	Seed       uint64            `json:"seed"`
	Parameters map[string]string `json:"parameters"` // that the grid varies, without the cut
	Score      Score             `json:"score"`
}

// Axis is the parameter along which an attack becomes stealthier, with its values
// in that order. Only who made the grid knows it: a slower beacon hides better, a
// larger daily theft worse.
type Axis struct {
	Parameter string   `json:"parameter"`
	Values    []string `json:"values"` // plainest first
}

// attack is the runs of one attack, the longest evidence last.
type attack []*Run

// attacks gathers the runs whose value on the axis is known. Runs of other values
// are counted and left out: nobody can say where they belong.
func attacks(runs []Run, axis Axis) (out []attack, left int) {
	byKey := map[string]attack{}
	for i := range runs {
		r := &runs[i]
		if !slices.Contains(axis.Values, r.Parameters[axis.Parameter]) {
			left++
			continue
		}
		key := r.key()
		byKey[key] = append(byKey[key], r)
	}
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		a := byKey[key]
		slices.SortStableFunc(a, func(x, y *Run) int { return x.Score.Span.Last.Compare(y.Score.Span.Last) })
		out = append(out, a)
	}
	return out, left
}

// key tells attacks apart.
func (r *Run) key() string {
	var b strings.Builder
	b.WriteString(r.Scenario)
	for _, name := range slices.Sorted(maps.Keys(r.Parameters)) {
		b.WriteString("\x00" + name + "\x00" + r.Parameters[name])
	}
	fmt.Fprintf(&b, "\x00%020d", r.Seed)
	return b.String()
}

// last is the run with all of the evidence.
func (a attack) last() *Run { return a[len(a)-1] }

// stage returns the stage of that name, nil when the scenario has none.
func (r *Run) stage(name string) *Stage {
	i := slices.IndexFunc(r.Score.Stages, func(s Stage) bool { return s.Name == name })
	if i < 0 {
		return nil
	}
	return &r.Score.Stages[i]
}

// daysUntilFound is how much evidence from the stage's first record on the shortest
// run held that found it. Without a cut that missed it the number is the length of
// the evidence and says only that no more is needed.
func (a attack) daysUntilFound(name string) (days float64, ok bool) {
	const perDay = 24 * 60 // minutes
	for _, r := range a {
		s := r.stage(name)
		if s != nil && s.Outcome == Found && !s.Observable.IsZero() && !r.Score.Span.Last.IsZero() {
			return hundredths(max(0, minutes(s.Observable, r.Score.Span.Last)) / perDay), true
		}
	}
	return 0, false
}

// median of a list that is not empty; the lower of two middle values, so that it is
// one that was seen.
func median(list []float64) float64 {
	list = slices.Clone(list)
	slices.SortFunc(list, cmp.Compare[float64])
	return list[(len(list)-1)/2]
}
