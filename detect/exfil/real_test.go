package exfil

import (
	"strings"
	"testing"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/detecttest/realdata"
	"dwell/entity"
	"dwell/event"
	"dwell/finding"
)

// investigate runs the detector over batches and returns its findings.
func investigate(t testing.TB, inside *entity.Estate, stream []event.Batch) []finding.Finding {
	t.Helper()
	return detecttest.Investigate(t, Spec(), detect.View{Estate: inside}, stream)
}

// inferred is the estate that follows from the evidence itself.
func inferred(stream []event.Batch) *entity.Estate {
	o := entity.NewObserver()
	for i := range stream {
		o.Observe(&stream[i])
	}
	return o.Estate(entity.Overrides{})
}

func TestArchivePutOverWebDAV(t *testing.T) {
	stream := realdata.Zeek(t, "network/apt29_day1")
	findings := investigate(t, inferred(stream), stream)
	for _, f := range findings {
		t.Logf("%s %.2f %s", f.Severity, f.Score, f.Sentence)
	}
	f := detecttest.Between(t, findings, "10.0.1.4", "192.168.0.4")
	if f.Severity < finding.High {
		t.Errorf("severity %s, want at least high: %v", f.Severity, f.Parts)
	}
	detecttest.Expect(t, f, map[string]any{"bytes_out": int64(2_187_099), "bytes_in": int64(5_347_774), "connections": int64(6),
		"largest_transfer_bytes": int64(2_181_167), "destination_port": int64(80), "http_upload_bytes": int64(2 * 1_082_089)})
	if f.Technique != overPlainProtocol {
		t.Errorf("technique %s, want %s", f.Technique, overPlainProtocol)
	}
	for _, want := range []string{"sent 2187099 bytes", "sent 2181167 bytes", "OfficeSupplies.7z", "no past to compare with"} {
		if !strings.Contains(f.Sentence, want) {
			t.Errorf("the sentence lacks %q: %s", want, f.Sentence)
		}
	}
}

func TestOrdinaryDaysGiveNothingAboveMedium(t *testing.T) {
	for _, folder := range []string{
		"network/rita/proxy", "network/rita/proxy_rolling", "network/rita/open_sni", "network/rita/lab_http",
		"network/stratosphere_testing/008-zeek-mixed", "network/stratosphere_testing/001-zeek-scenario-malicious",
		"network/stratosphere_testing/002-zeek-scenario-port-scanning", "network/slips/test9-mixed-zeek-dir",
		"network/slips/test10-mixed-zeek-dir", "network/slips/test18-malicious-ctu-sme-11-win",
	} {
		t.Run(folder, func(t *testing.T) {
			stream := realdata.Zeek(t, folder)
			for _, f := range investigate(t, inferred(stream), stream) {
				t.Logf("%s %.2f %s", f.Severity, f.Score, f.Sentence)
				if f.Severity > finding.Medium {
					t.Errorf("%s: %v", f.Severity, f.Parts)
				}
			}
		})
	}
}
