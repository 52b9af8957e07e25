// Package deadline finds the time limits of a demand, in English and Korean:
// distances ("within 48 hours", "72시간 이내"), days ("by Friday", "내일까지", "pay
// today"), times of day ("until 5 pm tomorrow") and dates ("by July 15", "7월
// 15일까지", "2016-07-15 18:00"), and says which instant they mean for a message that
// was sent at a known time.
//
// Most expressions of time in a text are no limits. A word may make one a limit
// ("until", "까지"); without it the sentence must ask for something or threaten. What
// the writer promises ("we will answer within 24 hours"), asks ("will you pay
// today?") or tells of the past ("3 days ago") is left out.
//
// An hour without a zone is one of the message's own zone. A day without an hour
// ends at its last minute. The package imports the vocabulary of events only.
package deadline

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dwell/event"
)

// Limit is one time limit.
type Limit struct {
	At    event.Time    // the instant, zero when the text gives none and the message has no time
	After time.Duration // counted from the message; 0 for a day or a date
	Raw   string        // as written
	Start int           // of Raw in the text
}

const (
	maxLimits   = 32
	maxMentions = 256 // expressions of time that are judged in one text
)

// mention is one expression of time in a text.
type mention struct {
	start, end int
	limit      Limit
	marked     bool // its own words make it a limit: "until Friday", "내일까지"
}

// Find returns the limits of the text in order of appearance. Sent is the time of
// the message, which may be zero.
func Find(text string, sent event.Time) []Limit {
	var all []mention
	p := newPage(text)
	for _, read := range []func([]mention, page, event.Time) []mention{distances, days, clocks, months, figures, korean} {
		all = read(all, p, sent)
	}
	// Of two readings of the same words the longer one holds.
	slices.SortStableFunc(all, func(a, b mention) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
	var out []Limit
	end := 0
	for _, m := range all {
		if m.start < end || len(out) == maxLimits {
			continue
		}
		end = m.end
		if m.marked || binds(text, m) {
			m.limit.Start = m.start
			m.limit.Raw = strings.TrimSpace(text[m.start:m.end])
			out = append(out, m.limit)
		}
	}
	return out
}

// behind returns the instant that lies d behind sent.
func behind(sent event.Time, d time.Duration) event.Time {
	if sent.IsZero() {
		return event.Time{}
	}
	sent.Nanos += int64(d)
	return sent
}

// groups returns the groups of a match, "" for those that took no part.
func groups(text string, m []int) []string {
	out := make([]string, len(m)/2)
	for i := range out {
		if m[2*i] >= 0 {
			out[i] = text[m[2*i]:m[2*i+1]]
		}
	}
	return out
}
