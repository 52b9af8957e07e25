package pipeline_test

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"dwell/detect"
	detectors "dwell/detect/list"
	"dwell/finding"
	"dwell/pipeline"
)

// Comparisons obey the law of detectors: the number of workers leaves no trace.
func TestComparisonsAreMadeWhenAskedFor(t *testing.T) {
	path := conn(t, 60_000)
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

// expectMeasures demands that what the comparison says of a relation stands in the findings
// about it and in no other.
func expectMeasures(t *testing.T, r *pipeline.Result) {
	t.Helper()
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
