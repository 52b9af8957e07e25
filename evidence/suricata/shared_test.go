package suricata_test

import (
	"bytes"
	"io/fs"
	"maps"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"

	"dwell/event"
	"dwell/evidence"
	"dwell/internal/testkit"
)

const eve = "network/slips/test6-malicious.suricata.json"

// A real log of Suricata 6: every line of it gives its event.
func TestARealLog(t *testing.T) {
	data := testkit.Content(t, testkit.Shared(t, eve))
	if c := detect(string(data)); c != evidence.Certain {
		t.Errorf("detected with %d", c)
	}
	got := read(t, string(data))
	if n := int64(bytes.Count(data, []byte("\n"))); got.Tally.Records != n || n != 5000 || len(got.Tally.Notes) != 0 {
		t.Errorf("%d lines: %+v", n, got.Tally)
	}
	e := &got.Events
	warnings, anomalies, inward := 0, 0, 0
	camera := netip.MustParseAddr("192.168.1.129")
	for i := range e.Alerts {
		if e.Alerts[i].Anomaly {
			anomalies++
			continue
		}
		warnings++
		if e.Alerts[i].Dst == camera {
			inward++
		}
	}
	questions, states := 0, map[string]int{}
	for i := range e.DNSLookups {
		if e.DNSLookups[i].Part == event.LookupQuestion {
			questions++
		}
		if e.DNSLookups[i].Dst != netip.MustParseAddr("192.168.1.1") || e.DNSLookups[i].DstPort != 53 {
			t.Errorf("%+v", e.DNSLookups[i])
		}
	}
	for i := range e.Connections {
		c := &e.Connections[i]
		states[c.Transport.String()+" "+c.State]++
		if c.Sensor != "stratosphere.org" || c.UID == "" || c.Duration < 0 || c.SrcBytes < 0 || c.DstBytes < 0 || c.SrcIP < c.SrcBytes {
			t.Errorf("%+v", c)
		}
	}
	counts := map[string]int{
		"flow": len(e.Connections), "dns": len(e.DNSLookups), "questions": questions, "http": len(e.WebRequests), "tls": len(e.TLSSessions),
		"certificates": len(e.Certificates), "fileinfo": len(e.Files), "alert": warnings, "anomaly": anomalies, "others": len(e.Logons) + len(e.Shares) + len(e.Calls) + len(e.Assets) + len(e.Mails),
	}
	if want := map[string]int{
		"flow": 3512, "dns": 680, "questions": 340, "http": 56, "tls": 1, "certificates": 1, "fileinfo": 3, "alert": 745, "anomaly": 3, "others": 0,
	}; !maps.Equal(counts, want) {
		t.Errorf("%v, want %v", counts, want)
	}
	if inward < 700 {
		t.Errorf("%d of %d alerts are about attempts on the camera", inward, warnings)
	}
	// Of the machine's 2,336 flows of TCP 15 were not followed by Suricata.
	if states["tcp "] != 15 || states["tcp REJ"] < 1500 || states["udp S0"] != 977 {
		t.Errorf("%v", states)
	}
	if s := e.TLSSessions[0]; s.ServerName != "www.myedimax.com" || s.Version != "TLSv11" || s.JA3 != "b7202231ff2db28363c109cedc6d1642" || s.SrcPort != 60316 {
		t.Errorf("%+v", s)
	}
}

// No other file of the real evidence is taken for EVE.
func TestOtherRealLogs(t *testing.T) {
	for _, folder := range []string{"network", "alerts"} {
		err := filepath.WalkDir(testkit.Shared(t, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(filepath.ToSlash(path), filepath.Base(eve)) {
				return err
			}
			if c := detect(string(testkit.Content(t, path))); c != evidence.No {
				t.Errorf("%s: %d", path, c)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
