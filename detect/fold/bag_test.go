package fold_test

import (
	"bytes"
	"encoding/gob"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dwell/detect/fold"
)

func hashes(b *fold.Bag[int]) []uint64 {
	var out []uint64
	for _, e := range b.Entries {
		out = append(out, e.Hash)
	}
	slices.Sort(out)
	return out
}

// Whatever the order and the split, the entries that stay are those with the most
// leading zeros.
func TestBagAgreesWithItsModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.Uint32Range(0, 300), 0, 600).Draw(t, "keys")
		budget := rapid.IntRange(1, 200).Draw(t, "budget")
		parts := []*fold.Bag[int]{fold.NewBag[int](budget), fold.NewBag[int](budget), fold.NewBag[int](budget)}
		var model []uint64
		for _, k := range keys {
			model = append(model, hash(k))
			parts[rapid.IntRange(0, 2).Draw(t, "part")].Add(hash(k), 1)
		}
		parts[1].Merge(parts[2])
		parts[0].Merge(parts[1])
		whole, all, shift := parts[0], len(model), uint8(0)
		for len(model) > budget && shift < 63 {
			shift++
			model = slices.DeleteFunc(model, func(h uint64) bool { return !fold.Kept(h, shift) })
		}
		slices.Sort(model)
		if got := hashes(whole); !slices.Equal(got, model) || whole.Shift != shift || whole.Dropped != (len(model) < all) {
			t.Fatalf("shift %d of %d, dropped %v, entries %d of %d", whole.Shift, shift, whole.Dropped, len(got), len(model))
		}
	})
}

func TestBagSurvivesASnapshot(t *testing.T) {
	b := fold.NewBag[int](50)
	for k := range uint32(500) {
		b.Add(hash(k), int(k))
	}
	var snapshot bytes.Buffer
	if err := gob.NewEncoder(&snapshot).Encode(b); err != nil {
		t.Fatal(err)
	}
	again := fold.NewBag[int](50)
	if err := gob.NewDecoder(&snapshot).Decode(again); err != nil {
		t.Fatal(err)
	}
	for k := range uint32(500) {
		b.Add(hash(k), 0)
		again.Add(hash(k), 0)
	}
	if !slices.Equal(b.Entries, again.Entries) || b.Shift != again.Shift || !again.Dropped {
		t.Errorf("shift %d of %d, %d entries of %d", again.Shift, b.Shift, len(again.Entries), len(b.Entries))
	}
}
