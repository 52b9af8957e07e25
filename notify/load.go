package notify

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zone names must work on machines without a zone database

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

//go:embed regimes/*.yaml
var embedded embed.FS

// maxFile bounds a data file; a larger one is a mistake.
const maxFile = 1 << 20

// Regimes returns the regimes that come with dwell.
func Regimes() ([]Regime, error) {
	sub, err := fs.Sub(embedded, "regimes")
	if err != nil {
		return nil, fmt.Errorf("embedded regimes: %w", err)
	}
	return LoadRegimes(sub)
}

// LoadRegimes reads every *.yaml file at the top of the file system, in order of
// name. An error names the file and the line.
func LoadRegimes(fsys fs.FS) ([]Regime, error) {
	files, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the regimes: %w", err)
	}
	slices.Sort(files)
	var out []Regime
	for _, name := range files {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read the regime %s: %w", name, err)
		}
		if len(data) > maxFile {
			return nil, fmt.Errorf("read the regime %s: larger than %d bytes", name, maxFile)
		}
		regimes, err := parse(data)
		if err != nil {
			return nil, fmt.Errorf("regime %s: %w", name, err)
		}
		out = append(out, regimes...)
	}
	return out, overlaps(out)
}

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

func parse(data []byte) ([]Regime, error) {
	f, err := decode(data)
	if err != nil {
		return nil, err
	}
	if f.Zone.location == nil || f.AsOf.day == "" || len(f.Regimes) == 0 {
		return nil, fmt.Errorf("line 1: as_of, zone and regimes must be given")
	}
	var out []Regime
	for i := range f.Regimes {
		r, err := f.regime(&f.Regimes[i])
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", lineOf(data, i), err)
		}
		out = append(out, r)
	}
	return out, nil
}

// decode reads the file strictly; the library's errors give line and column. It
// panics on some malformed tags (goccy/go-yaml v1.19.2), which must cost no more
// than the file.
func decode(data []byte) (f file, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("line 1: the file is not YAML that can be read: %v", p)
		}
	}()
	err = yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(&f)
	return f, err
}

// lineOf finds the line of an entry of the list, 1 when it cannot.
func lineOf(data []byte, i int) int {
	path, err := yaml.PathString(fmt.Sprintf("$.regimes[%d]", i))
	if err != nil {
		return 1
	}
	node, err := path.ReadNode(bytes.NewReader(data))
	if err != nil || node.GetToken() == nil {
		return 1
	}
	return node.GetToken().Position.Line
}

// regime checks one entry and brings it into its final form.
func (f *file) regime(v *version) (Regime, error) {
	for _, field := range [...]struct{ name, value string }{
		{"id", string(v.ID)}, {"title", string(v.Title)}, {"recipient", string(v.Recipient)}, {"clock", string(v.Clock)},
		{"valid_from", v.From.day}, {"otherwise", string(v.Otherwise)}, {"source", string(v.Source)},
	} {
		if field.value == "" {
			return Regime{}, fmt.Errorf("regime %q: %s is missing", v.ID, field.name)
		}
	}
	if len(v.Rules) == 0 || len(v.Content) == 0 {
		return Regime{}, fmt.Errorf("regime %q: rules and content must be given", v.ID)
	}
	r := Regime{
		ID: string(v.ID), Title: string(v.Title), Recipient: string(v.Recipient), Clock: string(v.Clock), Hours: int(v.Hours),
		Zone: f.Zone.location, From: v.From.in(f.Zone.location), Otherwise: string(v.Otherwise), Source: string(v.Source), AsOf: f.AsOf.day,
		classes: map[condition][]string{uniqueIdentifiers: f.Unique, sensitiveData: f.Special},
	}
	if v.To.day != "" {
		r.To = v.To.in(f.Zone.location).AddDate(0, 0, 1)
		if !r.To.After(r.From) {
			return Regime{}, fmt.Errorf("regime %q: valid_to lies before valid_from", v.ID)
		}
	}
	for _, x := range v.Rules {
		if len(x.When) == 0 || x.Applies == "" || x.Why == "" {
			return Regime{}, fmt.Errorf("regime %q: a rule needs when, applies and why", v.ID)
		}
		when := make([]string, len(x.When))
		for i, c := range x.When {
			when[i] = string(c)
		}
		r.Rules = append(r.Rules, Rule{When: when, Applies: string(x.Applies), Why: string(x.Why)})
	}
	for _, x := range v.Content {
		if x.Name == "" {
			return Regime{}, fmt.Errorf("regime %q: an item of the content has no name", v.ID)
		}
		r.Content = append(r.Content, Entry{string(x.Name), string(x.Fact)})
	}
	return r, nil
}

// overlaps refuses two versions of one duty that are in force at the same time:
// nobody could tell which of them counts.
func overlaps(list []Regime) error {
	for i := range list {
		for j := range list[:i] {
			a, b := &list[i], &list[j]
			if a.ID == b.ID && (a.inForce(b.From) || b.inForce(a.From)) {
				return fmt.Errorf("regime %q: the versions from %s and from %s are in force at the same time",
					a.ID, a.From.Format(time.DateOnly), b.From.Format(time.DateOnly))
			}
		}
	}
	return nil
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
