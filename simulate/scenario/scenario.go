// Package scenario reads the scenarios of rehearsals: who the company is, when it
// all happens, what an attacker does in which order, and which parameters a user
// may set. A scenario is a readable YAML file below scenarios/; a new one needs no
// code as long as the actions of package attack suffice.
package scenario

import (
	"embed"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"dwell/simulate/company"
)

//go:embed scenarios/*.yaml
var files embed.FS

// Scenario is one scenario as it stands in its file.
type Scenario struct {
	Name       string      `yaml:"name"`
	Title      string      `yaml:"title"`
	About      string      `yaml:"about"`
	Zone       string      `yaml:"zone"`
	Begin      string      `yaml:"begin"` // first day of the evidence, "2016-04-04"
	End        string      `yaml:"end"`   // first day after it
	Mail       string      `yaml:"mail"`  // first day of the mailboxes
	Aware      string      `yaml:"aware"` // when the company knew; "" never
	Holidays   []string    `yaml:"holidays"`
	Members    Members     `yaml:"members"`
	Origin     Origin      `yaml:"origin"`
	Parameters []Parameter `yaml:"parameters"` // defaults that differ, and parameters of its own
	Steps      []Step      `yaml:"steps"`
}

// Members are the sizes of the shop's tables before scaling.
type Members struct {
	Active    int64 `yaml:"active"`
	Dormant   int64 `yaml:"dormant"`
	Partner   int64 `yaml:"partner"`
	Withdrawn int64 `yaml:"withdrawn"`
	Repeated  int64 `yaml:"repeated"`
}

// Origin is who it was.
type Origin struct {
	Actor string `yaml:"actor"`
	Clues []struct {
		Class string `yaml:"class"`
		Value string `yaml:"value"`
	} `yaml:"clues"`
}

// Step is one thing that the attacker does.
type Step struct {
	Name  string            `yaml:"name"`  // unique
	Do    string            `yaml:"do"`    // an action of package attack
	At    string            `yaml:"at"`    // "2016-05-03 16:38"
	Until string            `yaml:"until"` // of what lasts
	With  map[string]string `yaml:"with"`
}

// ErrUsage marks what the user got wrong: the name of a scenario, a parameter.
var ErrUsage = errors.New("no such scenario or parameter")

// usage is an error of the user with words of its own.
type usage struct{ error }

func (u usage) Is(target error) bool { return target == ErrUsage }

func mistake(format string, values ...any) error { return usage{fmt.Errorf(format, values...)} }

// Names lists the scenarios.
func Names() []string {
	entries, err := files.ReadDir("scenarios")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), path.Ext(e.Name())))
	}
	return names
}

// Load reads a scenario by its name.
func Load(name string) (*Scenario, error) {
	if !slices.Contains(Names(), name) {
		return nil, mistake("no scenario %q; there are %s", name, strings.Join(Names(), ", "))
	}
	b, err := files.ReadFile("scenarios/" + name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("read scenario %s: %w", name, err)
	}
	return parse(name, b)
}

func parse(name string, b []byte) (*Scenario, error) {
	s := new(Scenario)
	if err := yaml.UnmarshalWithOptions(b, s, yaml.DisallowUnknownField()); err != nil {
		return nil, fmt.Errorf("read scenario %s: %w", name, err)
	}
	if s.Name != name {
		return nil, fmt.Errorf("read scenario %s: it calls itself %q", name, s.Name)
	}
	seen := map[string]bool{}
	for _, step := range s.Steps {
		if step.Name == "" || step.Do == "" || seen[step.Name] {
			return nil, fmt.Errorf("read scenario %s: step %q has no action, or its name comes twice", name, step.Name)
		}
		seen[step.Name] = true
	}
	return s, nil
}

// Plan is a scenario with its parameters set and its times read.
type Plan struct {
	*Scenario
	Values           Values
	Location         *time.Location
	From, To, Mailed time.Time
	Awareness        *time.Time
	Days             []time.Time // holidays
	Scaled           company.Members
}

// With sets the parameters; values that are not given keep their defaults.
func (s *Scenario) With(given map[string]string) (*Plan, error) {
	values, err := s.settle(given)
	if err != nil {
		return nil, err
	}
	p := &Plan{Scenario: s, Values: values}
	if p.Location, err = time.LoadLocation(s.Zone); err != nil {
		return nil, fmt.Errorf("scenario %s: %w", s.Name, err)
	}
	for _, t := range []struct {
		text string
		into *time.Time
	}{{s.Begin, &p.From}, {s.End, &p.To}, {s.Mail, &p.Mailed}} {
		if *t.into, err = p.instant(t.text); err != nil {
			return nil, err
		}
	}
	if s.Aware != "" {
		at, err := p.instant(s.Aware)
		if err != nil {
			return nil, err
		}
		p.Awareness = &at
	}
	if err := p.cut(); err != nil {
		return nil, err
	}
	for _, h := range s.Holidays {
		day, err := p.instant(h)
		if err != nil {
			return nil, err
		}
		p.Days = append(p.Days, day)
	}
	scale := max(1, values.Int("scale"))
	m := s.Members
	p.Scaled = company.Members{Active: m.Active / scale, Dormant: m.Dormant / scale, Partner: m.Partner / scale, Withdrawn: m.Withdrawn / scale, Repeated: m.Repeated / scale}
	return p, nil
}

// cut ends the evidence as many days after the first step of the attack as the
// parameter says.
func (p *Plan) cut() error {
	days := p.Values.Int("days")
	if days == 0 || len(p.Steps) == 0 {
		return nil
	}
	first := p.To
	for _, s := range p.Steps {
		at, err := p.instant(s.At)
		if err != nil {
			return err
		}
		if at.Before(first) {
			first = at
		}
	}
	begin := time.Date(first.Year(), first.Month(), first.Day(), 0, 0, 0, 0, p.Location)
	if end := begin.AddDate(0, 0, int(days)); end.Before(p.To) {
		p.To = end
	}
	return nil
}

// instant reads a day or a minute in the scenario's zone.
func (p *Plan) instant(text string) (time.Time, error) {
	text = p.Values.fill(text)
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04", time.DateTime} {
		if t, err := time.ParseInLocation(layout, text, p.Location); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("scenario %s: %q is no day and no minute", p.Name, text)
}

// Task is a step with its times read and its parameters filled in.
type Task struct {
	Name, Do  string
	At, Until time.Time
	With      Values
}

// Tasks returns the steps as they are to be done.
func (p *Plan) Tasks() ([]Task, error) {
	var out []Task
	for _, s := range p.Steps {
		t := Task{Name: s.Name, Do: s.Do, With: Values{}}
		var err error
		if t.At, err = p.instant(s.At); err != nil {
			return nil, err
		}
		t.Until = p.To
		if s.Until != "" {
			if t.Until, err = p.instant(s.Until); err != nil {
				return nil, err
			}
		}
		for k, v := range s.With {
			t.With[k] = p.Values.fill(v)
		}
		out = append(out, t)
	}
	return out, nil
}
