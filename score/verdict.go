package score

import (
	"math"
	"strings"
	"time"

	"dwell/internal/humanize"
)

// verdict says in a few sentences how well the case matches.
func verdict(s *Score) string {
	if s.Evidence.Files > 0 && s.Evidence.Read == 0 {
		return "None of the files that hold the attack is in this case: it may be the case of other evidence."
	}
	if len(s.Stages) == 0 {
		return quietVerdict(s)
	}
	parts := []string{stagesVerdict(s), incidentsVerdict(s), blameVerdict(s)}
	for _, v := range []string{intervalsVerdict(s), peopleVerdict(s)} {
		if v != "" {
			parts = append(parts, v)
		}
	}
	if n := len(s.Notices.Invented); n > 0 {
		parts = append(parts, "The notices state "+humanize.Plural(int64(n), "fact")+" that nobody knows.")
	}
	if n := len(s.Attribution.Wrong); n > 0 {
		parts = append(parts, "The attribution claims what it should not.")
	}
	return strings.Join(parts, " ")
}

// quietVerdict is about a truth in which nothing happened.
func quietVerdict(s *Score) string {
	alarms, doubtful := len(s.Blame.Alarms), len(s.Blame.Doubtful)
	if alarms+doubtful == 0 {
		return "Nothing happened, and the case accuses nobody."
	}
	if alarms == 0 {
		return "Nothing happened, and the case holds nothing above medium; " + humanize.Plural(int64(doubtful), "finding") + " of medium."
	}
	return "Nothing happened, but the case raises " + humanize.Plural(int64(alarms), "false alarm") + "."
}

func stagesVerdict(s *Score) string {
	var found, observable int
	var lacking []string
	for _, stage := range s.Stages {
		if stage.Outcome == NotObservable {
			continue
		}
		observable++
		switch stage.Outcome {
		case Found:
			found++
		case Faint:
			lacking = append(lacking, stage.Name+" is faint")
		default:
			lacking = append(lacking, stage.Name+" was missed")
		}
	}
	if observable == 0 {
		return "No stage of the attack is observable in this evidence."
	}
	out := "Found " + humanize.Count(int64(found)) + " of " + humanize.Plural(int64(observable), "observable stage")
	if len(lacking) > 0 {
		out += " (" + strings.Join(lacking, ", ") + ")"
	}
	return out + "."
}

func incidentsVerdict(s *Score) string {
	in := &s.Incidents
	switch {
	case in.One == nil:
		return "No incident holds the attack."
	case !*in.One && len(in.List) == 0:
		return "The findings of the attack are in no incident."
	case !*in.One:
		return "The attack falls into " + humanize.Plural(int64(len(in.List)), "incident") + loose(in) + "."
	case in.Mixed > 0:
		return "The attack is one incident; mixed into it: " + humanize.Plural(int64(in.Mixed), "finding") + " of something else."
	}
	return "The attack is one incident."
}

func loose(in *Incidents) string {
	if len(in.Loose) == 0 {
		return ""
	}
	return ", and " + humanize.Plural(int64(len(in.Loose)), "finding") + " of it into none"
}

func blameVerdict(s *Score) string {
	wrong, alarms := len(s.Blame.Wrong), len(s.Blame.Alarms)
	if wrong+alarms == 0 {
		return "Nobody is blamed wrongly."
	}
	return "Wrongly blamed: " + humanize.Count(int64(wrong)) + "; false alarms: " + humanize.Count(int64(alarms)) + "."
}

// intervalsVerdict says how far the worst of the intervals is off.
func intervalsVerdict(s *Score) string {
	worst, answered, asked := 0.0, 0, 0
	for _, in := range s.Dwell.Intervals {
		if in.TruthMinutes == nil {
			continue
		}
		asked++
		if in.ErrorMinutes != nil {
			answered++
			worst = max(worst, math.Abs(*in.ErrorMinutes))
		}
	}
	switch {
	case asked == 0:
		return ""
	case answered == 0:
		return "No interval is answered."
	}
	off := "exact"
	if worst > 0 {
		off = "off by " + humanize.Duration(time.Duration(worst*float64(time.Minute)).Round(time.Second)) + " at most"
	}
	return "Intervals answered: " + humanize.Count(int64(answered)) + " of " + humanize.Count(int64(asked)) + ", " + off + "."
}

// peopleVerdict says whether the number of people is right.
func peopleVerdict(s *Score) string {
	for _, c := range s.Counts {
		switch {
		case c.Name != People:
		case c.Answer == NotGiven:
			return "The number of people is not answered."
		case c.Answer == Invented:
			return "The case counts people whose data was not taken."
		case c.Inside != nil && *c.Inside:
			return "The number of people is inside its bounds."
		case c.Inside != nil:
			return "The number of people is outside of its bounds."
		}
	}
	return ""
}
