package spearphish

import (
	"slices"

	"dwell/detect/fold"
	"dwell/detect/spearphish/profile"
	"dwell/detect/spearphish/trait"
)

// strange is a mail that does not fit the habits of its sender.
type strange struct {
	at        int // in the order of time
	judgement profile.Judgement
	before    []int // true mails of the sender: the first and the last ones
}

// stream judges all mails in the order of time, each by what came before it.
type stream struct {
	y     *survey
	mails []*trace
	began map[uint64]int64 // sender: from when on mails are judged
	shown map[uint64][]int // sender: first and last mails
	known map[uint64]bool  // mails seen, with their traits
}

// unusual judges all mails and returns the strange ones, and since when mails of each
// sender are judged.
// Candidates are held against the habits of those whom they may imitate, as these were
// when the letter came.
func (y *survey) unusual(candidates []candidate) ([]suspicion, map[uint64]int64) {
	asked := byLetter(candidates)
	s := stream{y: y, mails: y.state.inTime(), began: make(map[uint64]int64), shown: make(map[uint64][]int), known: make(map[uint64]bool)}
	everybody := profile.New()
	var found []strange
	for i, t := range s.mails {
		if s.copied(t) {
			continue
		}
		mail := &profile.Mail{Sender: t.Sender, Domain: t.Domain, Person: t.Person, Day: int32(t.At / day), Traits: t.Traits, Words: t.Small}
		for _, c := range asked[letterKey{t.Sender, t.ID}] {
			compareHands(everybody, mail, candidates[c].targets)
		}
		j, _ := everybody.Judge(mail)
		if s.judges(t, &j) {
			found = append(found, strange{i, j, slices.Clone(s.shown[t.Sender])})
		}
		everybody.Learn(mail, &j)
		s.show(t.Sender, i)
	}
	return s.suspicions(found), s.began
}

// letterKey names a letter: its sender and itself.
type letterKey struct{ sender, id uint64 }

func byLetter(candidates []candidate) map[letterKey][]int {
	out := make(map[letterKey][]int)
	for i, c := range candidates {
		key := letterKey{fold.HashString(c.author.Address), c.letter.ID}
		out[key] = append(out[key], i)
	}
	return out
}

// compareHands judges a stranger's mail as if each target had written it. Profiles that
// are too young say nothing.
func compareHands(everybody *profile.Everybody, mail *profile.Mail, targets []suspicion) {
	for i := range targets {
		as := *mail
		as.Sender = fold.HashString(targets[i].target.Address)
		if j, _ := everybody.Judge(&as); j.Mails >= leastMails && j.Days >= leastDays {
			targets[i].hand = &j
		}
	}
}

// inTime returns the traces in the order in which the mails arrived.
func (s *state) inTime() []*trace {
	out := make([]*trace, len(s.Traces.Entries))
	for i := range s.Traces.Entries {
		out[i] = &s.Traces.Entries[i].Value
	}
	slices.SortFunc(out, (*trace).compare)
	return out
}

// copied reports whether the same mail, with the same traits, came before: in another
// mailbox. What only claims to be the same differs somewhere.
func (s *stream) copied(t *trace) bool {
	key := t.ID
	for _, v := range t.Traits {
		key = fold.Mix(key, uint64(v))
	}
	if s.known[key] {
		return true
	}
	s.known[key] = true
	return false
}

// judges reports whether a mail is to be looked at: its sender is known well enough,
// and it is strange or failed where earlier ones passed.
func (s *stream) judges(t *trace, j *profile.Judgement) bool {
	if j.Mails < leastMails || j.Days < leastDays {
		return false
	}
	if _, ok := s.began[t.Sender]; !ok {
		s.began[t.Sender] = t.At
	}
	return j.Total+weightTrueAddress+mostAdded(t) >= leastUnusual
}

// mostAdded bounds what a mail itself can add to the weight of its strangeness.
func mostAdded(t *trace) float64 {
	most := payloadWeights[t.Payload]
	if t.Asks {
		most += weightAsks
	}
	if t.Led {
		most += weightLedElsewhere
	}
	if t.Auth&trait.Failed != 0 {
		most += weightAuthChanged
	}
	for _, v := range verdictWords {
		if t.Verdict&v.bit != 0 {
			most += v.weight
		}
	}
	return most
}

// show keeps the first two mails of a sender and the last two.
func (s *stream) show(sender uint64, i int) {
	const first, all = 2, 4
	list := s.shown[sender]
	if len(list) == all {
		list = slices.Delete(list, first, first+1)
	}
	s.shown[sender] = append(list, i)
}

// suspicions weighs the strange mails.
func (s *stream) suspicions(found []strange) []suspicion {
	later := s.later(found)
	var out []suspicion
	for i, f := range found {
		t := s.mails[f.at]
		a, ok := s.y.state.Accounts.Lookup(t.Sender)
		if !ok || a.shared() {
			continue
		}
		x := suspicion{letter: t.letter(a.Address), author: a, target: a}
		for _, b := range f.before {
			x.before = append(x.before, s.mails[b])
		}
		x.judgement, x.later = &found[i].judgement, later[i]
		x.scales = s.y.weighUnusual(&x)
		if x.scales.Total() >= leastUnusual {
			out = append(out, x)
		}
	}
	return out
}

// later counts, for each strange mail, the sender's later mails that came with the same
// program and relay. They don't count for the weight, which is that of the moment.
func (s *stream) later(found []strange) []int {
	out := make([]int, len(found))
	senders := make(map[uint64]bool)
	for _, f := range found {
		senders[s.mails[f.at].Sender] = true
	}
	after := make(map[uint64]int) // by hand
	next := len(found) - 1
	for at := len(s.mails) - 1; at >= 0 && next >= 0; at-- {
		t := s.mails[at]
		if !senders[t.Sender] {
			continue
		}
		hand := handOf(t)
		if found[next].at == at {
			out[next] = after[hand]
			next--
		}
		after[hand]++
	}
	return out
}

// handOf hashes sender, program and relay of a mail.
func handOf(t *trace) uint64 {
	h := t.Sender
	for _, v := range t.Traits {
		if k := v.Kind(); k == trait.Client || k == trait.Relay {
			h = fold.Mix(h, uint64(v))
		}
	}
	return h
}
