package score

import "slices"

// Curve says at which stealth each stage stops being seen, and after how many days
// it is seen.
type Curve struct {
	Axis   Axis         `json:"axis"`
	Stages []StageCurve `json:"stages"`   // by scenario, in the order of its truth
	Left   int          `json:"left_out"` // runs whose value the axis does not hold
}

// StageCurve is the curve of one stage of one scenario.
type StageCurve struct {
	Scenario string  `json:"scenario"`
	Stage    string  `json:"stage"`
	Tactic   string  `json:"tactic"`
	Points   []Point `json:"points"` // one per value of the axis, in its order
	// LostAt is the first value from which on fewer than half of the attacks are
	// found, at it and at every stealthier one; "" when the stage is never lost.
	LostAt string `json:"lost_at"`
}

// Point is what became of a stage at one value. An attack counts by its longest
// evidence.
type Point struct {
	Value      string   `json:"value"`
	Attacks    int      `json:"attacks"`
	Observable int      `json:"observable"`
	Found      int      `json:"found"`
	Faint      int      `json:"faint"`
	Days       *float64 `json:"days_until_found"`       // median over the attacks that were found; nil: none was
	Bound      bool     `json:"days_are_upper_bound"`   // for at least one of them no shorter evidence was tried in vain
	Delay      *float64 `json:"first_record_delay_min"` // median of Stage.DelayMinutes
}

// NewCurve turns the runs of a grid into the curve along one axis. What else the
// grid varies is pooled.
func NewCurve(runs []Run, axis Axis) Curve {
	all, left := attacks(runs, axis)
	out := Curve{Axis: axis, Stages: []StageCurve{}, Left: left}
	for _, s := range stagesOf(all) {
		for _, value := range axis.Values {
			s.Points = append(s.Points, point(all, axis.Parameter, value, &s))
		}
		s.LostAt = lostAt(s.Points)
		out.Stages = append(out.Stages, s)
	}
	return out
}

// stagesOf lists the stages of all scenarios, each scenario's in the order of the
// truth in which it was first met.
func stagesOf(all []attack) []StageCurve {
	var out []StageCurve
	for _, a := range all { // in order of scenario
		for _, s := range a.last().Score.Stages {
			c := StageCurve{Scenario: a.last().Scenario, Stage: s.Name, Tactic: s.Tactic}
			if !slices.ContainsFunc(out, func(o StageCurve) bool { return o.Scenario == c.Scenario && o.Stage == c.Stage }) {
				out = append(out, c)
			}
		}
	}
	return out
}

func point(all []attack, parameter, value string, c *StageCurve) Point {
	p := Point{Value: value}
	var days, delays []float64
	for _, a := range all {
		r := a.last()
		s := r.stage(c.Stage)
		if r.Scenario != c.Scenario || r.Parameters[parameter] != value || s == nil {
			continue
		}
		p.Attacks++
		switch s.Outcome {
		case NotObservable:
			continue
		case Faint:
			p.Faint++
		case Found:
			p.Found++
			if d, ok := a.daysUntilFound(c.Stage); ok {
				days = append(days, d)
				p.Bound = p.Bound || a.foundAtOnce(c.Stage)
			}
			if s.DelayMinutes != nil {
				delays = append(delays, *s.DelayMinutes)
			}
		}
		p.Observable++
	}
	if len(days) > 0 {
		d := median(days)
		p.Days = &d
	}
	if len(delays) > 0 {
		d := median(delays)
		p.Delay = &d
	}
	return p
}

// foundAtOnce reports whether the shortest evidence that was tried found the stage.
func (a attack) foundAtOnce(name string) bool {
	s := a[0].stage(name)
	return s != nil && s.Outcome == Found
}

// seen reports whether at least half of the attacks in which anybody could have
// found the stage were found; ok is false where there is no such attack.
func (p *Point) seen() (seen, ok bool) { return 2*p.Found >= p.Observable, p.Observable > 0 }

func lostAt(points []Point) string {
	lost := ""
	for i := range points {
		seen, ok := points[i].seen()
		switch {
		case ok && seen:
			lost = ""
		case ok && lost == "":
			lost = points[i].Value
		}
	}
	return lost
}
