package cue

// rule makes a statement of helpers that stand near each other.
type rule struct {
	needs []Cue
	reach int // bytes that they span at most
	says  []Cue
}

// The reaches: a sentence or two; Korean takes three bytes a syllable and fewer
// words.
const (
	clause   = 90
	sentence = 160
	two      = 240
	letter   = 600
)

// rules join helpers. Each names who does what to whose things, so that neither
// word alone counts: "we copied" is said of anything, "we copied ... your ...
// records" of little else.
func rules() []rule {
	return []rule{
		{[]Cue{verb, intent}, sentence, []Cue{Publish}},
		{[]Cue{condition, audience}, sentence, []Cue{Publish}},
		{[]Cue{writer, taking, data, reader}, two, []Cue{Theft}},
		{[]Cue{writer, taking, people, reader}, two, []Cue{Theft, Customers}},
		{[]Cue{asking, money}, clause, []Cue{Pay}},
		{[]Cue{reader, files, locking}, clause, []Cue{Held, Encrypted}},
		{[]Cue{writer, locking, files}, clause, []Cue{Held, Encrypted}},
		{[]Cue{asking, unlocking}, clause, []Cue{Pay}},
		{[]Cue{writer, unlocking, locking}, two, []Cue{Held, Encrypted}},
		{[]Cue{filming, body}, sentence, []Cue{Webcam, Sexual}},
		{[]Cue{planting, device}, clause, []Cue{Device}},
		{[]Cue{writer, flaw, reader}, sentence, []Cue{Finder}},
		{[]Cue{flaw, prize}, letter, []Cue{Reward}},
		{[]Cue{passing, circle}, clause, []Cue{Contacts}},
	}
}

// near keeps where helpers were seen last and says what they make.
type near struct {
	rules []rule
	last  [cues]int // one behind the end of the last match, 0 for none
}

// seen notes a helper that ends at end.
func (n *near) seen(helper Cue, end int, set *Set) {
	n.last[helper] = end + 1
	for i := range n.rules {
		r := &n.rules[i]
		if n.holds(r, helper, end) {
			for _, c := range r.says {
				set.add(c)
			}
		}
	}
}

// holds reports whether the helper is one that the rule needs and all others stand
// within its reach.
func (n *near) holds(r *rule, helper Cue, end int) bool {
	needed := false
	for _, c := range r.needs {
		needed = needed || c == helper
		if n.last[c] == 0 || end+1-n.last[c] > r.reach {
			return false
		}
	}
	return needed
}
