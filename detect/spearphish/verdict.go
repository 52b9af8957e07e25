package spearphish

import (
	"strings"

	"dwell/event"
)

// verdict is what the receiving provider thought of a mail, as its header fields say.
type verdict uint8

// The verdicts.
const (
	verdictSpoof  verdict = 1 << iota // an impersonation or spoof
	verdictPhish                      // phishing or malware
	verdictSpam                       // spam
	verdictFirst                      // the first mail of a sender to a reader
	verdictPassed                     // an administrator or the reader let it pass
)

var verdictWords = []struct {
	bit    verdict
	weight float64
	words  string
}{
	// Providers are right more often than not about what they name, and let most of what
	// is aimed at one reader pass: a verdict adds a factor of three to six.
	{verdictSpoof, 0.8, "took it for an impersonation"},
	{verdictPhish, 0.8, "took it for phishing"},
	{verdictSpam, 0.4, "took it for spam"},
	{verdictFirst, 0.2, "noted that the sender had never written to the reader"},
}

// verdictOf reads the verdict of the reader's own side. A field below the first
// Received line of the sender's side may have been written by the sender; Microsoft's
// fields stand anywhere, but its servers rename those that come in with a mail, so
// they count when Microsoft's server took the mail in.
func verdictOf(m *event.Mail) (v verdict) {
	ours := len(m.Hops) > 0 && microsoft(m.Hops[0].By)
	received := 0
	for i := range m.Headers {
		h := &m.Headers[i]
		switch strings.ToLower(h.Name) {
		case "received":
			received++
		case "x-forefront-antispam-report":
			if ours {
				v |= forefront(h.Value)
				ours = false // the first one is Microsoft's newest
			}
		case "x-spam-flag":
			if received <= 1 && strings.EqualFold(strings.TrimSpace(h.Value), "yes") {
				v |= verdictSpam
			}
		case "x-spam-status", "x-gm-spam":
			value := strings.ToLower(strings.TrimSpace(h.Value))
			if received <= 1 && (strings.HasPrefix(value, "yes") || value == "1") {
				v |= verdictSpam
			}
		case "x-gm-phishy":
			if received <= 1 && strings.TrimSpace(h.Value) == "1" {
				v |= verdictPhish
			}
		}
	}
	return v
}

func microsoft(host string) bool {
	return strings.HasSuffix(host, ".outlook.com") || strings.HasSuffix(host, ".office365.com") || strings.HasSuffix(host, ".hotmail.com")
}

// forefront reads X-Forefront-Antispam-Report (Microsoft, "Anti-spam message headers"):
// fields set off by semicolons, of which CAT is the category, SFTY the safety tip, SCL
// the spam confidence and SFV the reason to let pass.
func forefront(value string) (v verdict) {
	const longest = 2000
	for field := range strings.SplitSeq(strings.ToUpper(value[:min(len(value), longest)]), ";") {
		name, content, _ := strings.Cut(strings.TrimSpace(field), ":")
		switch name + ":" + content {
		case "CAT:SPOOF", "CAT:UIMP", "CAT:DIMP", "CAT:GIMP", "CAT:INTOS", "SFTY:9.19", "SFTY:9.20", "SFTY:9.11", "SFTY:9.22":
			v |= verdictSpoof
		case "CAT:PHSH", "CAT:HPHSH", "CAT:HPHISH", "CAT:MALW", "CAT:AMP", "CAT:SAP":
			v |= verdictPhish
		case "CAT:SPM", "CAT:HSPM", "SCL:5", "SCL:6", "SCL:7", "SCL:8", "SCL:9":
			v |= verdictSpam
		case "SFTY:9.25":
			v |= verdictFirst
		case "SFV:SKA", "SFV:SKN", "SFV:SFE":
			v |= verdictPassed
		}
	}
	return v
}
