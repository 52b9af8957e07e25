package phishing

import (
	"strings"
)

// header reads the fields that say how the mail was sent and what was thought of it.
func (v *view) header() {
	m := v.mail
	received := 0
	for i := range m.Headers {
		h := &m.Headers[i]
		if h.Name == "" {
			continue
		}
		switch h.Name[0] | 0x20 { // most fields are none of these
		case 'r':
			if strings.EqualFold(h.Name, "Received") {
				received++
			}
		case 'd':
			v.fieldD(h.Name, h.Value)
		case 'l', 'm', 'p', 'x':
			v.field(h.Name, h.Value, received)
		}
	}
	v.fields.list = v.fields.list || listEnvelope(m.ReturnPath)
	v.fields.answers = m.InReplyTo != "" || len(m.References) > 0
}

// fieldD reads a signature, or where the mail was delivered to.
func (v *view) fieldD(name, value string) {
	switch {
	case strings.EqualFold(name, "DKIM-Signature"):
		v.signature(value)
	case strings.EqualFold(name, "Delivered-To") && v.delivered == "":
		v.delivered = value
	}
}

// field reads one of those about lists and verdicts. List-Id says nothing: newsletters
// write it as well; List-Post stands where people answer each other (RFC 2369).
func (v *view) field(name, value string, received int) {
	switch strings.ToLower(name) {
	case "list-post", "mailing-list", "x-mailing-list", "x-beenthere", "x-mailman-version", "x-ecartis-version", "x-listname":
		v.fields.list = true
	case "list-unsubscribe":
		v.fields.unsubscribe = true
	case "precedence":
		v.fields.bulk = true
	case "x-forefront-antispam-report", "x-spam-flag", "x-gm-phishy":
		v.verdict(name, value, received)
	}
}

// listEnvelope reports whether a return path is one that the programs of lists write
// (Majordomo, Mailman, ezmlm): older ones write nothing else that tells.
func listEnvelope(path string) bool {
	local, _, _ := strings.Cut(strings.ToLower(strings.Trim(path, "<> ")), "@")
	if strings.HasPrefix(local, "owner-") || strings.HasPrefix(local, "sentto-") || strings.Contains(local, "-return-") {
		return true
	}
	for _, end := range []string{"-admin", "-bounces", "-owner", "-errors", "-request"} {
		if strings.HasSuffix(local, end) {
			return true
		}
	}
	return false
}

// signature notes the domain that signed.
func (v *view) signature(value string) {
	const longest, most = 300, 4
	for field := range strings.SplitSeq(value[:min(len(value), longest)], ";") {
		if d, ok := strings.CutPrefix(strings.TrimSpace(field), "d="); ok && len(v.fields.signed) < most {
			v.fields.signed = append(v.fields.signed, v.web.Registered(strings.ToLower(strings.TrimSpace(d))))
		}
	}
}

// verdict reads what the receiver's provider thought: near the top, above what the sender
// wrote, or in Microsoft's report (Microsoft, "Anti-spam message headers"), whose servers
// rename those that come in with a mail.
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
