package acceptance_test

import (
	"slices"
	"strings"
	"testing"

	"dwell/casefile"
	"dwell/finding"
)

// The known answers of the real evidence: what of it must stand among the first three
// findings of its folder, with default settings.
func TestKnownAnswersAreOnTop(t *testing.T) {
	for _, c := range []struct {
		folder  string
		answers [][]string // what one finding names together
	}{
		{"network/rita/proxy", [][]string{{"10.136.0.18", "www.honestimnotevil.com"}}},
		{"network/rita/lab_http", [][]string{{"10.55.100.109", "www.alexa.com"}}},
		// Five answers at two machines of the attacker and one more victim: TestAPT29 has each.
		{"network/apt29_day1", [][]string{{"10.0.1.4", "192.168.0.5"}, {"10.0.1.4", "192.168.0.4"}, {"10.0.1.4", "10.0.1.6"}}},
		{"network/dns_names", [][]string{{"hidemyself.org"}}},
		{"network/slips/test2-malicious.binetflow", [][]string{{"10.8.0.69"}}},
		{"network/slips/test18-malicious-ctu-sme-11-win", [][]string{{"192.168.1.107", "66.63.168.35"}}},
		{"network/slips/test9-mixed-zeek-dir", [][]string{{"10.0.2.15", "123.33.22.11"}}},
		{"network/stratosphere_testing/001-zeek-scenario-malicious", [][]string{{"192.168.1.115", "41.108.179.197"}}},
		{"network/stratosphere_testing/002-zeek-scenario-port-scanning", [][]string{{"172.16.1.11"}}},
	} {
		t.Run(c.folder, func(t *testing.T) {
			found := shared(t, c.folder)
			top := found.Findings[:min(3, len(found.Findings))]
			for _, answer := range c.answers {
				if !slices.ContainsFunc(top, func(f finding.Finding) bool { return tellsOf(&f, answer) }) {
					t.Errorf("%v is not among the first three findings:\n%s", answer, describe(found))
				}
			}
		})
	}
}

// tellsOf reports whether the sentence of the finding names all these.
func tellsOf(f *finding.Finding, values []string) bool {
	return !slices.ContainsFunc(values, func(v string) bool { return !strings.Contains(f.Sentence, v) })
}

// Captures of ordinary work give at most one finding above medium for each day of a
// host.
func TestOrdinaryCapturesStayQuiet(t *testing.T) {
	for _, folder := range []string{
		"network/stratosphere_testing/008-zeek-mixed", "network/rita/proxy_rolling", "network/rita/lab_http",
		"network/rita/open_sni", "network/slips/test10-mixed-zeek-dir", "network/slips/test6-malicious.suricata.json",
	} {
		t.Run(folder, func(t *testing.T) {
			if alarms := above(shared(t, folder), finding.Medium); len(alarms) > 1 {
				t.Errorf("%d findings above medium: %v", len(alarms), alarms)
			}
		})
	}
}

// above returns the titles of the findings of more than that severity.
func above(c *casefile.Case, s finding.Severity) (out []string) {
	for i := range c.Findings {
		if c.Findings[i].Severity > s {
			out = append(out, c.Findings[i].Title)
		}
	}
	return out
}
