package report

import (
	"dwell/casefile"
	"dwell/event"
	"dwell/finding"
)

// The geometry of the drawing of an incident, in SVG user units.
const (
	chainLeft   = 172 // room for the names of the stages
	chainWidth  = 760 // of the time axis
	chainRow    = 30
	chainBar    = 16
	chainMin    = 3 // a bar is never narrower, or a moment would be invisible
	chainBottom = 40
	chainTicks  = 3
)

// chain is the drawing of an incident: one row per stage, one bar per finding,
// time from left to right.
type chain struct {
	Width, Height int
	AxisY         int
	Rows          []chainStage
	Ticks         []chainTick
}

type chainStage struct {
	Name  string
	Y     int
	TextY int
	Bars  []chainBarBox
}

type chainBarBox struct {
	X, Y, W, H int
	Severity   finding.Severity
	ID         string
	Label      string
}

type chainTick struct {
	X      int
	Label  string
	Anchor string // SVG text-anchor
}

// drawChain lays the incident out.
func drawChain(c *casefile.Case, inc *casefile.Incident) chain {
	scale := newScale(inc.First, inc.Last)
	out := chain{Width: chainLeft + chainWidth + 20}
	for i, stage := range inc.Stages {
		row := chainStage{Name: tacticTitle(stage.Tactic), Y: i * chainRow, TextY: i*chainRow + chainRow/2 + 4}
		for _, id := range stage.Findings {
			f := c.Finding(id)
			if f == nil || f.First.IsZero() {
				continue
			}
			x := scale.x(f.First)
			row.Bars = append(row.Bars, chainBarBox{
				X: x, Y: row.Y + (chainRow-chainBar)/2, W: max(scale.x(f.Last)-x, chainMin), H: chainBar,
				Severity: f.Severity, ID: f.ID, Label: clock(f.First) + " to " + clock(f.Last) + ": " + f.Title,
			})
		}
		out.Rows = append(out.Rows, row)
	}
	out.AxisY = len(inc.Stages)*chainRow + 6
	out.Height = out.AxisY + chainBottom
	out.Ticks = scale.ticks()
	return out
}

// scale maps the interval of an incident to the time axis.
type scale struct{ first, last event.Time }

func newScale(first, last event.Time) scale { return scale{first, last} }

func (s scale) x(t event.Time) int {
	whole := s.last.Nanos - s.first.Nanos
	if whole <= 0 || t.IsZero() {
		return chainLeft
	}
	part := min(max(t.Nanos-s.first.Nanos, 0), whole)
	return chainLeft + int(float64(part)/float64(whole)*chainWidth)
}

func (s scale) ticks() []chainTick {
	if s.first.IsZero() {
		return nil
	}
	if s.last.Nanos <= s.first.Nanos {
		return []chainTick{{chainLeft, clock(s.first), "start"}}
	}
	var out []chainTick
	step := (s.last.Nanos - s.first.Nanos) / (chainTicks - 1)
	for i := range int64(chainTicks) {
		t := event.UTC(s.first.Nanos+i*step, event.PrecisionSecond)
		anchor := "middle"
		switch i {
		case 0:
			anchor = "start"
		case chainTicks - 1:
			t, anchor = s.last, "end"
		}
		out = append(out, chainTick{s.x(t), clock(t), anchor})
	}
	return out
}
