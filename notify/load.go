package notify

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/goccy/go-yaml"
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
