package external_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/external"
	"dwell/event"
	"dwell/finding"
)

// alerts are two groups: three alerts between two machines, one without addresses.
func alerts() []event.Batch {
	var b event.Batch
	for i := range 4 {
		a := event.Alert{
			Time: event.At(time.Date(2026, 3, 5, 7, i, 0, 0, time.UTC), event.PrecisionSecond), Ref: event.Ref{File: 1, Offset: int64(i) * 50, Length: 49},
			Product: "zeek", Name: "SSL::Invalid_Server_Cert", Message: "self signed",
		}
		if i < 3 {
			a.Endpoints = event.Endpoints{Src: netip.MustParseAddr("10.0.0.5"), Dst: netip.MustParseAddr("203.0.113.4"), DstPort: 8443}
		}
		b.Alerts = append(b.Alerts, a)
	}
	return []event.Batch{b}
}

func TestAlertsAreGroupedAndNeverAlarmAlone(t *testing.T) {
	d := external.New(detect.Config{})
	batches := alerts()
	d.Observe(&batches[0])
	found, err := d.Findings(detect.View{})
	if err != nil || len(found) != 2 {
		t.Fatalf("%v, %v", found, err)
	}
	for _, f := range found {
		if f.Severity != finding.Info {
			t.Errorf("%s %s", f.Severity, f.Sentence)
		}
	}
	if !strings.Contains(found[0].Sentence+found[1].Sentence, "3 alerts SSL::Invalid_Server_Cert on 10.0.0.5 and 203.0.113.4: self signed") {
		t.Errorf("%s\n%s", found[0].Sentence, found[1].Sentence)
	}
}

func TestLaw(t *testing.T) {
	detecttest.Law(t, external.Spec(), detect.Config{}, detect.View{}, alerts())
}
