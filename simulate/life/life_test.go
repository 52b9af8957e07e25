package life_test

import (
	"testing"
	"time"

	"dwell/simulate/company"
	"dwell/simulate/fact"
	"dwell/simulate/life"
)

var zone = time.FixedZone("KST", 9*3600)

func live(t *testing.T, date time.Time) (*company.Company, *fact.Day) {
	t.Helper()
	c := company.New(company.Config{Seed: 1, Names: 1, Zone: zone, Employees: 40, Members: company.Members{Active: 1000, Dormant: 1000}})
	w := life.New(c, date, date.AddDate(0, 1, 0))
	var d fact.Day
	d.Reset(date)
	w.Live(&d)
	d.Sort()
	return c, &d
}

// Nobody attacks, and everything happens in its day or is handed on.
func TestADayIsBenignAndBounded(t *testing.T) {
	_, d := live(t, time.Date(2016, 5, 4, 0, 0, 0, 0, zone))
	late := d.Later()
	if n := len(late.Flows); n > len(d.Flows)/20 {
		t.Errorf("%d of %d conversations belong to the next day", n, len(d.Flows))
	}
	for i := range d.Flows {
		f := &d.Flows[i]
		if f.Label != 0 || f.Start.Before(d.Date.Add(-time.Minute)) || f.Duration < 0 || f.Out < 0 || f.In < 0 || !f.Src.IsValid() || !f.Dst.IsValid() {
			t.Fatalf("%+v", f)
		}
	}
	for i := range d.Statements {
		if s := &d.Statements[i]; s.Label != 0 || s.Session == nil || s.Session.Start.After(s.Time) || s.Rows < 0 {
			t.Fatalf("%+v", s)
		}
	}
	for i := range d.Mails {
		if m := &d.Mails[i]; m.Label != 0 || m.ID == 0 || len(m.To) == 0 || m.Text == "" || len(m.Boxes) == 0 {
			t.Fatalf("%+v", m)
		}
	}
}

// People browse by day; at night machines are among themselves.
func TestNightsAndWeekendsAreQuiet(t *testing.T) {
	browsing := func(c *company.Company, d *fact.Day) (day, night int) {
		people := map[string]bool{}
		for _, e := range c.Employees {
			people[e.Machine.String()] = true
		}
		liked := map[string]bool{}
		for _, s := range c.Internet.Sites[12:] { // the first hold messengers, which never sleep
			liked[s.Name] = true
		}
		for i := range d.Flows {
			f := &d.Flows[i]
			if people[f.Src.String()] && liked[f.Name] {
				if h := f.Start.In(zone).Hour(); h >= 7 && h < 22 {
					day++
				} else {
					night++
				}
			}
		}
		return day, night
	}
	c, wednesday := live(t, time.Date(2016, 5, 4, 0, 0, 0, 0, zone))
	day, night := browsing(c, wednesday)
	if day < 1000 || night > day/50 {
		t.Errorf("on a Wednesday %d visits by day and %d at night", day, night)
	}
	c, sunday := live(t, time.Date(2016, 5, 8, 0, 0, 0, 0, zone))
	if n, _ := browsing(c, sunday); n > day/4 {
		t.Errorf("%d visits on a Sunday, %d on a Wednesday", n, day)
	}
}

// What resembles an attack is there.
func TestNearMissesAreThere(t *testing.T) {
	_, wednesday := live(t, time.Date(2016, 5, 4, 0, 0, 0, 0, zone))
	exports, dumps := 0, 0
	for i := range wednesday.Statements {
		switch s := &wednesday.Statements[i]; {
		case s.Session.User == "marketing":
			exports++
		case s.Channel == fact.Copy && s.Session.User == "backup":
			dumps++
		}
	}
	if exports != 1 || dumps != 4 {
		t.Errorf("%d exports, %d dumps", exports, dumps)
	}
	uploaded := int64(0)
	for i := range wednesday.Flows {
		if f := &wednesday.Flows[i]; f.Src.IsPrivate() && !f.Dst.IsPrivate() && f.Out > 4*f.In {
			uploaded += f.Out
		}
	}
	if uploaded < 1_000_000_000 {
		t.Errorf("%d bytes go out at night", uploaded)
	}
	_, sunday := live(t, time.Date(2016, 5, 8, 0, 0, 0, 0, zone))
	refused := 0
	for i := range sunday.Flows {
		if sunday.Flows[i].Outcome == fact.Refused {
			refused++
		}
	}
	if refused < 150 {
		t.Errorf("the scanner of Sunday meets %d closed ports", refused)
	}
}
