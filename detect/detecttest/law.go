// Package detecttest proves the laws of the detector contract for one detector, and
// holds what the tests of several detectors need.
package detecttest

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"testing"

	"dwell/detect"
	"dwell/event"
)

// Law checks that the detector made by spec gives byte-identical findings for the
// stream in one pass and for many random splits: the events of stream are dealt to
// k states in random order, some states go through Snapshot and Restore, and the
// states are merged in random order and grouping. The stream must make the
// detector find something, or the law would hold for nothing.
func Law(t *testing.T, spec detect.Spec, cfg detect.Config, view detect.View, stream []event.Batch) {
	t.Helper()
	if cfg.MaxKeys == 0 {
		cfg.MaxKeys = detect.DefaultMaxKeys
	}
	single := spec.New(cfg)
	events := singles(stream)
	for i := range events {
		single.Observe(&events[i])
	}
	want := render(t, single, view)
	if string(want) == "null" || string(want) == "[]" {
		t.Fatalf("%s: the stream gives no finding, so the law would be empty", spec.Name)
	}
	if again := render(t, single, view); !bytes.Equal(want, again) {
		t.Fatalf("%s: Findings changes the state", spec.Name)
	}
	trials := 25
	if testing.Short() { // the run under the race detector, which is slow
		trials = 6
	}
	for trial := range trials {
		random := rand.New(rand.NewPCG(uint64(trial), 7))
		got := render(t, split(t, random, spec, cfg, events), view)
		if !bytes.Equal(want, got) {
			t.Fatalf("%s: trial %d: findings differ\none pass: %s\nsplit:    %s", spec.Name, trial, want, got)
		}
	}
}

func split(t *testing.T, random *rand.Rand, spec detect.Spec, cfg detect.Config, events []event.Batch) detect.Detector {
	t.Helper()
	states := make([]detect.Detector, 1+random.IntN(6))
	for i := range states {
		states[i] = spec.New(cfg)
	}
	for _, i := range random.Perm(len(events)) {
		states[random.IntN(len(states))].Observe(&events[i])
	}
	for len(states) > 1 {
		if random.IntN(2) == 0 {
			states[0] = reload(t, spec, cfg, states[0])
		}
		i := 1 + random.IntN(len(states)-1)
		a, b := states[0], states[i]
		if random.IntN(2) == 0 {
			a, b = b, a
		}
		a.Merge(b)
		states[0] = a
		states = append(states[:i], states[i+1:]...)
	}
	return reload(t, spec, cfg, states[0])
}

func reload(t *testing.T, spec detect.Spec, cfg detect.Config, d detect.Detector) detect.Detector {
	t.Helper()
	var snapshot bytes.Buffer
	if err := d.Snapshot(&snapshot); err != nil {
		t.Fatalf("%s: %v", spec.Name, err)
	}
	fresh := spec.New(cfg)
	if err := fresh.Restore(&snapshot); err != nil {
		t.Fatalf("%s: %v", spec.Name, err)
	}
	return fresh
}

func render(t *testing.T, d detect.Detector, view detect.View) []byte {
	t.Helper()
	findings, err := d.Findings(view)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(findings)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// singles cuts batches into batches of one event.
func singles(stream []event.Batch) []event.Batch {
	var out []event.Batch
	for i := range stream {
		b := &stream[i]
		for j := range b.Mails {
			out = append(out, event.Batch{Mails: b.Mails[j : j+1]})
		}
		for j := range b.Connections {
			out = append(out, event.Batch{Connections: b.Connections[j : j+1]})
		}
		for j := range b.DNSLookups {
			out = append(out, event.Batch{DNSLookups: b.DNSLookups[j : j+1]})
		}
		for j := range b.WebRequests {
			out = append(out, event.Batch{WebRequests: b.WebRequests[j : j+1]})
		}
		for j := range b.TLSSessions {
			out = append(out, event.Batch{TLSSessions: b.TLSSessions[j : j+1]})
		}
		for j := range b.Certificates {
			out = append(out, event.Batch{Certificates: b.Certificates[j : j+1]})
		}
		for j := range b.Files {
			out = append(out, event.Batch{Files: b.Files[j : j+1]})
		}
		for j := range b.Logons {
			out = append(out, event.Batch{Logons: b.Logons[j : j+1]})
		}
		for j := range b.Alerts {
			out = append(out, event.Batch{Alerts: b.Alerts[j : j+1]})
		}
		for j := range b.Queries {
			out = append(out, event.Batch{Queries: b.Queries[j : j+1]})
		}
		for j := range b.Shares {
			out = append(out, event.Batch{Shares: b.Shares[j : j+1]})
		}
		for j := range b.Calls {
			out = append(out, event.Batch{Calls: b.Calls[j : j+1]})
		}
		for j := range b.Assets {
			out = append(out, event.Batch{Assets: b.Assets[j : j+1]})
		}
		for j := range b.Transfers {
			out = append(out, event.Batch{Transfers: b.Transfers[j : j+1]})
		}
		for j := range b.Actions {
			out = append(out, event.Batch{Actions: b.Actions[j : j+1]})
		}
	}
	return out
}
