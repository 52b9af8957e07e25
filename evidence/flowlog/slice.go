package flowlog

import (
	"fmt"
	"time"
)

// Interval says how a source cuts conversations.
type Interval struct {
	InUse   []time.Duration // intervals that are in use, ascending
	Usual   time.Duration   // assumed where nothing tells
	Meaning string          // what the source calls it ("aggregation interval")
}

const (
	// judged is how many records the interval is inferred from.
	judged = 50_000
	// near is the share of an interval from which a record shows that it is cut there:
	// a long conversation has packets until shortly before.
	near = 0.8
	// slack is the share by which records overrun their interval: exporters look for
	// those that are due from time to time only.
	slack = 0.05
	// slackLeast is what whole seconds at both ends add.
	slackLeast = time.Second
)

// infer returns the interval for the longest record seen, and whether it shows it.
func (v Interval) infer(longest time.Duration) (slice time.Duration, shown bool) {
	for _, slice := range v.InUse {
		if longest <= slice+max(slackLeast, time.Duration(slack*float64(slice))) {
			if float64(longest) >= near*float64(slice) {
				return slice, true
			}
			return max(slice, v.Usual), false
		}
	}
	return longest.Truncate(time.Minute) + time.Minute, true
}

// note says what an interval hides.
func (v Interval) note(slice time.Duration, shown bool) string {
	how := "as its longest records show"
	if !shown {
		how = "which is the usual one and assumed: no record is long enough to show it"
	}
	return fmt.Sprintf("%s of %s (%s): conversations are cut into records of that length, and calls within one connection, or from one port, that come closer than %s cannot be told apart",
		v.Meaning, minutes(slice), how, minutes(2*slice))
}

func minutes(d time.Duration) string {
	switch {
	case d%time.Minute != 0:
		return fmt.Sprintf("%g seconds", d.Seconds())
	case d == time.Minute:
		return "1 minute"
	}
	return fmt.Sprintf("%d minutes", d/time.Minute)
}
