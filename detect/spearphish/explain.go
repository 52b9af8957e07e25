package spearphish

import (
	"cmp"
	"fmt"
	"slices"

	"dwell/detect/spearphish/trait"
	"dwell/finding"
	"dwell/internal/humanize"
)

// leastNamed is the weight from which a habit is named apart, mostNamed how many are.
const (
	leastNamed = 0.15
	mostNamed  = 8
)

// Parts that are no reason of their own.
const (
	partLesser = "lesser habits"
	partBase   = "base rate"
)

// weighHabits puts the kinds of the side that counts on the scales: the heaviest by
// name, the others together.
func (s *suspicion) weighHabits(out *finding.Scales) {
	j := s.judgement
	s.habits = make(map[string]bool)
	lesser, kept := 0.0, 0.0
	heavy := s.heaviest(j.Transport)
	for i, k := range heavy {
		if i >= mostNamed {
			lesser += j.Weights[k]
			continue
		}
		s.name(k, j.Weights[k], out)
	}
	for k := trait.Kind(1); int(k) < trait.Kinds; k++ {
		if w := j.Weights[k]; (k.Group() == trait.Transport) == j.Transport && w < leastNamed {
			lesser, kept = lesser+max(0, w), kept+min(0, w)
		}
	}
	if lesser > 0 {
		out.Add(partLesser, lesser, "smaller departures from the sender's habits, together")
	}
	if kept < 0 {
		out.Add("habits kept", kept, "other habits are as in the sender's %d mails before", j.Mails)
	}
	out.Add(partBase, j.Rest-s.nameOther(out), "how often mails are strange that nothing is wrong with, those of this sender above all")
}

// heaviest returns the kinds of one side that weigh enough to be named, heaviest first.
func (s *suspicion) heaviest(transport bool) []trait.Kind {
	var kinds []trait.Kind
	w := &s.judgement.Weights
	for k := trait.Kind(1); int(k) < trait.Kinds; k++ {
		if (k.Group() == trait.Transport) == transport && w[k] >= leastNamed {
			kinds = append(kinds, k)
		}
	}
	slices.SortStableFunc(kinds, func(a, b trait.Kind) int { return cmp.Compare(w[b], w[a]) })
	return kinds
}

func (s *suspicion) name(k trait.Kind, weight float64, out *finding.Scales) {
	s.habits[habit(k)] = true
	out.Add(habit(k), weight, "%s", s.describe(k))
}

// nameOther names what is strange about the lighter side too, and returns what was
// added: the profile counts both sides together when both are strange, without saying
// which part is whose.
func (s *suspicion) nameOther(out *finding.Scales) (added float64) {
	const most, share, least = 3, 0.25, 3
	kinds := s.heaviest(!s.judgement.Transport)
	if len(kinds) < least {
		return 0
	}
	for _, k := range kinds[:most] {
		w := share * s.judgement.Weights[k]
		s.name(k, w, out)
		added += w
	}
	return added
}

// describe says in plain words what is strange about a kind.
func (s *suspicion) describe(k trait.Kind) string {
	l := s.letter
	never := "seldom"
	if s.judgement.Novel(k) {
		never = "never before"
	}
	switch k {
	case trait.Client, trait.Version, trait.Platform:
		return fmt.Sprintf("%s with this %s (%s%s)", never, habit(k), l.Client, s.previously(wordClient, l.Client))
	case trait.Relay, trait.Helo, trait.RelayNetwork:
		return fmt.Sprintf("%s through this %s (%s%s)", never, habit(k), cmp.Or(l.Relay, "none named"), s.previously(wordRelay, l.Relay))
	case trait.Zone:
		if a, nearest := offsets(s.author.Offsets, l.Offset, l.At); a == differs || a == close {
			return fmt.Sprintf("time zone moved by %s: dated at %s, the nearest of earlier mails at %s", moved(l.Offset, nearest), humanize.Offset(l.Offset), humanize.Offset(nearest))
		}
	}
	return fmt.Sprintf("%s %s", never, phrases[k].sentence)
}

// previously names what the last true mail had instead.
func (s *suspicion) previously(word int, now string) string {
	if len(s.before) == 0 {
		return ""
	}
	if was := s.before[len(s.before)-1].words()[word]; was != "" && was != now {
		return "; before: " + was
	}
	return ""
}

// moved is the distance of two offsets in words.
func moved(a, b int32) string {
	d := max(a-b, b-a)
	const minute, hour = 60, 3600
	switch {
	case d%hour == 0:
		return fmt.Sprintf("%d h", d/hour)
	case d < hour:
		return fmt.Sprintf("%d min", d/minute)
	}
	return fmt.Sprintf("%d h %d min", d/hour, d%hour/minute)
}

