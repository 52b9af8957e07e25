package money

import (
	"regexp"
	"strings"
)

// Words around a bare figure that make it a sum, and what makes it none.
var (
	talk  = regexp.MustCompile(`(?i)\b(?:price|offer|pay|paid|amount|sum|accept|discount|deal|fee|costs?|budget|afford|transfer|send|sent|receiv(?:ed?|ing)|settle|reduced?|payment|total|lowest|final|agree|maximum|minimum|max|confirming|ask(?:ing)?|demand|wallet|money|cash|gap|proceed)\b`)
	count = regexp.MustCompile(`^[ -]?(?:[a-z]+ )?(?:files?|users?|customers?|records?|people|persons?|employees?|members?|clients?|patients?|rows?|documents?|e?-?mails?|accounts?|times|miles|years?|months?|days?|hours?|hrs?|minutes?|mins?|items?|folders?|computers?|machines?|pcs?|servers?|[kmgt]b|[kmgt]bytes?|gigs?|bytes?|pages?|lines?|threads?|passwords?|companies|students?|women|men|stable)\b`)
)

// FindSpoken returns the sums of a text in which people talk of money, as in a
// negotiation: those of Find and, with an empty currency, figures that can only be
// sums there ("we agree on 650k", "0.005 received").
func FindSpoken(text string) []Sum {
	return find(text, func(s Sum) bool { return spoken(text, s) })
}

// spoken judges a figure without a currency.
func spoken(text string, s Sum) bool {
	if counts(text, s) {
		return false
	}
	if s.scaled {
		return true
	}
	figures := strings.TrimSpace(text[s.Start:s.End])
	if strings.TrimSpace(strings.Trim(strings.TrimSpace(text), ">.?! ")) == figures {
		return s.Value >= 1000 || strings.HasPrefix(figures, "0.") // an answer of one figure
	}
	const near = 60
	around := text[max(0, s.Start-near):s.Start] + " " + text[s.End:min(len(text), s.End+near)]
	switch {
	case strings.HasPrefix(figures, "0.") || strings.HasPrefix(figures, "0,"):
		return talk.MatchString(around)
	case s.Value >= 1000 && strings.ContainsAny(figures, ".,' "):
		return talk.MatchString(around)
	}
	return false
}

// counts reports whether the words behind a figure make it a count or a share.
func counts(text string, s Sum) bool {
	const near = 40
	behind := strings.ToLower(text[s.End:min(len(text), s.End+near)])
	return strings.HasPrefix(behind, "%") || strings.HasPrefix(behind, " %") || count.MatchString(behind)
}
