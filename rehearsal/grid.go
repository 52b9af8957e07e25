package rehearsal

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"dwell/score"
	"dwell/simulate"
	"dwell/simulate/scenario"
)

//go:embed grid.yaml
var standard []byte

// Describe lists what the sweep sets besides its parameter.
func (s *Sweep) Describe() string {
	out := "days of evidence " + strings.Trim(strings.ReplaceAll(fmt.Sprint(s.Days), " ", ", "), "[]") + " (0: all)"
	for _, name := range slices.Sorted(maps.Keys(s.Set)) {
		out += ", " + name + "=" + s.Set[name]
	}
	return out
}

// Grid says which attacks to rehearse: each sweep makes attacks stealthier along one
// parameter.
type Grid struct {
	Seeds  []uint64 `yaml:"seeds"`
	Sweeps []Sweep  `yaml:"sweeps"`
}

// Sweep is one scenario along one parameter.
type Sweep struct {
	Scenario  string            `yaml:"scenario"`
	Parameter string            `yaml:"parameter"`
	Values    []string          `yaml:"values"` // the least stealthy first
	Days      []int             `yaml:"days"`   // of evidence from the attack on; 0: all
	Stages    []string          `yaml:"stages"` // that the curve shows; none: all
	Set       map[string]string `yaml:"set"`    // other parameters, the same for all
}

// Standard returns the grid whose curve the documentation shows.
func Standard() (*Grid, error) { return ParseGrid(standard) }

// ParseGrid reads a grid.
func ParseGrid(b []byte) (*Grid, error) {
	g := new(Grid)
	if err := yaml.UnmarshalWithOptions(b, g, yaml.DisallowUnknownField()); err != nil {
		return nil, fmt.Errorf("read grid: %w", err)
	}
	if len(g.Seeds) == 0 || len(g.Sweeps) == 0 {
		return nil, errors.New("read grid: it needs seeds and sweeps")
	}
	for i, s := range g.Sweeps {
		if s.Scenario == "" || s.Parameter == "" || len(s.Values) == 0 {
			return nil, fmt.Errorf("read grid: sweep %d needs a scenario, a parameter and values", i+1)
		}
		if len(s.Days) == 0 {
			g.Sweeps[i].Days = []int{0}
		}
	}
	return g, nil
}

// Size is the number of rehearsals.
func (g *Grid) Size() int {
	n := 0
	for _, s := range g.Sweeps {
		n += len(g.Seeds) * len(s.Values) * len(s.Days)
	}
	return n
}

// Outcome is a sweep with its runs.
type Outcome struct {
	Sweep Sweep       `json:"sweep"`
	Runs  []score.Run `json:"runs"`
	Curve score.Curve `json:"curve"`
}

// Many rehearses the whole grid, one after the other, below a folder from which each
// simulation is removed once it is scored.
func Many(ctx context.Context, g *Grid, work string, progress func(done, all int, what string)) ([]Outcome, error) {
	if err := g.check(); err != nil {
		return nil, err
	}
	var out []Outcome
	done := 0
	for _, s := range g.Sweeps {
		o := Outcome{Sweep: s, Runs: []score.Run{}}
		for _, value := range s.Values {
			for _, seed := range g.Seeds {
				for _, days := range s.Days {
					if progress != nil {
						progress(done, g.Size(), s.Scenario+" "+s.Parameter+"="+value)
					}
					r, err := s.one(ctx, work, value, seed, days)
					if err != nil {
						return nil, err
					}
					o.Runs = append(o.Runs, *r)
					done++
				}
			}
		}
		o.Curve = score.NewCurve(o.Runs, score.Axis{Parameter: s.Parameter, Values: s.Values})
		if len(s.Stages) > 0 {
			o.Curve.Stages = slices.DeleteFunc(o.Curve.Stages, func(c score.StageCurve) bool { return !slices.Contains(s.Stages, c.Stage) })
		}
		out = append(out, o)
	}
	return out, nil
}

// check finds mistakes before the first of many rehearsals is made.
func (g *Grid) check() error {
	for i := range g.Sweeps {
		s := &g.Sweeps[i]
		story, err := scenario.Load(s.Scenario)
		if err != nil {
			return fmt.Errorf("read grid: %w", err)
		}
		for _, value := range s.Values {
			if _, err := story.With(s.parameters(value, 0)); err != nil {
				return fmt.Errorf("read grid: %s, %s=%s: %w", s.Scenario, s.Parameter, value, err)
			}
		}
	}
	return nil
}

// parameters are those of one cell.
func (s *Sweep) parameters(value string, days int) map[string]string {
	out := maps.Clone(s.Set)
	if out == nil {
		out = map[string]string{}
	}
	out[s.Parameter], out["days"] = value, strconv.Itoa(days)
	return out
}

// one is one cell of the grid.
func (s *Sweep) one(ctx context.Context, work, value string, seed uint64, days int) (run *score.Run, err error) {
	folder := filepath.Join(work, "rehearsal")
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	r, err := Run(ctx, Config{Simulation: simulate.Config{Scenario: s.Scenario, Seed: seed, Parameters: s.parameters(value, days), Out: folder}})
	if err != nil {
		return nil, fmt.Errorf("%s, %s=%s, seed %d, %d days: %w", s.Scenario, s.Parameter, value, seed, days, err)
	}
	varied := map[string]string{s.Parameter: value}
	for _, name := range slices.Sorted(maps.Keys(s.Set)) {
		varied[name] = s.Set[name]
	}
	return &score.Run{Scenario: s.Scenario, Seed: seed, Parameters: varied, Score: r.Score}, nil
}
