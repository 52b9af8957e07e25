package phishing

import (
	"cmp"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/detect/phishing/web"
	"dwell/detect/phishing/words"
	"dwell/event"
	"dwell/finding"
)

// campaign is letters that share a claim and a target, a sender or a subject; the
// heaviest first.
type campaign struct {
	letters []*judged
	marks   fold.Marks
	readers []string
}

// judged is a letter with its weight.
type judged struct {
	*letter
	scales *finding.Scales
	total  float64

	answered bool
}

// compare ranks letters by weight, then by time.
func (j *judged) compare(o *judged) int {
	return cmp.Or(cmp.Compare(o.total, j.total), j.First.Compare(o.First), j.Ref.Compare(o.Ref))
}

// campaigns joins the letters.
func campaigns(all []*judged) []*campaign {
	slices.SortFunc(all, (*judged).compare)
	parent := make([]int, len(all))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	first := make(map[string]int)
	for i, j := range all {
		for _, key := range j.keys() {
			if at, known := first[key]; known {
				a, b := root(at), root(i)
				parent[max(a, b)] = min(a, b)
			} else {
				first[key] = i
			}
		}
	}
	var out []*campaign
	at := make(map[int]*campaign)
	for i, j := range all {
		c := at[root(i)]
		if c == nil {
			c = &campaign{}
			at[root(i)] = c
			out = append(out, c)
		}
		c.add(j)
	}
	return out
}

// keys are what letters of one campaign share.
func (l *letter) keys() []string {
	var out []string
	add := func(kind, value string) {
		if value != "" {
			out = append(out, kind+"\x00"+l.Claim+"\x00"+value)
		}
	}
	if l.attackers() {
		add("target", l.Target)
	}
	if !isFree(l.Domain) && !l.Clues.any(fromForged, fromGenuine) {
		add("sender", l.Domain)
	}
	normal, _ := words.Normal(nil, l.Subject)
	add("subject", strings.TrimSpace(strings.Map(noFigures, string(normal))))
	return out
}

func noFigures(r rune) rune {
	if r >= '0' && r <= '9' {
		return -1
	}
	return r
}

// attackers reports whether the target is likely the sender's own, and no service's that
// everybody uses.
func (l *letter) attackers() bool {
	const anybody = web.Stored | web.Shared | web.Shortener
	return l.Target != "" && web.Trait(l.Kind)&anybody == 0 && !isFree(l.Target) && !web.Carrier(l.Target) && !l.Clues.any(leadsToBrand, leadsHome)
}

func (c *campaign) add(j *judged) {
	c.letters = append(c.letters, j)
	marks := j.Marks
	c.marks.Merge(&marks)
	for _, r := range j.Readers {
		c.readers = fold.KeepFirst(c.readers, r, maxTo, strings.Compare)
	}
}

// span is the interval of the campaign's mails.
func (c *campaign) span() event.Span { return c.marks.Span() }
