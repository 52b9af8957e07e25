package notify

import (
	"fmt"
	"time"

	"dwell/event"
	"dwell/impact"
	"dwell/incident"
)

// clockUnknown is what a reader must know when the evidence does not show when the
// company became aware.
const clockUnknown = "the clock starts when you become aware: if that is this report's reading, count from then"

// Assess says what each duty asks for in this incident. Of the versions of a duty
// the one in force when the company became aware counts, or, while that is not
// known, the one without an end. A duty that came into force later is listed as
// not applying, with the deadline that it would have set.
func Assess(regimes []Regime, inc *incident.Incident, im impact.Impact) []Notice {
	out := []Notice{}
	if inc == nil {
		return out
	}
	f := facts{inc, &im}
	seen := map[string]bool{}
	for i := range regimes {
		if id := regimes[i].ID; !seen[id] {
			seen[id] = true
			if r, later := choose(regimes, id, awareness(inc)); r != nil {
				out = append(out, f.notice(r, later))
			}
		}
	}
	return out
}

// awareness is when the company could know, the zero Time when nothing tells.
func awareness(inc *incident.Incident) event.Time {
	if inc.Dwell.Awareness == nil {
		return event.Time{}
	}
	return inc.Dwell.Awareness.Estimate
}

// choose returns the version of the duty that counts; later is true when it came
// into force only after the company became aware. A duty that had ended gives nil.
func choose(regimes []Regime, id string, aware event.Time) (r *Regime, later bool) {
	var newest *Regime
	for i := range regimes {
		v := &regimes[i]
		if v.ID != id {
			continue
		}
		if !aware.IsZero() && v.inForce(aware.Std()) {
			return v, false
		}
		if v.current() {
			newest = v
		}
	}
	if newest == nil {
		return nil, false
	}
	return newest, !aware.IsZero() && aware.Std().Before(newest.From)
}

// notice fills in one duty.
func (f facts) notice(r *Regime, later bool) Notice {
	n := Notice{
		Regime: r.ID, Title: r.Title, Recipient: r.Recipient, Clock: r.Clock,
		Content: []Item{}, Source: r.Source, AsOf: r.AsOf,
	}
	n.Applies, n.Why = f.decide(r)
	for _, e := range r.Content {
		n.Content = append(n.Content, f.item(e, r))
	}
	aware := awareness(f.inc)
	switch {
	case later:
		n.Why = fmt.Sprintf("this version is in force from %s only, and the company became aware on %s; the law before that is not in this entry",
			r.From.Format(time.DateOnly), day(aware, r.Zone))
		if n.Applies != "no" && r.Hours > 0 {
			n.Why += fmt.Sprintf("; under it the deadline would have been %s", local(deadline(aware, r.Hours), r.Zone))
		}
		n.Applies = "no"
	case n.Applies == "no":
	case aware.IsZero():
		n.Why += "; " + clockUnknown
	default:
		n.Start = aware
		if r.Hours > 0 {
			n.Deadline = deadline(aware, r.Hours)
			n.Local = local(n.Deadline, r.Zone)
		}
		n.Why += "; the clock is taken to start with the first demand, and starts earlier if the company knew before"
	}
	return n
}

// decide finds the first rule that holds.
func (f facts) decide(r *Regime) (applies, why string) {
	for _, rule := range r.Rules {
		all := true
		for _, c := range rule.When {
			all = all && f.holds(r, condition(c))
		}
		if all {
			return rule.Applies, rule.Why
		}
	}
	return "no", r.Otherwise
}

// deadline counts hours from the start. They run through weekends and holidays.
func deadline(start event.Time, hours int) event.Time {
	t := start.Std().Add(time.Duration(hours) * time.Hour)
	return event.UTC(t.UnixNano(), start.Precision)
}

func local(t event.Time, zone *time.Location) string {
	return t.Std().In(zone).Format("2006-01-02 15:04 MST")
}

func day(t event.Time, zone *time.Location) string {
	return t.Std().In(zone).Format(time.DateOnly)
}
