package rehearsal

import (
	"context"
	"strings"
	"testing"
)

func TestTheStandardGridIsSound(t *testing.T) {
	g, err := Standard()
	if err != nil {
		t.Fatal(err)
	}
	if g.Size() < 50 {
		t.Errorf("only %d rehearsals", g.Size())
	}
}

func TestMistakesInAGridAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		"seeds: [1]": "seeds and sweeps",
		"seds: [1]":  "seds",
		"seeds: [1]\nsweeps: [{scenario: quiet-month, values: [a]}]": "parameter",
	} {
		if _, err := ParseGrid([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	g := &Grid{Seeds: []uint64{1}, Sweeps: []Sweep{{Scenario: "quiet-month", Parameter: "warp", Values: []string{"9"}, Days: []int{0}}}}
	if _, err := Many(context.Background(), g, t.TempDir(), nil); err == nil || !strings.Contains(err.Error(), "warp=9") {
		t.Error(err)
	}
}

// A slower back door needs longer evidence; a grid tells.
func TestMany(t *testing.T) {
	if testing.Short() {
		t.Skip("rehearses twice")
	}
	g := &Grid{Seeds: []uint64{1}, Sweeps: []Sweep{{Scenario: "ransom-no-theft", Parameter: "beacon_period", Values: []string{"5m", "72h"}, Days: []int{0},
		Set: map[string]string{"employees": "12", "mailboxes": "1", "certificate": "vouched", "missing": "web,database"}}}}
	steps := 0
	out, err := Many(context.Background(), g, t.TempDir(), func(int, int, string) { steps++ })
	if err != nil {
		t.Fatal(err)
	}
	if steps != 2 || len(out) != 1 || len(out[0].Runs) != 2 {
		t.Fatalf("%d steps, %+v", steps, out)
	}
	for _, s := range out[0].Curve.Stages {
		if s.Stage == "back-door" && (s.Points[0].Found != 1 || s.Points[1].Found != 0 || s.LostAt != "72h") {
			t.Errorf("%+v", s)
		}
	}
}
