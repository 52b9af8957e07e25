package score

import (
	"slices"

	"dwell/event"
)

// telling is how many records of a stage tell it: the first, the last and the most
// telling one. Every finding of dwell holds at least three references, or all when
// there are fewer.
const telling = 3

// Records says how many of the attack's records stand behind the claims of the
// incidents, see the package comment.
type Records struct {
	True         int      `json:"true"`          // records of the attack, by the truth
	TrueFound    int      `json:"true_found"`    // of them, those that a claim refers to
	Recall       *float64 `json:"recall"`        // the one by the other
	Telling      int      `json:"telling"`       // over the stages: their records, at most three of each
	TellingFound int      `json:"telling_found"` // of them, those that a claim refers to
	TellingRate  *float64 `json:"telling_recall"`
	Refs         int      `json:"refs"`      // different references of the claims
	RefsTrue     int      `json:"refs_true"` // of them, those that touch a record of the attack
	Precision    *float64 `json:"precision"`
}

func (k *comparison) records() Records {
	out := Records{True: k.observableRecords()}
	refs := map[event.Ref]bool{}
	touched := map[*record]bool{}
	for i := range k.c.Incidents {
		for _, m := range k.claims(&k.c.Incidents[i]) {
			for _, ref := range m.Refs {
				refs[ref] = true
			}
		}
	}
	for ref := range refs {
		records := k.index.touched(ref)
		for _, r := range records {
			touched[r] = true
		}
		if len(records) > 0 {
			out.RefsTrue++
		}
	}
	out.Refs, out.TrueFound = len(refs), len(touched)
	found := make([]int, len(k.t.Stages))
	for r := range touched {
		for _, stage := range r.stages {
			found[stage]++
		}
	}
	for i := range found {
		if k.observable(i) {
			most := min(telling, k.index.ofStage[i])
			out.Telling += most
			out.TellingFound += min(most, found[i])
		}
	}
	out.Recall = share(out.TrueFound, out.True)
	out.TellingRate = share(out.TellingFound, out.Telling)
	out.Precision = share(out.RefsTrue, out.Refs)
	return out
}

// observableRecords counts the records of all stages that anybody could have found.
func (k *comparison) observableRecords() int {
	n := 0
	for _, shelf := range k.index.shelves {
		for i := range shelf.records {
			if slices.ContainsFunc(shelf.records[i].stages, k.observable) {
				n++
			}
		}
	}
	return n
}
