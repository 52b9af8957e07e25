package scenario

import (
	"fmt"
	"time"

	"dwell/simulate/company"
)

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
