package notify

import (
	"fmt"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zone names must work on machines without a zone database

	"github.com/goccy/go-yaml/ast"
)

// file is one data file.
type file struct {
	AsOf    date      `yaml:"as_of"`
	Zone    zone      `yaml:"zone"`
	Unique  []string  `yaml:"unique_identifiers"`
	Special []string  `yaml:"sensitive_data"`
	Regimes []version `yaml:"regimes"`
}

// version is one entry of the list of regimes.
type version struct {
	ID        text   `yaml:"id"`
	Title     text   `yaml:"title"`
	Recipient text   `yaml:"recipient"`
	Clock     text   `yaml:"clock"`
	Hours     hours  `yaml:"hours"`
	From      date   `yaml:"valid_from"`
	To        date   `yaml:"valid_to"`
	Rules     []rule `yaml:"rules"`
	Otherwise text   `yaml:"otherwise"`
	Content   []item `yaml:"content"`
	Source    text   `yaml:"source"`
}

type rule struct {
	When    []condition `yaml:"when"`
	Applies verdict     `yaml:"applies"`
	Why     text        `yaml:"why"`
}

type item struct {
	Name text     `yaml:"name"`
	Fact factName `yaml:"fact"`
}

// The types below check their value where it stands, so that an error can name
// the line.

type (
	text      string
	hours     int
	verdict   string
	factName  string
	condition string
	date      struct{ day string }
	zone      struct{ location *time.Location }
)

// fault is an error at the place of a node.
func fault(n ast.Node, format string, args ...any) error {
	line := 1
	if t := n.GetToken(); t != nil && t.Position != nil {
		line = t.Position.Line
	}
	return fmt.Errorf("line %d: %s", line, fmt.Sprintf(format, args...))
}

// scalar returns the text of a node that must be a single value.
func scalar(n ast.Node) (string, error) {
	s, ok := n.(ast.ScalarNode)
	if !ok {
		return "", fault(n, "want a single value")
	}
	if str, ok := s.GetValue().(string); ok {
		return strings.TrimSpace(str), nil
	}
	return "", fault(n, "want text, in quotes")
}

func (t *text) UnmarshalYAML(n ast.Node) error {
	s, err := scalar(n)
	*t = text(s)
	return err
}

// mostHours bounds a deadline: a year.
const mostHours = 366 * 24

func (h *hours) UnmarshalYAML(n ast.Node) error {
	i, ok := n.(*ast.IntegerNode)
	if !ok {
		return fault(n, "hours: want a whole number")
	}
	v, ok := i.Value.(uint64)
	if !ok || v > mostHours {
		return fault(n, "hours: want 0 to %d", mostHours)
	}
	*h = hours(v)
	return nil
}

func (v *verdict) UnmarshalYAML(n ast.Node) error {
	s, err := scalar(n)
	if err != nil {
		return err
	}
	if s != "yes" && s != "possible" && s != "no" {
		return fault(n, `applies: %q, want "yes", "possible" or "no"`, s)
	}
	*v = verdict(s)
	return nil
}

func (f *factName) UnmarshalYAML(n ast.Node) error {
	s, err := scalar(n)
	if err != nil {
		return err
	}
	if !slices.Contains(factNames, s) {
		return fault(n, "fact: %q, want one of %s", s, strings.Join(factNames, ", "))
	}
	*f = factName(s)
	return nil
}

func (c *condition) UnmarshalYAML(n ast.Node) error {
	s, err := scalar(n)
	if err != nil {
		return err
	}
	if *c = condition(s); !c.valid() {
		return fault(n, "when: %q is no condition", s)
	}
	return nil
}

func (d *date) UnmarshalYAML(n ast.Node) error {
	s, err := scalar(n)
	if err != nil {
		return err
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return fault(n, "%q is no date such as 2026-09-11", s)
	}
	d.day = s
	return nil
}

// in is the beginning of the day in that zone.
func (d date) in(l *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, d.day, l)
	if err != nil {
		return time.Time{}
	}
	return t
}

func (z *zone) UnmarshalYAML(n ast.Node) error {
	s, err := scalar(n)
	if err != nil {
		return err
	}
	if z.location, err = time.LoadLocation(s); err != nil || s == "" || s == "Local" {
		return fault(n, "zone: %q, want an IANA name such as Asia/Seoul", s)
	}
	return nil
}
