package phishing

import (
	"strings"

	"dwell/detect/phishing/ask"
	"dwell/detect/phishing/web"
	"dwell/detect/phishing/words"
	"dwell/entity"
)

// check is what the receiver's own checks say of the sender's domain.
type check uint8

const (
	unchecked   check = iota
	vouchedNone       // it checked, and nothing vouches for the domain that is shown
	vouchedFail       // a check failed
	vouchedPass       // the domain that is shown is vouched for
)

// checked reads the receiver's results (RFC 8601). Only those of the newest writer count:
// whatever stands below them the sender may have written.
func (v *view) checked() check {
	results := v.results()
	if results == "" {
		return unchecked
	}
	has := func(s string) bool { return strings.Contains(results, s) }
	switch {
	case has("dmarc=pass"), has("dmarc=bestguesspass"):
		return vouchedPass
	case has("dmarc=fail"), has("spf=fail"), has("dkim=fail") && !has("dkim=pass") && !has("spf=pass"):
		return vouchedFail
	case v.aligned(results, "dkim=pass", "header.d="), v.aligned(results, "dkim=pass", "header.i=@"), v.aligned(results, "spf=pass", "smtp.mailfrom="):
		return vouchedPass
	case has("spf="), has("dkim="), has("dmarc="):
		return vouchedNone
	}
	return unchecked
}

// results joins the fields of the newest writer, in lower case.
func (v *view) results() string {
	const most, longest = 8, 4000
	var b strings.Builder
	writer := ""
	for i, field := range v.mail.AuthResult {
		id, _, _ := strings.Cut(field, ";")
		if strings.Contains(id, "=") { // Microsoft names no writer
			id = "="
		}
		if i == 0 {
			writer = id
		}
		if i == most || id != writer || b.Len() > longest {
			break
		}
		b.WriteString(strings.ToLower(field[:min(len(field), longest)]))
		b.WriteByte(';')
	}
	return b.String()
}

// aligned reports whether a check passed for the domain that is shown.
func (v *view) aligned(results, passed, property string) bool {
	for rest := results; ; {
		at := strings.Index(rest, passed)
		if at < 0 {
			return false
		}
		rest = rest[at+len(passed):]
		field, _, _ := strings.Cut(rest, ";")
		if _, value, ok := strings.Cut(field, property); ok {
			value = value[strings.LastIndexByte(value[:wordEnd(value)], '@')+1 : wordEnd(value)]
			if v.web.Registered(value) == v.domain {
				return true
			}
		}
	}
}

func wordEnd(s string) int {
	if i := strings.IndexAny(s, " ;\t\r\n)"); i >= 0 {
		return i
	}
	return len(s)
}

// verdict reads what the receiver's provider thought (see spearphish/verdict.go of the
// sibling detector for the fields): near the top, above what the sender wrote, or
// Microsoft's, whose servers rename those that come in.
func (v *view) verdict(name, value string, received int) {
	switch {
	case strings.EqualFold(name, "X-Forefront-Antispam-Report"):
		if m := v.mail; len(m.Hops) > 0 && (strings.HasSuffix(m.Hops[0].By, ".outlook.com") || strings.HasSuffix(m.Hops[0].By, ".office365.com")) {
			upper := strings.ToUpper(value[:min(len(value), 2000)])
			v.fields.phish = v.fields.phish || containsAny(upper, "CAT:PHSH", "CAT:HPHSH", "CAT:HPHISH", "CAT:SPOOF", "CAT:UIMP", "CAT:DIMP", "CAT:BIMP")
			v.fields.spam = v.fields.spam || containsAny(upper, "CAT:SPM", "CAT:HSPM", "SCL:5", "SCL:6", "SCL:7", "SCL:8", "SCL:9")
		}
	case received > 1:
	case strings.EqualFold(name, "X-Spam-Flag"):
		v.fields.spam = v.fields.spam || strings.EqualFold(strings.TrimSpace(value), "yes")
	case strings.EqualFold(name, "X-Gm-Phishy"):
		v.fields.phish = v.fields.phish || strings.TrimSpace(value) == "1"
	}
}

func containsAny(text string, list ...string) bool {
	for _, s := range list {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}

// source notes the clues of where the mail comes from.
func (v *view) source(s *clueSet, h *heard) {
	m := v.mail
	c := v.checked()
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

// bears reports whether a word of the display name is that of a domain.
func (v *view) bears(domain string) bool {
	const least, long = 3, 4
	label, _, _ := strings.Cut(domain, ".")
	label = strings.ReplaceAll(label, "-", "")
	if len(label) < least || isFree(domain) {
		return false
	}
	normal, _ := words.Normal(nil, v.name)
	if strings.Contains(strings.ReplaceAll(string(normal), " ", ""), label) {
		return true
	}
	for w := range strings.FieldsSeq(string(normal)) {
		if len(w) >= long && strings.Contains(label, w) {
			return true
		}
	}
	return false
}

// bearsName is bears for a free mailbox, whose owner chose what stands before the @.
func (v *view) bearsName() bool {
	const least = 3
	local, _, _ := strings.Cut(v.address, "@")
	normal, foreign := words.Normal(nil, v.name)
	if foreign {
		return true // nobody has his name in Hangul there
	}
	for w := range strings.FieldsSeq(string(normal)) {
		if len(w) >= least && (strings.Contains(local, w) || strings.Contains(local, w[:least])) {
			return true
		}
	}
	return false
}

// random reports whether a word is none that a person chose: letters and figures in
// turns, or hardly any vowels.
func random(word string) bool {
	const least = 6
	if len(word) < least {
		return false
	}
	turns, vowels, letters, run, longest := 0, 0, 0, 0, 0
	last := byte(0)
	for i := range len(word) {
		c := word[i] | 0x20
		kind := byte('-')
		switch {
		case c >= 'a' && c <= 'z':
			kind = 'a'
			letters++
			if strings.IndexByte("aeiouy", c) >= 0 {
				vowels++
				run = 0
			} else if run++; run > longest {
				longest = run
			}
		case word[i] >= '0' && word[i] <= '9':
			kind, run = '0', 0
		default:
			run = 0
		}
		if last != 0 && kind != last && kind != '-' && last != '-' {
			turns++
		}
		last = kind
	}
	const manyTurns, manyConsonants, share = 3, 5, 6
	return turns >= manyTurns || longest >= manyConsonants && letters > manyConsonants || letters >= least && vowels*share < letters
}
