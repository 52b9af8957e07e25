package impact

import (
	"fmt"
	"strings"

	"dwell/finding"
)

// shown says what the records that the blackmailers show as proof tell about whose data
// it is. They are a sample of their choice: it proves what it holds and bounds nothing.
func shown(findings []finding.Finding) []string {
	var out []string
	for i := range findings {
		d := findings[i].Demand
		if d == nil || d.Proof == nil || !d.Proof.Compared {
			continue
		}
		p := d.Proof
		count := fmt.Sprint(p.Records)
		if !p.Exact {
			count = "at least " + count
		}
		columns := strings.Join(p.Columns, ", ")
		if p.Matched == 0 {
			out = append(out, fmt.Sprintf("None of the %s records that the blackmailers show (%s) is in the member table: they prove nothing about its data.", count, columns))
			continue
		}
		out = append(out, fmt.Sprintf("Of the %s records that the blackmailers show (%s), %d are of members (%.1f %%)%s: the data of these people is out, wherever it was taken; how many more there are the sample does not tell.",
			count, columns, p.Matched, 100*float64(p.Matched)/float64(max(p.Records, 1)), inTables(p)))
	}
	return out
}

// inTables names the member tables that the records stand in.
func inTables(p *finding.Proof) string {
	var names []string
	for _, t := range p.Tables {
		if t.Name != "" {
			names = append(names, fmt.Sprintf("%d in %s", t.Matched, t.Name))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return ", " + strings.Join(names, ", ")
}
