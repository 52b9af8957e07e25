package score

import (
	"testing"
	"time"

	"dwell/finding"
	"dwell/impact"
	"dwell/incident"
	"dwell/notify"
	"dwell/truth"
)

// The verdict is what a person reads first, so its words are held to the letter.
func TestTheVerdictOfAGoodCase(t *testing.T) {
	s, inc := attackScene(t)
	s.truth.Data = &truth.Data{People: 10}
	inc.Impact.People = known(10, 1, 20)
	d := &s.truth.Dwell
	d.Entry, d.FirstBulkRead, d.TheftStart, d.TheftEnd = pointer(at(0)), pointer(at(day)), pointer(at(day)), pointer(at(2*day))
	inc.Dwell.Intervals = []incident.Interval{{Name: "entry to first bulk read", Estimate: 86400, Low: 86400, High: 86400}}
	equal(t, "verdict", s.compare().Verdict, "Found 2 of 2 observable stages. The attack is one incident. Nobody is blamed wrongly. "+
		"Intervals answered: 1 of 2, exact. The number of people is inside its bounds.")

	inc.Dwell.Intervals[0].Estimate += 90
	inc.Dwell.Intervals = append(inc.Dwell.Intervals, incident.Interval{Name: "theft window", Estimate: 86400 - 180, High: incident.Unbounded})
	equal(t, "verdict", s.compare().Verdict, "Found 2 of 2 observable stages. The attack is one incident. Nobody is blamed wrongly. "+
		"Intervals answered: 2 of 2, off by 3 minutes at most. The number of people is inside its bounds.")
}

func TestTheVerdictOfABadCase(t *testing.T) {
	s, inc := attackScene(t)
	s.stage("lure", finding.InitialAccess, rec(mail, 0, 0))
	s.stage("lateral", finding.LateralMove, rec(conn, 20, 0))
	s.stage("execution", finding.Execution)
	faint := s.found(1, finding.Finding{}, ref(mail, 0))
	alarm := s.found(3, finding.Finding{Entities: []finding.Entity{host("10.9.9.9", finding.Source)}}, ref(conn, 90))
	inc.Findings = append(inc.Findings, faint, alarm)
	inc.Attribution.Named = true
	inc.Notices = []notify.Notice{{Applies: "yes", Content: []notify.Item{{Name: "x", Value: "on 2016-07-12", Confirmed: true}}}}
	s.truth.Data = &truth.Data{People: 10}
	inc.Impact.People = known(10, 1, 5)
	s.truth.Dwell.Entry, s.truth.Dwell.FirstBulkRead = pointer(at(0)), pointer(at(time.Hour))
	equal(t, "verdict", s.compare().Verdict, "Found 2 of 4 observable stages (lure is faint, lateral was missed). "+
		"The attack is one incident; mixed into it: 1 finding of something else. Wrongly blamed: 1; false alarms: 1. "+
		"No interval is answered. The number of people is outside of its bounds. The notices state 1 fact that nobody knows. The attribution claims what it should not.")

	inc.Impact.People = impact.Count{}
	s.truth.Stages = s.truth.Stages[4:]
	equal(t, "verdict", s.compare().Verdict[:56], "No stage of the attack is observable in this evidence. N")
}

func TestTheVerdictOnPeopleWhoseDataWasNotTaken(t *testing.T) {
	s, inc := attackScene(t)
	inc.Impact.People = known(10, 1, 20)
	equal(t, "verdict", peopleVerdict(pointer(s.compare())), "The case counts people whose data was not taken.")
	inc.Impact.People = impact.Count{}
	s.truth.Data = &truth.Data{People: 10}
	equal(t, "verdict", peopleVerdict(pointer(s.compare())), "The number of people is not answered.")
}
