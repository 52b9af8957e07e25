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

	"github.com/goccy/go-yaml"
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
