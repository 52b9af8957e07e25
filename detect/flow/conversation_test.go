package flow_test

import (
	"bytes"
	"encoding/gob"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/event"
)

var one = flow.Key{Port: 443}

func slice(start, length time.Duration, n int64) *event.Connection {
	return &event.Connection{
		Time: event.UTC(1_700_000_000_000_000_000+int64(start), event.PrecisionSecond), Duration: length, Slice: 10 * time.Minute,
		Ref: event.Ref{File: 1, Offset: int64(start), Length: 1}, SrcBytes: 10 * n, DstBytes: n, SrcIP: 11 * n, DstIP: 2 * n,
	}
}

func add(all ...*event.Connection) *flow.Conversation {
	v := &flow.Conversation{}
	for _, c := range all {
		v.Add(one, c)
	}
	return v
}

func TestSlicesWithoutAGapAreOneConnection(t *testing.T) {
	var all []*event.Connection
	for i := range 36 {
		all = append(all, slice(time.Duration(i)*10*time.Minute, 10*time.Minute, 100))
	}
	runs := add(all...).Runs()
	if len(runs) != 1 {
		t.Fatalf("%d connections, want one", len(runs))
	}
	want := flow.Run{Start: all[0].Time, Duration: 6 * time.Hour, Slices: 36, First: all[0].Ref, Last: runs[0].Last,
		Volume: flow.Volume{Out: 36_000, In: 3600, OutIP: 39_600, InIP: 7200}}
	if diff := cmp.Diff(want, runs[0]); diff != "" {
		t.Error(diff)
	}
}

func TestALongGapIsAnotherConnectionWithTheSamePorts(t *testing.T) {
	v := add(slice(0, 10*time.Minute, 1), slice(29*time.Minute, time.Minute, 2), slice(51*time.Minute, time.Minute, 4))
	runs := v.Runs()
	if len(runs) != 2 || runs[0].In != 3 || runs[0].Duration != 30*time.Minute || runs[1].In != 4 || runs[1].Duration != time.Minute {
		t.Errorf("%+v", runs)
	}
}

func TestHalvesThatWereRecordedApartAreWholeTogether(t *testing.T) {
	there, back := slice(0, time.Minute, 5), slice(time.Second, time.Minute, 5)
	there.DstBytes, there.DstIP, back.SrcBytes, back.SrcIP = event.Unknown, event.Unknown, event.Unknown, event.Unknown
	runs := add(there, back).Runs()
	if len(runs) != 1 || runs[0].Unknown || runs[0].Out != 50 || runs[0].In != 5 {
		t.Errorf("%+v", runs)
	}
	if runs = add(there).Runs(); !runs[0].Unknown {
		t.Error("one half counts as the whole")
	}
}

// A month in ten-minute slices is one connection to the byte, however coarse its bins.
func TestAMonthIsBounded(t *testing.T) {
	v := &flow.Conversation{}
	const slices = 30 * 24 * 6
	for i := range slices {
		v.Add(one, slice(time.Duration(i)*10*time.Minute, 10*time.Minute, 7))
	}
	runs := v.Runs()
	if len(v.Bins) > 32 || len(runs) != 1 || runs[0].Duration != 30*24*time.Hour || runs[0].In != 7*slices || runs[0].Slices != slices {
		t.Errorf("%d bins, %+v", len(v.Bins), runs)
	}
}

func TestConversationsDoNotDependOnOrder(t *testing.T) {
	slices := rapid.Custom(func(t *rapid.T) *event.Connection {
		c := slice(time.Duration(rapid.IntRange(0, 5000).Draw(t, "start"))*time.Minute, time.Duration(rapid.IntRange(0, 600).Draw(t, "length"))*time.Second, rapid.Int64Range(0, 9).Draw(t, "bytes"))
		c.Slice = rapid.SampledFrom([]time.Duration{time.Minute, 10 * time.Minute}).Draw(t, "slice")
		c.Ref.Offset = rapid.Int64Range(0, 1<<40).Draw(t, "offset")
		if rapid.Bool().Draw(t, "half") {
			c.DstBytes = event.Unknown
		}
		return c
	})
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(slices, 0, 120).Draw(t, "slices")
		v := deal(t, all, func() *flow.Conversation { return &flow.Conversation{Key: one} },
			func(v *flow.Conversation, c *event.Connection) { v.Add(one, c) }, (*flow.Conversation).Merge)
		var sum, in int64
		for _, c := range all {
			in += max(0, c.DstBytes)
		}
		for _, r := range v.Runs() {
			sum += r.In
		}
		if sum != in {
			t.Fatalf("%d bytes, want %d", sum, in)
		}
	})
}

func TestAConversationSurvivesASnapshot(t *testing.T) {
	before := add(slice(0, time.Minute, 1), slice(time.Hour, time.Minute, 2))
	var snapshot bytes.Buffer
	if err := gob.NewEncoder(&snapshot).Encode(before); err != nil {
		t.Fatal(err)
	}
	after := &flow.Conversation{}
	if err := gob.NewDecoder(&snapshot).Decode(after); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
}

func TestHostileSlicesAreHarmless(t *testing.T) {
	v := &flow.Conversation{}
	for _, c := range []event.Connection{{}, {Duration: math.MaxInt64, Slice: math.MaxInt64, Time: event.UTC(math.MaxInt64, 0)},
		{Duration: math.MinInt64, Slice: math.MinInt64, Time: event.UTC(math.MinInt64, 0), SrcBytes: math.MaxInt64}} {
		v.Add(one, &c)
	}
	for _, r := range v.Runs() {
		if r.Duration < 0 {
			t.Errorf("%+v", r)
		}
	}
}

func TestDistinctCountsEachOnce(t *testing.T) {
	count := func(n int) int64 {
		parts := [2]flow.Distinct{}
		for i := range 3 * n {
			parts[i%2].Add(fold.Mix(7, uint64(i%n)))
		}
		parts[0].Merge(parts[1])
		return parts[0].Count()
	}
	for _, n := range []int{1, 17, 255} {
		if got := count(n); got != int64(n) {
			t.Errorf("%d, want %d", got, n)
		}
	}
	if got := count(100_000); math.Abs(float64(got)/100_000-1) > 0.25 {
		t.Errorf("%d, want about 100,000", got)
	}
	if (flow.Distinct)(nil).Count() != 0 {
		t.Error("nothing counts")
	}
}
