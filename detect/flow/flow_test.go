package flow_test

import (
	"bytes"
	"encoding/gob"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/event"
)

// deal folds the events into one state at once and into three in another order, which
// it merges, and demands the same of both.
func deal[E, S any](t *rapid.T, events []E, fresh func() *S, observe func(*S, E), merge func(into, from *S)) *S {
	whole, parts := fresh(), []*S{fresh(), fresh(), fresh()}
	for _, e := range events {
		observe(whole, e)
	}
	for _, e := range rapid.Permutation(events).Draw(t, "order") {
		observe(parts[rapid.IntRange(0, 2).Draw(t, "part")], e)
	}
	merge(parts[1], parts[2])
	merge(parts[0], parts[1])
	if diff := cmp.Diff(*whole, *parts[0]); diff != "" {
		t.Fatalf("(-at once +merged)\n%s", diff)
	}
	return whole
}

type totals struct{ Out int64 }

func TestStateSurvivesASnapshot(t *testing.T) {
	type state struct {
		Server       flow.Server
		Longest      flow.Longest[totals]
		Certificates *flow.Certificates
	}
	before := state{Certificates: flow.NewCertificates(3)}
	before.Server.Session(&event.TLSSession{Subject: "CN=a", Validation: "ok", ChainIDs: []string{"F"}}, "www.example.net")
	before.Longest.Keep(flow.RecordOf(&event.Connection{UID: "C", Duration: time.Hour}, 7, totals{7}))
	before.Certificates.Observe(&event.Certificate{ID: "F", Subject: "CN=a", Issuer: "CN=b"})
	var snapshot bytes.Buffer
	if err := gob.NewEncoder(&snapshot).Encode(&before); err != nil {
		t.Fatal(err)
	}
	after := state{Certificates: flow.NewCertificates(3)}
	if err := gob.NewDecoder(&snapshot).Decode(&after); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before.Server, after.Server) + cmp.Diff(before.Longest, after.Longest); diff != "" {
		t.Error(diff)
	}
	after.Certificates.Observe(&event.Certificate{ID: "G", Subject: "CN=c", Issuer: "CN=c"})
	for id, want := range map[string]flow.Certificate{"F": {Subject: "CN=", Issuer: "CN="}, "G": {Subject: "CN=", Issuer: "CN="}} {
		if got := after.Certificates.ByID.Get(fold.HashString(id)); got == nil || *got != want {
			t.Errorf("%s: %v, want %v", id, got, want)
		}
	}
}
