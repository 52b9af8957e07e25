package detecttest

import (
	"bytes"
	"slices"
	"testing"

	"dwell/detect"
	"dwell/event"
)

// snapshots is how often Reopened repeats what is still open: a few hours' worth.
const snapshots = 3

// OpenDoesNotCount checks that requests and handshakes which were logged while their
// connections were open, and logged again when these were complete, change nothing.
func OpenDoesNotCount(t *testing.T, spec detect.Spec, view detect.View, stream []event.Batch) {
	t.Helper()
	cfg := detect.Config{MaxKeys: detect.DefaultMaxKeys}
	complete, also := spec.New(cfg), spec.New(cfg)
	for i := range stream {
		complete.Observe(&stream[i])
	}
	for _, b := range append(Reopened(stream), stream...) {
		also.Observe(&b)
	}
	if want, got := render(t, complete, view), render(t, also, view); !bytes.Equal(want, got) {
		t.Fatalf("%s: findings differ\nwithout snapshots: %s\nwith:              %s", spec.Name, want, got)
	}
}

// Reopened returns all requests and handshakes of the stream as a sensor logs them
// while their connections are open: again and again.
func Reopened(stream []event.Batch) []event.Batch {
	var out []event.Batch
	for _, b := range stream {
		open := event.Batch{WebRequests: slices.Clone(b.WebRequests), TLSSessions: slices.Clone(b.TLSSessions)}
		for i := range open.WebRequests {
			open.WebRequests[i].Open = true
		}
		for i := range open.TLSSessions {
			open.TLSSessions[i].Open = true
		}
		for range snapshots {
			out = append(out, open)
		}
	}
	return out
}
