package acceptance_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dwell/event"
	"dwell/finding"
)

// The first day of the APT29 evaluation: the attacker's addresses are private ones,
// two sensors see the same machines.
func TestAPT29(t *testing.T) {
	c := shared(t, "network/apt29_day1")

	var ids []string
	want := func(what string, kinds []finding.Kind, figures []int64, values ...string) {
		t.Helper()
		for i := range c.Findings {
			f := &c.Findings[i]
			if f.Severity < finding.Medium || !slices.Contains(kinds, f.Kind) || !holdsAll(f, values) || !hasMeasures(f, figures) {
				continue
			}
			ids = append(ids, f.ID)
			return
		}
		t.Errorf("%s: no finding of at least medium with exactly %v among\n%s", what, figures, describe(c))
	}
	backDoor := []finding.Kind{finding.LongConnection, finding.OddIdentity, finding.Beacon}
	want("back door on 1234", backDoor, []int64{70042, 910700}, "10.0.1.4", "192.168.0.5")
	want("back door on 443", []finding.Kind{finding.OddIdentity, finding.LongConnection}, []int64{524399, 31850555}, "10.0.1.4", "192.168.0.5")
	want("back door on 8443", []finding.Kind{finding.OddIdentity, finding.Beacon}, []int64{390152, 1695935}, "10.0.1.6", "192.168.0.4")
	want("WebDAV upload", []finding.Kind{finding.ExfilVolume}, []int64{2181167}, "10.0.1.4", "192.168.0.4")
	want("lateral movement", []finding.Kind{finding.LateralMovement}, []int64{5901055}, "10.0.1.4", "10.0.1.6")

	if len(c.Incidents) != 1 {
		t.Fatalf("%d incidents, want one", len(c.Incidents))
	}
	for _, id := range ids {
		if !slices.Contains(c.Incidents[0].Findings, id) {
			t.Errorf("%s is not part of the incident", id)
		}
	}
	var stated strings.Builder
	for _, i := range c.Inferences {
		stated.WriteString(i.Subject + " " + i.Value + "\n")
	}
	for _, want := range []string{"inside network 10.", "outside network 192.168.0."} {
		if !strings.Contains(stated.String(), want) {
			t.Errorf("inferences do not state %q:\n%s", want, stated.String())
		}
	}
}

// hasMeasures reports whether each of the numbers is one of the measures.
func hasMeasures(f *finding.Finding, numbers []int64) bool {
	for _, n := range numbers {
		found := false
		for _, v := range f.Measures {
			found = found || fmt.Sprint(v) == fmt.Sprint(n)
		}
		if !found {
			return false
		}
	}
	return true
}

func TestTheProxiedBackDoorIsTheTopFinding(t *testing.T) {
	c := shared(t, "network/rita/proxy")
	if len(c.Findings) == 0 || !holdsAll(&c.Findings[0], []string{"www.honestimnotevil.com"}) {
		t.Errorf("top finding is not www.honestimnotevil.com:\n%s", describe(c))
	}
}

// Ordinary networks: real computers at work, attacked from outside or not at all.
func TestOrdinaryTrafficRaisesNoAlarm(t *testing.T) {
	for _, name := range []string{"network/rita/proxy_rolling", "network/stratosphere_testing/008-zeek-mixed"} {
		c := shared(t, name)
		for _, f := range c.Findings {
			if f.Severity > finding.Medium {
				t.Errorf("%s: %s %s", name, f.Severity, f.Sentence)
			}
		}
	}
}

// stripped returns what findings say, without the references to records.
func stripped(t *testing.T, all []finding.Finding) []string {
	t.Helper()
	var out []string
	for _, f := range all {
		for i := range f.Clues {
			f.Clues[i].Refs = nil
		}
		f.Refs = []event.Ref{}
		text, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(text))
	}
	return out
}

// The same records as TSV and as JSON give the same findings, references apart.
func TestTSVAndJSONAgree(t *testing.T) {
	tsv := stripped(t, shared(t, "network/rita/lab_http/http.tsv.log.gz").Findings)
	twin := stripped(t, shared(t, "network/rita/lab_http/http.json.log.gz").Findings)
	if len(tsv) == 0 || len(tsv) != len(twin) {
		t.Fatalf("%d findings from TSV, %d from JSON", len(tsv), len(twin))
	}
	for i := range tsv {
		if tsv[i] != twin[i] {
			t.Errorf("TSV gives\n%s\nJSON gives\n%s", tsv[i], twin[i])
		}
	}
}

func TestDamagedLogsKeepTheirGoodLines(t *testing.T) {
	c := shared(t, "network/rita/truncated")
	for _, path := range []string{"conn.log", "conn_json.log", "conn_top.log"} {
		if f := file(t, c, path); f.Records == 0 || len(f.Notes)+len(f.Reasons) == 0 {
			t.Errorf("%s: %d records, notes %v, reasons %v", path, f.Records, f.Notes, f.Reasons)
		}
	}
	c = shared(t, "network/rita/text_file")
	if len(c.Unread) != 1 || c.Unread[0].Reason == "" {
		t.Errorf("text_file: unread %v", c.Unread)
	}
	c = shared(t, "network/rita/has_unknown_field")
	if f := file(t, c, "http.log"); f.Records == 0 || f.Damaged != 0 || len(f.Notes) == 0 {
		t.Errorf("has_unknown_field: %d records, %d damaged, notes %v", f.Records, f.Damaged, f.Notes)
	}
}
