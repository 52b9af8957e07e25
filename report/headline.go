package report

import (
	"fmt"

	"dwell/casefile"
	"dwell/finding"
	"dwell/internal/humanize"
)

// headline answers the first question, whether somebody is inside, in one sentence.
func headline(c *casefile.Case) string {
	if len(c.Evidence) == 0 {
		return "Nothing could be judged: none of the files is of a format that dwell reads."
	}
	if len(c.Incidents) == 0 {
		return quiet(c)
	}
	worst := finding.Info
	for i := range c.Incidents {
		worst = max(worst, c.Incidents[i].Severity)
	}
	what := humanize.Plural(int64(len(c.Incidents)), "incident")
	if len(c.Incidents) == 1 && worst >= finding.High {
		return fmt.Sprintf("This evidence shows an incident of %s severity: act now.", worst)
	}
	if worst >= finding.High {
		return fmt.Sprintf("This evidence shows %s, the worst of them %s: act now.", what, worst)
	}
	return fmt.Sprintf("This evidence shows %s, none above %s: worth a look.", what, worst)
}

// quiet says that nothing was seen, and in how much of the evidence.
func quiet(c *casefile.Case) string {
	out := "No sign of an intrusion in this evidence."
	if n := len(c.Unread); n > 0 {
		out = fmt.Sprintf("No sign of an intrusion in what could be read; %s could not.", humanize.Plural(int64(n), "file"))
	}
	if n := len(c.Findings); n > 0 {
		out += fmt.Sprintf(" %s of low weight explain themselves below.", humanize.Plural(int64(n), "observation"))
	}
	return out
}

// loose returns the findings that belong to no incident, ranked.
func loose(c *casefile.Case) []finding.Finding {
	linked := map[string]bool{}
	for i := range c.Incidents {
		for _, id := range c.Incidents[i].Findings {
			linked[id] = true
		}
	}
	var out []finding.Finding
	for _, f := range c.Findings {
		if !linked[f.ID] {
			out = append(out, f)
		}
	}
	return out
}

// records adds up what was read.
func records(c *casefile.Case) (read, skipped, damaged int64) {
	for i := range c.Evidence {
		read += c.Evidence[i].Records
		skipped += c.Evidence[i].Skipped
		damaged += c.Evidence[i].Damaged
	}
	return read, skipped, damaged
}
