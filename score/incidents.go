package score

import (
	"cmp"
	"slices"

	"dwell/casefile"
	"dwell/finding"
)

// Incidents says whether the attack became one story. Only claims count.
type Incidents struct {
	Main  string  `json:"main"`         // the incident from which the answers are taken; "": none holds the attack
	List  []Story `json:"list"`         // the incidents that hold findings of the attack
	Loose []Alarm `json:"loose"`        // findings of the attack in no incident
	One   *bool   `json:"one_incident"` // whether all findings of the attack are in one; nil: there are none
	Mixed int     `json:"mixed"`        // findings in these incidents that have nothing to do with the attack
}

// Story is one incident that holds findings of the attack.
type Story struct {
	ID        string           `json:"id"`
	Severity  finding.Severity `json:"severity"`
	Stages    int              `json:"stages"` // of the truth, that its findings find
	Attack    []Alarm          `json:"attack"`
	Unrelated []Alarm          `json:"unrelated"`
}

func (k *comparison) incidents() Incidents {
	out := Incidents{List: []Story{}, Loose: []Alarm{}}
	if k.main != nil {
		out.Main = k.main.ID
	}
	linked := map[string]bool{}
	for i := range k.c.Incidents {
		s := k.story(&k.c.Incidents[i])
		for _, a := range s.Attack {
			linked[a.ID] = true
		}
		if len(s.Attack) > 0 {
			out.List = append(out.List, s)
			out.Mixed += len(s.Unrelated)
		}
	}
	for _, m := range k.matches {
		if m.claim() && m.attack() && !linked[m.ID] {
			out.Loose = append(out.Loose, alarm(m))
		}
	}
	if len(out.List)+len(out.Loose) > 0 {
		one := len(out.List) == 1 && len(out.Loose) == 0
		out.One = &one
	}
	return out
}

// story sorts the claims of an incident into those of the attack and the others.
func (k *comparison) story(inc *casefile.Incident) Story {
	s := Story{ID: inc.ID, Severity: inc.Severity, Attack: []Alarm{}, Unrelated: []Alarm{}}
	stages := map[int]bool{}
	for _, m := range k.claims(inc) {
		if !m.attack() {
			s.Unrelated = append(s.Unrelated, alarm(m))
			continue
		}
		s.Attack = append(s.Attack, alarm(m))
		for _, h := range m.hits {
			stages[h.stage] = true
		}
	}
	s.Stages = len(stages)
	return s
}

// mainIncident is the one whose claims find the most stages, of several the gravest.
func (k *comparison) mainIncident() *casefile.Incident {
	var main *casefile.Incident
	most := 0
	for i := range k.c.Incidents {
		inc := &k.c.Incidents[i]
		n := k.story(inc).Stages
		if n > most || n > 0 && n == most && cmp.Or(cmp.Compare(inc.Severity, main.Severity), cmp.Compare(main.ID, inc.ID)) > 0 {
			main, most = inc, n
		}
	}
	return main
}

// mainClaims returns the claims of the main incident, ranked.
func (k *comparison) mainClaims() []*match {
	if k.main == nil {
		return nil
	}
	return k.claims(k.main)
}

// inMain reports whether the finding belongs to the main incident.
func (k *comparison) inMain(m *match) bool {
	return k.main != nil && slices.Contains(k.main.Findings, m.ID)
}
