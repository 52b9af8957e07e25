package entity

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"dwell/event"
)

const (
	// leastStated is how many records must state an offset before it counts: a
	// single one may be forged.
	leastStated = 3
	// localShare of the stated offsets must be others than UTC for them to be
	// preferred to UTC, which servers write wherever they stand.
	localShare = 1.0 / 3
	// majority of the offsets, with the one for summer time, makes one zone of them.
	majority = 0.5
	// summerShare of the stated offsets, an hour away, show summer time.
	summerShare = 0.1
)

// offsets counts the offsets from UTC that records state, sorted by offset. There
// are at most 113: every quarter of an hour from -14:00 to +14:00.
type offsets struct{ Counts []offsetCount }

type offsetCount struct {
	Quarters int8 // of an hour east of UTC
	N        int64
}

const quarter = 15 * 60 // seconds

// add counts the offset of a time that states one.
func (o *offsets) add(t event.Time) {
	if t.Zone != event.ZoneStated || t.Offset%quarter != 0 || t.Offset < -56*quarter || t.Offset > 56*quarter {
		return
	}
	o.count(int8(t.Offset/quarter), 1)
}

func (o *offsets) count(quarters int8, n int64) {
	i, found := slices.BinarySearchFunc(o.Counts, quarters, func(c offsetCount, q int8) int { return cmp.Compare(c.Quarters, q) })
	if !found {
		o.Counts = slices.Insert(o.Counts, i, offsetCount{Quarters: quarters})
	}
	o.Counts[i].N += n
}

func (o *offsets) merge(from *offsets) {
	for _, c := range from.Counts {
		o.count(c.Quarters, c.N)
	}
}

// of returns how often an offset is stated.
func (o *offsets) of(quarters int8) int64 {
	for _, c := range o.Counts {
		if c.Quarters == quarters {
			return c.N
		}
	}
	return 0
}

// usual returns the offset that most records state, UTC only when hardly any state
// another, and how many state any; ok is false when there are few or they disagree.
func (o *offsets) usual() (best offsetCount, all int64, ok bool) {
	elsewhere := int64(0)
	for _, c := range o.Counts {
		all += c.N
		if c.Quarters != 0 {
			elsewhere += c.N
			if c.N > best.N {
				best = c
			}
		}
	}
	together := best.N + max(o.of(best.Quarters-4), o.of(best.Quarters+4))
	if float64(elsewhere) < localShare*float64(all) {
		best = offsetCount{N: o.of(0)}
		elsewhere, together = all, best.N
	}
	return best, all, best.N >= leastStated && float64(together) >= majority*float64(elsewhere)
}

// zone is a fixed offset; which of the places that share it is meant, nothing tells.
func (c offsetCount) zone() *time.Location {
	if c.Quarters == 0 {
		return time.UTC
	}
	return time.FixedZone(c.String(), int(c.Quarters)*quarter)
}

// String returns "UTC+09:00".
func (c offsetCount) String() string {
	sign, q := '+', int(c.Quarters)
	if q == 0 {
		return "UTC"
	}
	if q < 0 {
		sign, q = '-', -q
	}
	return fmt.Sprintf("UTC%c%02d:%02d", sign, q/4, q%4*15)
}

// clocks is what the evidence says about the time of day.
type clocks struct {
	servers  offsets // stated by logs of databases and web servers
	activity activity
}

func (c *clocks) merge(o *clocks) {
	c.servers.merge(&o.servers)
	c.activity.merge(&o.activity)
}

// zone concludes in which time zone people work: from the mails that the company
// writes, else from what the mailboxes' owners sent, else from the clocks of the
// servers, else from the hours at which people are at work.
func (c *clocks) zone(mails *correspondence, company []string) (*time.Location, Inference) {
	var own offsets
	for _, domain := range company {
		if d, ok := mails.domains.Lookup(domain); ok {
			own.merge(&d.Offsets)
		}
	}
	for _, source := range []struct {
		offsets *offsets
		records string
		local   bool // counts only when it is not UTC
	}{
		{&own, "mails written by the company", false},
		{&mails.sent, "mails that never travelled (copies of what was sent)", false},
		{&c.servers, "lines of server logs", true},
	} {
		best, all, ok := source.offsets.usual()
		if !ok || source.local && best.Quarters == 0 {
			continue
		}
		why := fmt.Sprintf("%d of %d %s state this offset", best.N, all, source.records)
		for _, hour := range []int8{-4, 4} {
			if n := source.offsets.of(best.Quarters + hour); float64(n) >= summerShare*float64(all) {
				why += fmt.Sprintf("; %d state %s, perhaps for summer time", n, offsetCount{Quarters: best.Quarters + hour})
			}
		}
		return best.zone(), Inference{Subject: subjectZone, Value: best.String(), Why: why}
	}
	if best, why, ok := c.activity.zone(); ok {
		return best.zone(), Inference{Subject: subjectZone, Value: best.String(), Why: why}
	}
	return time.UTC, Inference{Subject: subjectZone, Value: "UTC", Why: "nothing tells: no mails or server logs with an offset, and too little or too even activity"}
}
