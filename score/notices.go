package score

import (
	"fmt"
	"slices"

	"dwell/notify"
)

// Notices says whether the notices are complete and hold nothing that nobody knows.
// Only those count whose duty applies or may apply.
type Notices struct {
	Duties    int       `json:"duties"`
	Items     int       `json:"items"`     // that these duties demand, as the case lists them
	Confirmed int       `json:"confirmed"` // of them, answered from records
	Open      int       `json:"open"`      // of them, marked as not yet confirmed
	Missing   []Problem `json:"missing"`   // demanded and neither answered nor marked as open
	Invented  []Problem `json:"invented"`  // said in a confirmed item and found neither in truth nor in evidence
	Wrong     []Problem `json:"wrong"`     // said in a confirmed item and contradicted by the truth
}

// Problem is what is wrong with one item of a notice.
type Problem struct {
	Regime string `json:"regime"`
	Item   string `json:"item"`
	Text   string `json:"text"` // the words of the notice in question
	Why    string `json:"why"`
}

func (k *comparison) notices(s *Score) Notices {
	out := Notices{Missing: []Problem{}, Invented: []Problem{}, Wrong: []Problem{}}
	duties, err := k.duties()
	if err != nil { // the data files come with the program, so this is a fault of the program
		out.Missing = append(out.Missing, Problem{Why: "the list of duties cannot be read: " + err.Error()})
	}
	for i := range k.c.Incidents {
		inc := &k.c.Incidents[i]
		known := k.facts(inc)
		for j := range inc.Notices {
			n := &inc.Notices[j]
			if n.Applies == "no" {
				continue
			}
			duty := dutyOf(duties, n)
			out.Duties++
			out.complete(n, duty)
			out.invented(n, duty, known)
			if inc == k.main {
				out.contradicted(n, duty, s)
			}
		}
	}
	return out
}

// duties lists what the law asks for, when any notice of the case needs it.
func (k *comparison) duties() ([]notify.Regime, error) {
	for i := range k.c.Incidents {
		if len(k.c.Incidents[i].Notices) > 0 {
			return notify.Regimes()
		}
	}
	return nil, nil
}

// dutyOf finds the version of the duty that the notice was made from: versions
// differ in their source. Nil when this program does not know it.
func dutyOf(duties []notify.Regime, n *notify.Notice) *notify.Regime {
	for i := range duties {
		if duties[i].ID == n.Regime && duties[i].Source == n.Source {
			return &duties[i]
		}
	}
	return nil
}

// complete checks that every item which the duty demands is answered with records
// or marked as open.
func (out *Notices) complete(n *notify.Notice, duty *notify.Regime) {
	for _, item := range n.Content {
		out.Items++
		switch {
		case item.Confirmed && item.Value != "" && len(item.Refs) > 0:
			out.Confirmed++
		case !item.Confirmed && item.Value == "":
			out.Open++
		case item.Confirmed:
			out.missing(n, item.Name, item.Value, "confirmed without an answer or without records")
		default:
			out.missing(n, item.Name, item.Value, "answered and yet marked as open")
		}
	}
	if duty == nil {
		out.missing(n, "", "", "this program does not know the duty, so nobody can tell what it demands")
		return
	}
	for _, e := range duty.Content {
		if !slices.ContainsFunc(n.Content, func(i notify.Item) bool { return i.Name == e.Name }) {
			out.missing(n, e.Name, "", "demanded and not there")
		}
	}
}

func (out *Notices) missing(n *notify.Notice, item, text, why string) {
	out.Missing = append(out.Missing, Problem{n.Regime, item, text, why})
}

// invented checks every number, date and name of the confirmed items.
func (out *Notices) invented(n *notify.Notice, duty *notify.Regime, known *facts) {
	for _, item := range n.Content {
		if !item.Confirmed {
			continue
		}
		var unknown []string
		if factOf(duty, item.Name) == "personal-data" {
			unknown = known.unknownClasses(item.Value)
		} else {
			unknown = known.unknown(item.Value, duty)
		}
		for _, text := range unknown {
			out.Invented = append(out.Invented, Problem{n.Regime, item.Name, text, "stands neither in the truth nor in a finding of the incident"})
		}
	}
}

// factOf is the fact that fills the item, "" when only people can.
func factOf(duty *notify.Regime, item string) string {
	if duty != nil {
		for _, e := range duty.Content {
			if e.Name == item {
				return e.Fact
			}
		}
	}
	return ""
}

// restsOn says which moments and counts the facts of a notice are made from.
var restsOn = map[string]struct{ moments, counts []string }{
	"course":  {moments: []string{Entry, TheftStart, TheftEnd}},
	"entry":   {moments: []string{Entry}},
	"cause":   {moments: []string{Entry}},
	"damage":  {counts: []string{Rows, Bytes}},
	"people":  {counts: []string{People}},
	"records": {counts: []string{PersonalRecords}},
}

// contradicted lists the confirmed items that rest on an answer which is wrong: it
// states what did not happen, or its bounds leave the truth out.
func (out *Notices) contradicted(n *notify.Notice, duty *notify.Regime, s *Score) {
	for _, item := range n.Content {
		if !item.Confirmed {
			continue
		}
		rests := restsOn[factOf(duty, item.Name)]
		for _, m := range s.Dwell.Moments {
			if slices.Contains(rests.moments, m.Name) && wrong(m.Answer, m.Inside) {
				out.Wrong = append(out.Wrong, Problem{n.Regime, item.Name, item.Value, contradiction(m.Name, m.Answer)})
			}
		}
		for _, c := range s.Counts {
			if slices.Contains(rests.counts, c.Name) && wrong(c.Answer, c.Inside) {
				out.Wrong = append(out.Wrong, Problem{n.Regime, item.Name, item.Value, contradiction(c.Name, c.Answer)})
			}
		}
	}
}

func wrong(a Answer, inside *bool) bool { return a == Invented || inside != nil && !*inside }

func contradiction(name string, a Answer) string {
	if a == Invented {
		return fmt.Sprintf("it rests on %q, which the truth does not hold", name)
	}
	return fmt.Sprintf("it rests on %q, whose bounds leave the truth out", name)
}
