package phishing

import (
	"strings"

	"dwell/detect/phishing/ask"
	"dwell/detect/phishing/web"
	"dwell/detect/phishing/words"
)

// unlisted notes claims that need no table.
func (d *Detector) unlisted(v *view, h *heard, l *letter, target string) {
	if owners := d.brands.Owners(v.host); len(owners) > 0 && !isFree(v.domain) {
		if d.owns(owners[0], v) {
			l.Clues.add(fromGenuine) // of a known organisation that need not say who it is
			return
		}
		l.Clues.add(fromForged)
		l.Claim, l.Home = d.brands.Get(owners[0]).Name, d.brands.Home(owners[0])
		return
	}
	if v.ownClaim(h) {
		l.Clues.add(claimOwn)
		l.Clues.add(fromElsewhere)
		l.Claim = "the recipient's own organisation"
		return
	}
	switch borrowed := v.borrowed(target); {
	case borrowed != "":
		l.Clues.add(claimBorrowed)
		l.Clues.add(fromElsewhere)
		l.Claim = short(borrowed)
	case h.name.Has(ask.Desk) && h.says.Any(ask.Password, ask.Quota):
		l.Clues.add(claimDesk)
		l.Clues.when(v.elsewhere(), fromElsewhere)
		l.Claim = "a help desk or administrator of mail"
	}
}

// ownClaim finds a mail that speaks for the recipient's own organisation.
func (v *view) ownClaim(h *heard) bool {
	if v.fields.list || !h.says.Any(ask.Password, ask.Quota, ask.Credence, ask.Document, ask.Desk) {
		return false
	}
	name, subject := strings.ToLower(v.name), strings.ToLower(v.mail.Subject)
	for _, r := range v.readers {
		_, domain, _ := strings.Cut(r, "@")
		registered := v.web.Registered(domain)
		label, _, dotted := strings.Cut(registered, ".")
		if !dotted || registered == v.domain || isFree(registered) {
			continue
		}
		const least = 4
		if strings.Contains(name, registered) || strings.Contains(subject, registered) || len(label) >= least && hasWord(name, label) {
			return true
		}
		if h.name.Has(ask.Desk) && beginsWithWord(label, name) {
			return true
		}
	}
	return false
}

// beginsWithWord reports whether a label begins with a word of a name, as people shorten
// what their organisation is called.
func beginsWithWord(label, name string) bool {
	const least = 5
	for word := range strings.FieldsSeq(name) {
		if word = strings.Trim(word, "\"'()[]<>.,;:!"); len(word) >= least && strings.HasPrefix(label, word) {
			return true
		}
	}
	return false
}

// elsewhere reports whether the sender is at none of the recipients' domains, so far as
// these are organisations'.
func (v *view) elsewhere() bool {
	theirs := false
	for _, r := range v.readers {
		_, domain, _ := strings.Cut(r, "@")
		registered := v.web.Registered(domain)
		if registered == v.domain {
			return false
		}
		theirs = theirs || registered != "" && !isFree(registered)
	}
	return theirs
}

// borrowed finds an organisation in no table: its domain gives links or pictures to the
// mail and its name to the display name, but the sender is another, and so is the main
// target.
func (v *view) borrowed(target string) string {
	normal, _ := words.Normal(nil, v.name)
	joined := strings.ReplaceAll(string(normal), " ", "")
	check := func(domain string) bool {
		const least = 5
		label, _, _ := strings.Cut(domain, ".")
		label = strings.ReplaceAll(label, "-", "")
		return domain != v.domain && domain != target && len(label) >= least && !web.Carrier(domain) && strings.Contains(joined, label) && !strings.Contains(v.domain, label)
	}
	if domain := v.titled(); domain != "" && domain != target {
		return domain
	}
	for i := range v.targets {
		if t := &v.targets[i]; t.Traits == 0 && check(t.Domain) {
			return t.Domain
		}
	}
	for _, domain := range v.pictures {
		if check(domain) {
			return domain
		}
	}
	return ""
}

// titled finds a domain that the display name is made of and the sender's is not.
func (v *view) titled() string {
	for word := range strings.FieldsSeq(strings.ToLower(v.name)) {
		word = strings.Trim(word, "\"'()[]<>.,;:!-")
		if !strings.Contains(word, ".") || strings.ContainsAny(word, "@/") {
			continue
		}
		domain := v.web.Registered(word)
		label, ending, _ := strings.Cut(domain, ".")
		if usualEnding(ending) && !strings.HasPrefix(v.domain, label+".") {
			return domain
		}
	}
	return ""
}

// usualEnding tells a domain from an abbreviation or a missing blank.
func usualEnding(ending string) bool {
	switch ending {
	case "com", "net", "org", "de", "fr", "nl", "it", "es", "ch", "at", "be", "eu", "io", "co.uk", "co.kr", "co.jp", "com.br", "com.au":
		return true
	}
	return false
}
