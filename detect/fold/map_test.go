package fold_test

import (
	"bytes"
	"encoding/gob"
	"math/bits"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dwell/detect/fold"
)

func hash(k uint32) uint64 { return fold.Mix(uint64(k), 7) }

func newMap(budget int) *fold.Map[uint32, int] { return fold.NewMap[uint32, int](budget, hash) }

func content(m *fold.Map[uint32, int]) map[uint32]int {
	out := map[uint32]int{}
	for k, v := range m.All() {
		out[k] = *v
	}
	return out
}

func sum(into, from *int) { *into += *from }

// Whatever the order, the split and the budget: the keys that stay are those whose
// hashes have the most leading zeros, and their values are complete.
func TestMapAgreesWithItsModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.Uint32Range(0, 300), 0, 600).Draw(t, "keys")
		budget := rapid.IntRange(1, 200).Draw(t, "budget")
		parts := []*fold.Map[uint32, int]{newMap(budget), newMap(budget), newMap(budget)}
		model := map[uint32]int{}
		for _, k := range keys {
			model[k]++
			if v := parts[rapid.IntRange(0, 2).Draw(t, "part")].At(k); v != nil {
				*v++
			}
		}
		whole := parts[0]
		whole.Merge(parts[1], sum)
		whole.Merge(parts[2], sum)
		shift := 0
		for kept(model, shift) > budget {
			shift++
		}
		dropped := false
		for k := range model {
			if bits.LeadingZeros64(hash(k)) < shift {
				delete(model, k)
				dropped = true
			}
		}
		if diff := cmp.Diff(model, content(whole)); diff != "" {
			t.Fatalf("(-model +map)\n%s", diff)
		}
		if whole.Len() != len(model) || whole.Dropped != dropped || int(whole.Shift) != shift {
			t.Fatalf("length %d of %d, dropped %v, shift %d of %d", whole.Len(), len(model), whole.Dropped, whole.Shift, shift)
		}
		for k := range model {
			if v, ok := whole.Lookup(k); !ok || v != whole.At(k) || v != whole.Get(k) {
				t.Fatalf("key %d is found in one way and not in another", k)
			}
		}
	})
}

func kept(model map[uint32]int, shift int) int {
	n := 0
	for k := range model {
		if bits.LeadingZeros64(hash(k)) >= shift {
			n++
		}
	}
	return n
}

func TestMapSurvivesASnapshot(t *testing.T) {
	m := newMap(50)
	for k := range uint32(500) {
		if v := m.At(k); v != nil {
			*v = int(k)
		}
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(m); err != nil {
		t.Fatal(err)
	}
	again := newMap(50)
	if err := gob.NewDecoder(&b).Decode(again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(content(m), content(again)); diff != "" || again.Shift != m.Shift || !again.Dropped {
		t.Errorf("shift %d of %d, dropped %v\n%s", again.Shift, m.Shift, again.Dropped, diff)
	}
}

func TestPointersStayValidWhileTheMapGrows(t *testing.T) {
	m := newMap(1 << 20)
	first := m.At(1)
	for k := range uint32(100_000) {
		m.At(k)
	}
	*first = 42
	if got := m.Get(1); got != first || *got != 42 {
		t.Error("the first value moved")
	}
}

func BenchmarkMapAt(b *testing.B) {
	m := newMap(1 << 20)
	r := uint32(1)
	for b.Loop() {
		r = r*1664525 + 1013904223
		*m.At(r >> 16 % 24000)++
	}
}
