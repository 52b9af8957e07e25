package account

import (
	"cmp"

	"dwell/detect/fold"
)

// maxDays bounds the days of an account that are kept: the last ones, more than a year.
const maxDays = 400

// maxDeeds bounds the deeds of an account that are kept: the most telling ones.
const maxDeeds = 32

// profile is what is known of one account besides its places.
type profile struct {
	Name  string
	Daily []daily // latest first
	Deeds []deed  // most telling first
}

// daily is what happened on one day (UTC).
type daily struct {
	Day     int32 // since 1970
	Uses    uint32
	Read    uint32 // items
	Deleted uint32
	Failed  uint32 // logons
}

func (p *profile) merge(o *profile) {
	fold.Smallest(&p.Name, o.Name, maxName)
	for i := range o.Daily {
		p.addDay(o.Daily[i])
	}
	for i := range o.Deeds {
		p.Deeds = fold.KeepFirst(p.Deeds, o.Deeds[i], maxDeeds, compareDeeds)
	}
}

// addDay adds what happened on a day. A day that has to go is older than all that stay,
// and so it never comes back.
func (p *profile) addDay(d daily) {
	low, high := 0, len(p.Daily)
	for low < high {
		if mid := (low + high) / 2; p.Daily[mid].Day > d.Day {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low < len(p.Daily) && p.Daily[low].Day == d.Day {
		t := &p.Daily[low]
		t.Uses += d.Uses
		t.Read += d.Read
		t.Deleted += d.Deleted
		t.Failed += d.Failed
		return
	}
	p.Daily = fold.KeepFirst(p.Daily, d, maxDays, func(a, b daily) int { return cmp.Compare(b.Day, a.Day) })
}

const dayNanos = 24 * hourNanos

func dayOf(nanos int64) int32 { return int32(nanos / dayNanos) }
