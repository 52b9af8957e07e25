package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kind is what a parameter's value is.
type Kind string

// The kinds.
const (
	Number   Kind = "number"   // whole
	Share    Kind = "share"    // 0 to 1
	Duration Kind = "duration" // "5m", "36h"
	Choice   Kind = "choice"   // one of Choices
	Set      Kind = "set"      // any of Choices, comma separated
)

// Parameter is something that a user may set.
type Parameter struct {
	Name    string   `yaml:"name"`
	Kind    Kind     `yaml:"kind"`
	Default string   `yaml:"default"`
	Low     string   `yaml:"low"`
	High    string   `yaml:"high"`
	Choices []string `yaml:"choices"`
	About   string   `yaml:"about"`
}

// Range says which values there are.
func (p Parameter) Range() string {
	switch {
	case len(p.Choices) > 0:
		return " (" + strings.Join(p.Choices, ", ") + ")"
	case p.Low != "" || p.High != "":
		return " (" + p.Low + " to " + p.High + ")"
	}
	return ""
}

// common are the parameters of every scenario.
var common = []Parameter{
	{Name: "scale", Kind: Number, Default: "1000", Low: "1", High: "1000000", About: "one in so many of the shop's members"},
	{Name: "employees", Kind: Number, Default: "48", Low: "12", High: "5000", About: "people who work at the company"},
	{Name: "mailboxes", Kind: Number, Default: "12", Low: "0", High: "5000", About: "mailboxes in the evidence, of those that the attack concerns first"},
	{Name: "network", Kind: Choice, Default: "zeek-tsv", Choices: []string{"zeek-tsv", "zeek-json", "suricata"}, About: "what the network sensor writes"},
	{Name: "database", Kind: Choice, Default: "postgresql", Choices: []string{"postgresql", "mariadb"}, About: "what the shop's database is"},
	{Name: "hosts", Kind: Choice, Default: "off", Choices: []string{"off", "winlogbeat", "xml"}, About: "whether and how logs of workstations and servers are there"},
	{Name: "mail_server", Kind: Choice, Default: "off", Choices: []string{"off", "m365", "postfix"}, About: "whether and which logs of the mail service are there: audit log and message trace, or Postfix and Dovecot"},
	{Name: "beacon_period", Kind: Duration, Default: "5m", Low: "1s", High: "8760h", About: "time between two calls of a back door"},
	{Name: "beacon_jitter", Kind: Share, Default: "0.2", Low: "0", High: "1", About: "by how much a call may come earlier"},
	{Name: "certificate", Kind: Choice, Default: "self-signed", Choices: []string{"self-signed", "vouched"}, About: "of the attacker's servers"},
	{Name: "gaps", Kind: Number, Default: "0", Low: "0", High: "100", About: "days of which each source loses some hours"},
	{Name: "skew", Kind: Duration, Default: "0s", Low: "0s", High: "24h", About: "by how much clocks of machines may be wrong"},
	{Name: "days", Kind: Number, Default: "0", Low: "0", High: "3650", About: "days of evidence from the first step of the attack on; 0: all of the scenario"},
	{Name: "missing", Kind: Set, Choices: []string{"mail", "network", "database", "web", "hosts"}, About: "sources that are not in the evidence"},
	{Name: "false_flags", Kind: Set, Choices: []string{"time-zone", "wording", "file-name"}, About: "clues of another origin that the attacker plants"},
}

// All returns the parameters of the scenario, its own defaults in place.
func (s *Scenario) All() []Parameter {
	out := slices.Clone(common)
	for _, p := range s.Parameters {
		i := slices.IndexFunc(out, func(o Parameter) bool { return o.Name == p.Name })
		if i < 0 {
			out = append(out, p)
			continue
		}
		if p.Default != "" {
			out[i].Default = p.Default
		}
		if p.About != "" {
			out[i].About = p.About
		}
	}
	return out
}

// settle checks the given values and adds the defaults.
func (s *Scenario) settle(given map[string]string) (Values, error) {
	v := Values{}
	all := s.All()
	for _, p := range all {
		v[p.Name] = p.Default
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		i := slices.IndexFunc(all, func(p Parameter) bool { return p.Name == name })
		if i < 0 {
			return nil, mistake("scenario %s has no parameter %q; it has %s", s.Name, name, strings.Join(slices.Sorted(maps.Keys(v)), ", "))
		}
		if err := all[i].check(given[name]); err != nil {
			return nil, mistake("parameter %s=%s: %w", name, given[name], err)
		}
		v[name] = given[name]
	}
	return v, nil
}

// check says what is wrong with a value.
func (p Parameter) check(text string) error {
	switch p.Kind {
	case Choice:
		if !slices.Contains(p.Choices, text) {
			return fmt.Errorf("want one of %s", strings.Join(p.Choices, ", "))
		}
		return nil
	case Set:
		for part := range strings.SplitSeq(text, ",") {
			if part != "" && !slices.Contains(p.Choices, part) {
				return fmt.Errorf("want some of %s, with commas between", strings.Join(p.Choices, ", "))
			}
		}
		return nil
	}
	n, err := p.Kind.parse(text)
	if err != nil {
		return err
	}
	low, lowErr := p.Kind.parse(p.Low)
	high, highErr := p.Kind.parse(p.High)
	if lowErr == nil && n < low || highErr == nil && n > high {
		return fmt.Errorf("want %s to %s", p.Low, p.High)
	}
	return nil
}

// parse reads a value of a kind that has an order.
func (k Kind) parse(text string) (float64, error) {
	switch k {
	case Number:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("want a whole number")
		}
		return float64(n), nil
	case Share:
		f, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return 0, fmt.Errorf("want a number like 0.2")
		}
		return f, nil
	case Duration:
		d, err := time.ParseDuration(text)
		if err != nil {
			return 0, fmt.Errorf("want a duration like 5m or 36h")
		}
		return d.Seconds(), nil
	}
	return 0, fmt.Errorf("a %s has no order", k)
}

// Values are checked values by name. Of one that is missing the zero value counts.
type Values map[string]string

// Text returns a value as it stands, or the other where it is missing.
func (v Values) Text(name, otherwise string) string {
	if t, ok := v[name]; ok {
		return t
	}
	return otherwise
}

// Int returns a whole number.
func (v Values) Int(name string) int64 {
	n, _ := strconv.ParseInt(v[name], 10, 64)
	return n
}

// Float returns a number.
func (v Values) Float(name string) float64 {
	f, _ := strconv.ParseFloat(v[name], 64)
	return f
}

// Duration returns a duration.
func (v Values) Duration(name string) time.Duration {
	d, _ := time.ParseDuration(v[name])
	return d
}

// Has reports whether a set holds an element.
func (v Values) Has(name, element string) bool {
	return slices.Contains(strings.Split(v[name], ","), element)
}

// List returns the elements of a list.
func (v Values) List(name string) []string {
	if v[name] == "" {
		return nil
	}
	parts := strings.Split(v[name], ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// fill replaces ${name} by values.
func (v Values) fill(text string) string {
	if !strings.Contains(text, "${") {
		return text
	}
	for name, value := range v {
		text = strings.ReplaceAll(text, "${"+name+"}", value)
	}
	return text
}
