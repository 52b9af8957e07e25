package scenario

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestEveryScenarioCanBePlanned(t *testing.T) {
	for _, name := range Names() {
		s, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := s.With(nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		tasks, err := p.Tasks()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if s.Title == "" || s.About == "" || !p.Mailed.Before(p.From) || !p.From.Before(p.To) {
			t.Errorf("%s: %+v", name, p)
		}
		for _, task := range tasks {
			if task.At.Before(p.From) || !task.At.Before(p.To) || task.Until.Before(task.At) {
				t.Errorf("%s, %s: from %s until %s", name, task.Name, task.At, task.Until)
			}
			for k, v := range task.With {
				if strings.Contains(v, "${") {
					t.Errorf("%s, %s: %s=%s names no parameter", name, task.Name, k, v)
				}
			}
		}
		for _, param := range s.All() {
			if param.About == "" || param.Kind != Set && param.check(param.Default) != nil {
				t.Errorf("%s: parameter %+v", name, param)
			}
		}
	}
}

func TestParametersReachTheSteps(t *testing.T) {
	s, err := Load("interpark-2016")
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.With(map[string]string{"beacon_period": "6h", "scale": "100", "days": "3"})
	if err != nil {
		t.Fatal(err)
	}
	tasks, err := p.Tasks()
	if err != nil {
		t.Fatal(err)
	}
	if tasks[1].With.Duration("period") != 6*time.Hour || p.Scaled.Active != 109475 {
		t.Errorf("%+v, %+v", tasks[1], p.Scaled)
	}
	if want := time.Date(2016, 5, 6, 0, 0, 0, 0, p.Location); !p.To.Equal(want) {
		t.Errorf("the evidence ends %s, want %s", p.To, want)
	}
}

func TestMistakesInAScenarioAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		"name: x\nbegn: 2016-01-01\n": "begn",
		"name: y\n":                   "calls itself",
		"name: x\nsteps:\n  - {name: a, do: scan}\n  - {name: a, do: scan}": "comes twice",
	} {
		if _, err := parse("x", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	s := &Scenario{Name: "x", Zone: "Mars/Olympus", Begin: "2016-01-01", End: "2016-02-01", Mail: "2015-01-01"}
	if _, err := s.With(nil); err == nil || !strings.Contains(err.Error(), "Mars") {
		t.Error(err)
	}
	s.Zone, s.Begin = "UTC", "tomorrow"
	if _, err := s.With(nil); err == nil || !strings.Contains(err.Error(), "tomorrow") {
		t.Error(err)
	}
	if _, err := s.With(map[string]string{"gaps": "-1"}); !errors.Is(err, ErrUsage) {
		t.Error(err)
	}
}