// habit names a kind.
func habit(k trait.Kind) string { return phrases[k].name }

// phrases are names of the kinds, and sentences that go on after "never before" or
// "seldom".
var phrases = [trait.Kinds]struct{ name, sentence string }{
	trait.Client:      {"mail program", ""},
	trait.Version:     {"version of the mail program", ""},
	trait.Platform:    {"system of the mail program", ""},
	trait.Order:       {"order of header fields", "did the sender's program write its header fields in this order"},
	trait.Pair:        {"neighbours in the header", "did these header fields follow one another"},
	trait.Spelling:    {"spelling of field names", "were the header fields spelled so"},
	trait.IDShape:     {"shape of Message-ID", "did a Message-ID of the sender look like this"},
	trait.ContentType: {"content type", "was the content type written so"},
	trait.Encoding:    {"transfer encoding", "was the text encoded so"},
	trait.Boundary:    {"MIME boundary", "did a boundary between parts look like this"},
	trait.Tree:        {"MIME structure", "were mails built of these parts"},
	trait.DateForm:    {"form of the date", "was the date written so"},
	trait.FromForm:    {"form of the own address", "was the own name and address written so"},
	trait.ToForm:      {"form of recipients", "were the recipients written so"},
	trait.Attribution: {"line before quotations", "were quotations introduced so"},
	trait.Marks:       {"mark of the subject", "did a subject begin so"},
	trait.Threading:   {"reference fields", "did an answer refer to others so"},
	trait.Extra:       {"further header fields", "did the program add this header field"},
	trait.Width:       {"width of lines", "were lines of this width"},
	trait.Coding:      {"coding of parts", "were parts coded so, in lines of this length"},
	trait.Mailbox:     {"mark of the mailbox", "did the Message-ID bear this mark of the provider's mailbox"},
	trait.Hour:        {"hour", "did the sender write at this time of his day"},
	trait.Weekday:     {"weekday", "did the sender write on such a day"},
	trait.Crowd:       {"number of recipients", "did the sender write to so many at once"},
	trait.To:          {"recipients", "did the sender write to these people"},
	trait.Copies:      {"copies", "were copies sent or left out so"},
	trait.ReplyTo:     {"reply address", "were answers asked for there"},
	trait.Quoting:     {"share of quotation", "was so much quoted"},
	trait.Posting:     {"place of the answer", "did the sender answer at this place of a quotation"},
	trait.Greeting:    {"greeting", "did the sender greet so"},
	trait.Signature:   {"last line", "did a mail end in a line like this"},
	trait.Attachment:  {"kind of attachment", "was such a file attached"},
	trait.Length:      {"length", "was a mail of this length"},
	trait.Script:      {"script", "did the sender write in this script"},
	trait.Closing:     {"closing words", "did the sender close so"},
	trait.Punctuation: {"punctuation", "did the sender set signs so"},
	trait.Wording:     {"choice of small words", "did the sender use small words so"},

	trait.Zone:         {"time zone", "was the date at this offset from UTC"},
	trait.Hops:         {"number of servers", "did mail come through so many servers"},
	trait.Relay:        {"relay", ""},
	trait.Helo:         {"name of the relay", ""},
	trait.RelayNetwork: {"network of the relay", ""},
	trait.Origin:       {"first machine", "did mail start on such a machine"},
	trait.OriginNet:    {"first network", "did mail start in this network"},
	trait.Machine:      {"name of the first machine", "did mail start on a machine of this name"},
	trait.Desk:         {"local address", "did mail start at this address of a local network"},
	trait.HopShape:     {"Received lines", "did servers write their lines so"},
	trait.HopPair:      {"order of servers", "did these servers follow one another"},
	trait.Signer:       {"signature", "was mail signed, or left unsigned, so (DKIM)"},
	trait.SignedFields: {"form of signature", "was a signature made so (DKIM)"},
	trait.SignedBody:   {"signed body", "did the body fit the domain's signature (DKIM) so"},
	trait.Envelope:     {"envelope sender", "was this the envelope's sender"},
	trait.Results:      {"results of checks", "did the receiver's checks end so"},
	trait.Secured:      {"protocol", "was mail handed over by this protocol"},
	trait.Added:        {"fields of servers", "did servers add this header field"},
	trait.Delay:        {"delay", "was the time between date and first server such"},
}
