package spearphish

import (
	"testing"

	"dwell/event"
)

func TestVerdictsOfProviders(t *testing.T) {
	const outlook = "am5eur02ft044.mail.protection.outlook.com"
	received := event.Header{Name: "Received", Value: "x"}
	for name, c := range map[string]struct {
		by      string
		headers []event.Header
		want    verdict
	}{
		"impersonation":          {outlook, []event.Header{received, {Name: "X-Forefront-Antispam-Report", Value: "CIP:203.0.113.9;CTRY:CN;SCL:1;SFTY:9.20;SFV:NSPM;CAT:UIMP;"}}, verdictSpoof},
		"phishing, spam":         {outlook, []event.Header{received, {Name: "X-Forefront-Antispam-Report", Value: "SCL:9;CAT:PHSH"}}, verdictPhish | verdictSpam},
		"first contact":          {outlook, []event.Header{{Name: "X-Forefront-Antispam-Report", Value: "SFTY:9.25;SCL:-1"}}, verdictFirst},
		"let pass":               {outlook, []event.Header{{Name: "X-Forefront-Antispam-Report", Value: "SFV:SKN"}}, verdictPassed},
		"only the newest counts": {outlook, []event.Header{{Name: "X-Forefront-Antispam-Report", Value: "SCL:1"}, {Name: "X-Forefront-Antispam-Report", Value: "CAT:SPOOF"}}, 0},
		"not Microsoft's server": {"mx.example.com", []event.Header{{Name: "X-Forefront-Antispam-Report", Value: "CAT:SPOOF"}}, 0},
		"our spam filter":        {"mx.example.com", []event.Header{{Name: "X-Spam-Flag", Value: "YES"}, received, received}, verdictSpam},
		"the sender's":           {"mx.example.com", []event.Header{received, received, {Name: "X-Spam-Flag", Value: "YES"}}, 0},
		"Gmail":                  {"mx.google.com", []event.Header{{Name: "X-Gm-Phishy", Value: "1"}, received}, verdictPhish},
		"nothing":                {"", nil, 0},
	} {
		m := event.Mail{Headers: c.headers, Hops: []event.Hop{{By: c.by}}}
		if got := verdictOf(&m); got != c.want {
			t.Errorf("%s: %b, want %b", name, got, c.want)
		}
	}
}
