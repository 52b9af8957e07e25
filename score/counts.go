package score

import "dwell/impact"

// Count compares one number of what was taken; a true number of zero means that
// nothing was, as no bytes are when somebody only reads. Width is that of the bounds,
// relative to the truth: 0 is exact, 1 an uncertainty as large as the number itself.
type Count struct {
	Name       string   `json:"name"` // "rows", "records", "accounts", "people", "bytes"
	Answer     Answer   `json:"answer"`
	Truth      *int64   `json:"truth"`
	Estimate   *int64   `json:"estimate"`
	Low        *int64   `json:"low"`
	High       *int64   `json:"high"`   // nil: not bounded, or no answer
	Inside     *bool    `json:"inside"` // whether the truth lies between the bounds
	Width      *float64 `json:"relative_width"`
	ErrorShare *float64 `json:"relative_error"` // of the estimate
	Rule       string   `json:"rule"`           // by which the case counted
	RuleGiven  bool     `json:"rule_given"`
}

// The names of the counts.
const (
	Rows            = "rows"
	PersonalRecords = "records"
	Accounts        = "accounts"
	People          = "people"
	Bytes           = "bytes"
)

func (k *comparison) counts() []Count {
	var im impact.Impact
	if k.main != nil {
		im = k.main.Impact
	}
	truth := map[string]int64{}
	if d := k.t.Data; d != nil {
		truth = map[string]int64{Rows: d.Rows, PersonalRecords: d.Records, Accounts: d.Accounts, People: d.People, Bytes: d.Bytes}
	}
	out := []Count{}
	for _, c := range []struct {
		name   string
		stated impact.Count
	}{
		{Rows, im.Rows}, {PersonalRecords, im.Records}, {Accounts, im.Accounts}, {People, im.People}, {Bytes, im.Bytes},
	} {
		n := truth[c.name]
		out = append(out, count(c.name, n, n > 0, c.stated))
	}
	return out
}

func count(name string, truth int64, happened bool, stated impact.Count) Count {
	out := Count{Name: name, Answer: answer(happened, stated.Known), Rule: stated.Rule, RuleGiven: stated.Rule != ""}
	if happened {
		out.Truth = &truth
	}
	if !stated.Known {
		return out
	}
	out.Estimate, out.Low = &stated.Estimate, &stated.Low
	if stated.High != impact.Unbounded {
		out.High = &stated.High
	}
	if !happened {
		return out
	}
	inside := truth >= stated.Low && (out.High == nil || truth <= stated.High)
	out.Inside = &inside
	relative := rounded((float64(stated.Estimate)-float64(truth))/float64(truth), 1e4)
	out.ErrorShare = &relative
	if out.High != nil {
		width := rounded((float64(stated.High)-float64(stated.Low))/float64(truth), 1e4)
		out.Width = &width
	}
	return out
}
