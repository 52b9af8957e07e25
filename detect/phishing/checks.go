package phishing

import (
	"strings"
)

// check is what the receiver's own checks say of the sender's domain.
type check uint8

const (
	unchecked   check = iota
	vouchedNone       // it checked, and nothing vouches for the domain that is shown
	vouchedFail       // a check failed
	vouchedPass       // the domain that is shown is vouched for
)

// readChecks reads the receiver's results (RFC 8601). Only those of the newest writer count:
// whatever stands below them the sender may have written.
func (v *view) readChecks() check {
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
