package attack

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dwell/simulate/fact"
	"dwell/truth"
)

// Record notes that a record of the evidence shows a step.
func (a *Attack) Record(label fact.Label, r truth.Record) {
	s := a.parts[label-1]
	s.Records = append(s.Records, r)
	if s.Observable.IsZero() || r.Time.Before(s.Observable) {
		s.Observable = r.Time
	}
	if r.Time.After(s.Last) {
		s.Last = r.Time
	}
}

// Tell fills in what the attack adds to the answer sheet.
func (a *Attack) Tell(t *truth.Truth) {
	t.Stages = []truth.Stage{}
	for _, s := range a.parts {
		slices.SortFunc(s.Records, func(x, y truth.Record) int {
			return cmp.Or(x.Time.Compare(y.Time), strings.Compare(x.File, y.File), cmp.Compare(x.Offset, y.Offset))
		})
		t.Stages = append(t.Stages, s.Stage)
		t.Compromised.Hosts = join(t.Compromised.Hosts, s.Hosts)
		t.Compromised.Accounts = join(t.Compromised.Accounts, s.Accounts)
		t.Compromised.Attackers = join(t.Compromised.Attackers, s.Attackers)
		t.Compromised.People = join(t.Compromised.People, s.people)
	}
	if a.data != nil {
		for i := range a.data.Tables {
			a.data.Tables[i].Name = a.world.Store.Named(a.data.Tables[i].Name)
		}
	}
	t.Data, t.Extortion = a.data, a.demands
	t.Dwell = truth.Dwell{Entry: a.begin("lure", "shell", "enter-mail"), Foothold: a.begin("beacon"), FirstBulkRead: moment(a.taken), TheftStart: earliest(a.taken, a.home), TheftEnd: latest(a.taken, a.away), Awareness: a.awareness()}
	if a.demands != nil {
		t.Dwell.FirstDemand = moment(a.demands.First)
	}
	if a.plan.Origin.Actor != "" {
		t.Origin = a.origin()
	}
}

func (a *Attack) origin() *truth.Origin {
	o := &truth.Origin{Actor: a.plan.Origin.Actor, Clues: []truth.Clue{}}
	for _, c := range a.plan.Origin.Clues {
		o.Clues = append(o.Clues, truth.Clue{Class: c.Class, Value: c.Value})
	}
	for _, flag := range a.plan.Values.List("false_flags") {
		o.Clues = append(o.Clues, flags[flag])
	}
	return o
}

// begin is when the first step with one of the actions began, nil when there is none.
func (a *Attack) begin(do ...string) *time.Time {
	var first *time.Time
	for _, s := range a.parts {
		if slices.Contains(do, s.do) && (first == nil || s.First.Before(*first)) {
			first = &s.First
		}
	}
	return first
}

// awareness is when the company knew, nil when the evidence ends before.
func (a *Attack) awareness() *time.Time {
	if at := a.plan.Awareness; at != nil && at.Before(a.plan.To) {
		return at
	}
	return nil
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// earliest and latest leave out times that are not there.
func earliest(a, b time.Time) *time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return moment(b)
	}
	return moment(a)
}

func latest(a, b time.Time) *time.Time {
	if b.After(a) {
		return moment(b)
	}
	return moment(a)
}

func join(into, from []string) []string {
	for _, s := range from {
		if !slices.Contains(into, s) {
			into = append(into, s)
		}
	}
	return into
}
