package spearphish

import (
	"fmt"
	"slices"

	"dwell/event"
	"dwell/finding"
)

// readable is how many findings of one day a person reads, whatever the amount of mail:
// the budget of G. Ho et al., "Detecting Credential Spearphishing in Enterprise
// Settings" (USENIX Security 2017). They rank a mail by how many others it exceeds in
// every respect, so that an impostor who is ordinary in one respect goes down; here the
// weight of all evidence ranks.
const readable = 10

// partBudget names the part that takes a finding beyond the budget down to info.
const partBudget = "beyond the day's ten"

// budget ranks the findings of each day of arrival (UTC). Those beyond the first ten
// that would be more than info become info, and the ten say how many these are.
func budget(all []finding.Finding) error {
	days := make(map[int64][]int)
	for i := range all {
		d := all[i].First.Nanos / day
		days[d] = append(days[d], i)
	}
	for _, list := range days {
		slices.SortFunc(list, func(a, b int) int { return finding.Compare(all[a], all[b]) })
		above := 0
		for _, i := range list {
			if all[i].Severity > finding.Info {
				above++
			}
		}
		for rank, i := range list {
			if err := rankFinding(&all[i], rank+1, above); err != nil {
				return err
			}
		}
	}
	return nil
}

// rankFinding notes the rank of a finding among those of its day.
func rankFinding(f *finding.Finding, rank, above int) error {
	f.Measures["rank_of_day"], f.Measures["day"] = int64(rank), event.UTC(f.First.Nanos, event.PrecisionDay).Std().Format("2006-01-02")
	f.Measures["further_of_day"] = int64(max(0, above-readable))
	if f.Severity == finding.Info {
		return nil
	}
	if rank > readable {
		f.Parts = append(f.Parts, finding.Part{Name: partBudget, Weight: finding.Round(mostInfo - f.Score),
			Why: fmt.Sprintf("%d mails of the day weigh more, and nobody reads more than ten; by itself it weighs %.1f", rank-1, f.Score)})
	} else if rank == readable && above > readable {
		f.Sentence += fmt.Sprintf(" On that day %d further mails would have been reported; they are kept as info.", above-readable)
	}
	return rescore(f)
}

// mostInfo is the highest weight that is info.
const mostInfo = 0.9

// rescore derives the score and severity anew from the parts, keeping the id.
func rescore(f *finding.Finding) error {
	id := f.ID
	g, err := finding.New(*f, "")
	if err != nil {
		return fmt.Errorf("rank %s: %w", id, err)
	}
	*f, f.ID = g, id
	return nil
}
