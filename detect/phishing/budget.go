package phishing

import (
	"fmt"

	"dwell/event"
	"dwell/finding"
)

// readable is how many findings of one day a person reads, whatever the amount of mail:
// the budget of G. Ho et al., "Detecting Credential Spearphishing in Enterprise
// Settings" (USENIX Security 2017).
const readable = 10

// budget ranks the findings of each day (UTC), which are in order of weight, and takes
// those beyond the first ten down to info.
func budget(all []finding.Finding) error {
	ranks := make(map[int64]int64)
	for i := range all {
		f := &all[i]
		d := f.First.Nanos / day
		ranks[d]++
		f.Measures["rank_of_day"], f.Measures["day"] = ranks[d], event.UTC(f.First.Nanos, event.PrecisionDay).Std().Format("2006-01-02")
		if ranks[d] <= readable {
			continue
		}
		id := f.ID
		f.Parts = append(f.Parts, finding.Part{Name: "beyond the day's ten", Weight: finding.Round(mostInfo - f.Score),
			Why: fmt.Sprintf("%d campaigns of the day weigh more, and nobody reads more than ten; by itself it weighs %.1f", ranks[d]-1, f.Score)})
		g, err := finding.New(*f, "")
		if err != nil {
			return fmt.Errorf("rank %s: %w", id, err)
		}
		*f, f.ID = g, id
	}
	return nil
}
