// Package list names every detector. A new question is one new folder below
// detect and one line here.
package list

import (
	"dwell/detect"
	"dwell/detect/account"
	"dwell/detect/attachment"
	"dwell/detect/backdoor"
	"dwell/detect/dnsanswer"
	"dwell/detect/dnstunnel"
	"dwell/detect/exfil"
	"dwell/detect/external"
	"dwell/detect/extortion"
	"dwell/detect/guessing"
	"dwell/detect/harvest"
	"dwell/detect/lateral"
	"dwell/detect/longconn"
	"dwell/detect/phishing"
	"dwell/detect/rita"
	"dwell/detect/scan"
	"dwell/detect/spearphish"
)

// All returns the detectors in the order of the kill chain.
func All() []detect.Spec {
	return []detect.Spec{
		spearphish.Spec(),
		phishing.Spec(),
		attachment.Spec(),
		account.Spec(),
		backdoor.Spec(),
		longconn.Spec(),
		dnstunnel.Spec(),
		dnsanswer.Spec(),
		scan.Spec(),
		guessing.Spec(),
		lateral.Spec(),
		harvest.Spec(),
		exfil.Spec(),
		extortion.Spec(),
		external.Spec(),
	}
}

// RITA returns what scores relations as RITA v5 does. It is in no other list: it runs
// only when asked for.
func RITA() detect.Spec { return rita.Spec() }
