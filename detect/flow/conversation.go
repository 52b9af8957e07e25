package flow

import (
	"cmp"
	"slices"
	"time"

	"dwell/detect/fold"
	"dwell/event"
)

const (
	// binWidth is the finest resolution of a conversation: what lies in one bin is one
	// run. Clouds cut at a minute at the shortest, and runs join over two slices.
	binWidth = 2 * time.Minute
	// maxBins bounds the bins of a conversation: an hour in full, and half the
	// resolution for each doubling; days come to some hours.
	maxBins = 32
	// gapSlices is how many slices may pass without a packet within one conversation.
	// What comes later used the same ports again.
	gapSlices = 2
	// leastGap is for sources that cut at seconds: idle connections say something every
	// minute or two.
	leastGap = 2 * time.Minute
	// longestSlice bounds what a hostile record says of its length.
	longestSlice = 31 * 24 * time.Hour
)

// Conversation is what slices of one connection carried over time (event.Connection,
// Slice). A slice is added to the bin in which it starts; bins lie on a grid that gets
// coarser as they get many, so the result depends on the set of slices and not on their
// order. It takes about 200 bytes for one slice and 3.5 kB at most.
type Conversation struct {
	Key   Key
	Slice time.Duration // the longest of the sources
	Level uint8
	Bins  []Bin // sorted
}

// Bin is what started in one interval of binWidth<<Level.
type Bin struct {
	At          uint32 // multiples of the interval since 1970
	Slices      int32
	NoOut, NoIn int32 // slices without a count of one way
	First       event.Time
	End         int64     // nanoseconds since 1970 of the last end
	Ref         event.Ref // of the first slice
	Volume
}

// Volume is what both ends sent, as far as it is known.
type Volume struct {
	Out, In     int64 // payload
	OutIP, InIP int64 // with IP headers
}

func (v *Volume) add(o Volume) {
	v.Out += o.Out
	v.In += o.In
	v.OutIP += o.OutIP
	v.InIP += o.InIP
}

// Run is a conversation without a gap: one connection.
type Run struct {
	Start    event.Time
	Duration time.Duration
	Slices   int64
	Volume
	Unknown bool // the volume is not the whole, because some counts are missing
	First   event.Ref
	Last    event.Ref // of a slice near the end
}

// ConversationID hashes what makes slices those of one conversation.
func ConversationID(uid string, k Key) uint64 { return fold.Mix(ConnectionID(uid, k.Sensor), k.Hash()) }

// Add folds one slice in.
func (v *Conversation) Add(k Key, c *event.Connection) {
	b := Bin{Slices: 1, First: c.Time, Ref: c.Ref,
		Volume: Volume{max(0, c.SrcBytes), max(0, c.DstBytes), max(0, c.SrcIP), max(0, c.DstIP)}}
	start := max(0, c.Time.Nanos)
	b.End = start + int64(min(max(0, c.Duration), longestSlice, time.Duration(1<<63-1-start)))
	b.At = uint32(start/int64(binWidth)) >> v.Level
	if c.SrcBytes < 0 {
		b.NoOut = 1
	}
	if c.DstBytes < 0 {
		b.NoIn = 1
	}
	v.Key, v.Slice = k, max(v.Slice, min(c.Slice, longestSlice))
	v.put(b)
	v.shrink()
}

// Merge folds o in.
func (v *Conversation) Merge(o *Conversation) {
	v.Key, v.Slice = o.Key, max(v.Slice, o.Slice)
	v.raise(o.Level)
	for _, b := range o.Bins {
		b.At >>= v.Level - o.Level
		v.put(b)
	}
	v.shrink()
}

func (v *Conversation) put(b Bin) {
	i, found := slices.BinarySearchFunc(v.Bins, b.At, func(b Bin, at uint32) int { return cmp.Compare(b.At, at) })
	if found {
		v.Bins[i].join(&b)
		return
	}
	v.Bins = slices.Insert(v.Bins, i, b)
}

func (b *Bin) join(o *Bin) {
	if c := cmp.Or(o.First.Compare(b.First), o.Ref.Compare(b.Ref)); c < 0 {
		b.First, b.Ref = o.First, o.Ref
	}
	b.Slices += o.Slices
	b.NoOut += o.NoOut
	b.NoIn += o.NoIn
	b.End = max(b.End, o.End)
	b.Volume.add(o.Volume)
}

func (v *Conversation) shrink() {
	for len(v.Bins) > maxBins {
		v.raise(v.Level + 1)
	}
}

// raise makes the bins coarser.
func (v *Conversation) raise(level uint8) {
	if level <= v.Level {
		return
	}
	old := v.Bins
	v.Bins = make([]Bin, 0, len(old))
	for _, b := range old {
		b.At >>= level - v.Level
		v.put(b)
	}
	v.Level = level
}

// Runs returns the connections of the conversation in order of time.
func (v *Conversation) Runs() []Run {
	gap := int64(max(leastGap, gapSlices*v.Slice))
	var runs []Run
	var end, noOut, noIn int64
	for i := range v.Bins {
		b := &v.Bins[i]
		if i == 0 || b.First.Nanos-end > gap {
			runs = append(runs, Run{Start: b.First, First: b.Ref})
			end, noOut, noIn = b.End, 0, 0
		}
		r := &runs[len(runs)-1]
		end = max(end, b.End)
		r.Duration = time.Duration(end - max(0, r.Start.Nanos))
		r.Slices += int64(b.Slices)
		r.Volume.add(b.Volume)
		r.Last = b.Ref
		noOut += int64(b.NoOut)
		noIn += int64(b.NoIn)
		// Halves that were recorded apart lack one way each, and together none.
		r.Unknown = noOut != noIn
	}
	return runs
}
