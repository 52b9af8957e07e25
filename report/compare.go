package report

import (
	"fmt"

	"dwell/casefile"
	"dwell/finding"
)

// ritaMeasures are the columns of the comparison with RITA, as findings name them.
var ritaMeasures = []string{"rita_score", "rita_timestamp", "rita_size", "rita_duration", "rita_histogram", "rita_threat"}

// compared is a finding beside the score that RITA v5 would give it.
type compared struct {
	*finding.Finding
	Scores []string // in the order of ritaMeasures
}

// besideRITA returns the findings that a comparison was made of, in their order.
func besideRITA(c *casefile.Case) []compared {
	var out []compared
	for i := range c.Findings {
		f := &c.Findings[i]
		if f.Measures["rita_threat"] == nil {
			continue
		}
		row := compared{Finding: f}
		for _, name := range ritaMeasures {
			row.Scores = append(row.Scores, threeDecimals(f.Measures[name]))
		}
		out = append(out, row)
	}
	return out
}

// threeDecimals writes a score with RITA's three decimals; what RITA does not give is a dash.
func threeDecimals(v any) string {
	if s, ok := v.(float64); ok {
		return fmt.Sprintf("%.3f", s)
	}
	return "–"
}
