package phishing

import (
	"strings"

	"dwell/detect/phishing/ask"
	"dwell/detect/phishing/web"
	"dwell/detect/phishing/words"
	"dwell/entity"
)

// source notes the clues of where the mail comes from.
func (v *view) source(s *clueSet, h *heard) {
	m := v.mail
	c := v.check
	s.when(c == vouchedFail, checksFailed)
	s.when(c == vouchedNone, checksNone)
	s.when(c == vouchedPass, checksPassed)
	s.when(v.envelope != "" && v.envelope != v.domain && !web.Carrier(v.envelope) && !v.fields.list && !v.fields.answers && !entity.Freemail(v.envelope), envelopeOther)
	s.when(v.address == "" || len(m.From) > 1 && v.address != strings.ToLower(m.From[0].Addr), brokenSender)
	s.when(words.Mixed(v.name) || words.Mixed(m.Subject), mixedLetters)
	local, _, _ := strings.Cut(v.address, "@")
	label, _, _ := strings.Cut(v.domain, ".")
	own, _, _ := strings.Cut(v.host, ".")
	s.when(random(label) || random(own) || random(local) && !strings.ContainsAny(local, "=+#"), randomSender)
	s.when(v.domain != "" && web.Cheap(v.domain), cheapSender)
	s.when(answers(m.Subject) && !v.fields.answers && !v.fields.list, falseAnswer)
	s.when(len(v.readers) == 0, unaddressed)
	s.when(v.fields.phish, verdictPhish)
	s.when(v.fields.spam, verdictSpam)
	s.when(v.fields.list, fromList)
	s.when(v.fields.answers && !v.fields.list && answers(m.Subject), fromThread)
	s.when(v.bears(v.domain), nameFits)
	const plenty, times = 2000, 3
	s.when(v.page.Filler > plenty && v.page.Filler > times*len(m.Text), filler)
	s.when(v.onlyPage && !v.fields.list, onlyPage)
	for _, r := range v.readers {
		s.when(strings.EqualFold(strings.Trim(v.name, "\"' "), r), namedAsReader)
		s.when(strings.Contains(strings.ToLower(m.Subject), r), readerNamed)
		_, domain, _ := strings.Cut(v.owner(r), "@")
		s.when((c == vouchedPass || c == unchecked) && v.domain != "" && v.web.Registered(domain) == v.domain && !entity.Freemail(v.domain), fromHouse)
	}
	s.when(when(m).Nanos >= headersUsual && !v.fields.list && !v.fields.unsubscribe && h.says.Has(ask.Leave) && !v.fields.bulk, leavesUnsaid)
}

// owner is the address that the mail was delivered to, or else one that it is addressed
// to: that is the sender's word.
func (v *view) owner(addressed string) string {
	if v.delivered != "" {
		return v.delivered
	}
	return addressed
}

// headersUsual is from when on mass mail that is honest says in its header how to leave
// (RFC 2369; demanded by the large providers since 2024, usual since about 2012).
const headersUsual = 1_325_376_000_000_000_000 // 2012-01-01

// answers reports whether a subject is that of an answer or of a mail passed on.
func answers(subject string) bool {
	const longest = 4
	mark, _, ok := strings.Cut(strings.TrimSpace(subject), ":")
	if !ok || len(mark) > longest {
		return false
	}
	switch strings.ToLower(mark) {
	case "re", "fw", "fwd", "wg", "tr", "enc", "aw", "antw", "rv", "res", "sv", "odp", "回复", "答复":
		return true
	}
	return false
}
