package pipeline_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"dwell/detect"
	detectors "dwell/detect/list"
	"dwell/finding"
	"dwell/pipeline"
)

// Comparisons obey the law of detectors: the number of workers leaves no trace.
func TestComparisonsAreMadeWhenAskedFor(t *testing.T) {
	path := clockwork(t)
	var before []detect.Comparison
	for _, workers := range []int{1, 3} {
		c := config(path, workers)
		r, err := pipeline.Run(context.Background(), c)
		if err != nil || len(r.Comparisons) != 0 {
			t.Fatalf("%d comparisons that nobody asked for, %v", len(r.Comparisons), err)
		}
		c.Detectors = append(c.Detectors, detectors.RITA())
		if r, err = pipeline.Run(context.Background(), c); err != nil {
			t.Fatal(err)
		}
		if len(r.Comparisons) != 1 || len(r.Comparisons[0].Rows) == 0 {
			t.Fatalf("%d comparisons", len(r.Comparisons))
		}
		if before != nil && !reflect.DeepEqual(before, r.Comparisons) {
			t.Errorf("%d workers give another comparison", workers)
		}
		before = r.Comparisons
		expectMeasures(t, r)
	}
}

// clockwork writes a conn log of two days in which ten machines call one server each, all
// day long.
func clockwork(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\torig_bytes\tresp_bytes\torig_ip_bytes\tresp_ip_bytes\n")
	for i := range 2 * 24 * 60 {
		fmt.Fprintf(&b, "%d.5\tC%d\t10.0.0.%d\t40000\t203.0.113.%d\t8443\ttcp\t300\t900\t560\t1160\n", 1_772_449_200+60*i, i, i%10, i%10)
	}
	path := filepath.Join(t.TempDir(), "conn.log")
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// expectMeasures demands that what the comparison says of a relation stands in the findings
// about it and in no other.
func expectMeasures(t *testing.T, r *pipeline.Result) {
	t.Helper()
	if len(r.Case.Findings) == 0 {
		t.Fatal("no finding: the test would prove nothing")
	}
	for _, f := range r.Case.Findings {
		var want any
		for _, source := range f.Values(finding.Source) {
			for _, destination := range f.Values(finding.Destination) {
				if f.Kind == finding.Beacon || f.Kind == finding.LongConnection {
					want = r.Comparisons[0].Measures[detect.Relation{Source: source, Destination: destination}]["rita_threat"]
				}
			}
		}
		if fmt.Sprint(f.Measures["rita_threat"]) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", f.Title, f.Measures["rita_threat"], want)
		}
	}
}
