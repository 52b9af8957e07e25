// Package deadline finds the time limits of a demand, in English and Korean:
// relative ones ("within 48 hours", "72시간 이내", "내일까지") and dates ("by July 15",
// "7월 15일까지", "until 2016-07-15 18:00"), and says which instant they mean for a
// message that was sent at a known time.
//
// A number of days in a text is mostly no limit. So a limit needs a word that makes
// it one, and what the writer says of himself ("we will answer within 24 hours") or
// of the past ("3 days ago") is left out.
//
// The package imports the vocabulary of events only.
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
	After time.Duration // counted from the message; 0 for a date
	Raw   string        // as written
	Start int           // of Raw in the text
}

const maxLimits = 32

// Find returns the limits of the text in order of appearance. Sent is the time of
// the message, which may be zero.
func Find(text string, sent event.Time) []Limit {
	var limits []Limit
	limits = relative(limits, text, sent)
	limits = days(limits, text, sent)
	limits = dates(limits, text, sent)
	slices.SortStableFunc(limits, func(a, b Limit) int { return cmp.Compare(a.Start, b.Start) })
	// A longer reading of the same words wins: it was found first.
	out := limits[:0]
	for _, l := range limits {
		if len(out) > 0 && l.Start < out[len(out)-1].Start+len(out[len(out)-1].Raw) {
			continue
		}
		out = append(out, l)
	}
	return out[:min(len(out), maxLimits)]
}

// from returns the instant that lies d behind sent.
func from(sent event.Time, d time.Duration) event.Time {
	if sent.IsZero() {
		return event.Time{}
	}
	sent.Nanos += int64(d)
	return sent
}

// around returns the text of up to n bytes before and behind a match, lower case.
func around(text string, start, end, n int) (before, behind string) {
	return strings.ToLower(text[max(0, start-n):start]), strings.ToLower(text[end:min(len(text), end+n)])
}
