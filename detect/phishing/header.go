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
		if len(h.Name) < len("Received") {
			continue
		}
		switch name := h.Name; {
		case strings.EqualFold(name, "Received"):
			received++
		case strings.EqualFold(name, "List-Id"), strings.EqualFold(name, "List-Post"), strings.EqualFold(name, "Mailing-List"), strings.EqualFold(name, "X-Mailing-List"),
			strings.EqualFold(name, "X-BeenThere"), strings.EqualFold(name, "X-Mailman-Version"), strings.EqualFold(name, "X-ecartis-version"), strings.EqualFold(name, "X-Listname"):
			v.fields.list = true
		case strings.EqualFold(name, "List-Unsubscribe"):
			v.fields.unsubscribe = true
		case strings.EqualFold(name, "Precedence"):
			v.fields.bulk = true
		case strings.EqualFold(name, "DKIM-Signature"):
			v.signature(h.Value)
		default:
			v.verdict(name, h.Value, received)
		}
	}
	v.fields.list = v.fields.list || listEnvelope(m.ReturnPath)
	v.fields.answers = m.InReplyTo != "" || len(m.References) > 0
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
