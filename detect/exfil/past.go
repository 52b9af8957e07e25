package exfil

import (
	"math"
	"slices"
	"time"

	"dwell/detect/fold"
	"dwell/event"
)

const (
	// leastPast is how long the machine must have been seen before its first contact
	// with the destination for the destination to be new: weekends and days off lie
	// between two uses of an ordinary one.
	leastPast = 3 * 24 * time.Hour
	// newShare of the time that the machine is watched must pass as well: in months of
	// evidence what is used once a fortnight is no news in the second week.
	newShare = 0.1
	// earlyUse is how soon an established destination is used once the machine is seen.
	earlyUse = 2 * 24 * time.Hour
	// leastRecord is how long a machine must be watched to say since when it knows a
	// destination.
	leastRecord = 7 * 24 * time.Hour
	// provenRecord is how long an established destination must have been watched for
	// its own past to be a yardstick: four weeks, because work goes by weeks, and
	// logs are kept for one or two that a thief may well have been there for all of.
	// baselineShare of that time, at least leastPast, is the past.
	provenRecord  = 28 * 24 * time.Hour
	baselineShare = 0.25
	// slack is how many times its own past rate a destination may receive before the
	// excess counts: uploads of people vary by more than half from week to week.
	slack = 2
	// alarmQuantile of the volumes of all relations, at least leastAlarm, is where
	// the cumulative sum raises the alarm.
	alarmQuantile = 0.95
	leastAlarm    = 1 << 20
	// grownAlarm is how many times all that is usual in the whole time an established
	// destination must get on top to raise the alarm below that level: where calls and
	// backups make large volumes common, a small relation can still grow a hundredfold.
	// leastGrown is the least of it.
	grownAlarm = 2
	leastGrown = 10_000_000
	// spread is how many standard deviations of its own days an established destination
	// must get on top at least: the decision interval of a CUSUM is 4 or 5 (Montgomery,
	// "Introduction to Statistical Quality Control", chapter 9). A nightly job whose size
	// varies by half exceeds twice its mean on one night of a month. leastDeviation is what
	// uploads vary by at least, against the mean: a week or two may show less by chance.
	spread         = 4
	leastDeviation = 0.5
)

// standing says how long a machine and a destination know each other.
type standing uint8

const (
	unwatched   standing = iota // the evidence is too short to tell
	recent                      // neither new nor there from the start
	newcomer                    // first contact long after the machine was first seen
	unproven                    // used from the start, of evidence too short to tell what is usual
	established                 // used from the start
)

// past compares a transfer with what went before: a cumulative sum (CUSUM, Page
// 1954) of the bytes above what the machine used to send there.
type past struct {
	standing standing
	before   time.Duration // from the machine's first contact with anybody to that with the destination
	watched  time.Duration // from the machine's first contact with anybody to the end of the evidence
	rate     float64       // bytes per day that were usual, 0 for a newcomer
	excess   int64         // the most that the sum reached
	alarm    int64         // the level that counts as exceeded
	crossed  time.Time     // beginning of the bin in which it did; zero when never
}

func (y *survey) pastOf(r *relation) past {
	first := y.firstSeen(r.src)
	p := past{alarm: y.alarm()}
	p.before = max(0, r.marks.First.Time.Sub(first))
	p.watched = max(0, y.state.Span.Last.Sub(first))
	switch {
	case p.before >= max(leastPast, time.Duration(newShare*float64(p.watched))):
		p.standing = newcomer
	case p.watched < leastRecord:
		p.standing = unwatched
	case p.before <= earlyUse && p.watched < provenRecord:
		p.standing = unproven
	case p.before <= earlyUse:
		p.standing = established
	default:
		p.standing = recent
	}
	course := r.course.daily()
	if p.standing == established {
		var deviation float64
		p.rate, deviation = usual(&course, first.Std(), max(leastPast, time.Duration(baselineShare*float64(p.watched))))
		all := int64(p.rate * p.watched.Hours() / 24)
		p.alarm = max(min(p.alarm, max(leastGrown, grownAlarm*all)), int64(spread*deviation))
	}
	p.accumulate(&course)
	return p
}

// firstSeen is when the machine is first seen to contact anybody, or to answer: a server
// may call nobody for months.
func (y *survey) firstSeen(a fold.Addr) event.Time {
	var first event.Time
	if h, ok := y.state.Hosts.Lookup(a); ok {
		first = h.First
		earliest(&first, h.Answered)
	}
	earliest(&first, y.answering[a])
	if first.IsZero() {
		return y.state.Span.First
	}
	return first
}

// answers notes since when machines inside answer others inside.
func (y *survey) answers() {
	y.answering = make(map[fold.Addr]event.Time)
	var dst fold.Addr
	inside := false
	for k, p := range y.state.Pairs.All() {
		if k.Dst != dst {
			dst, inside = k.Dst, y.estate.Inside(k.Dst.IP())
		}
		if inside && p.sum().In > 0 {
			first := y.answering[k.Dst]
			earliest(&first, p.Marks.First.Time)
			y.answering[k.Dst] = first
		}
	}
}

// routine reports whether the machine sends no more than it always sent there.
func (r *relation) routine() bool {
	return r.past.standing == established && r.past.excess < r.past.alarm
}

// remarkable are the bytes whose volume is worth weighing: of an established
// destination, those beyond the usual.
func (r *relation) remarkable() int64 {
	switch {
	case r.routine():
		return 0
	case r.past.standing == established:
		return r.past.excess
	}
	return r.bytesOut()
}

// usual is the mean of bytes per day in the window after the beginning, and the standard
// deviation of bytes per bin.
func usual(s *series, from time.Time, window time.Duration) (perDay, deviation float64) {
	end := from.Add(window)
	var sum, squares float64
	for b := range s.all() {
		if s.start(b).Before(end) {
			sum += float64(b.Out)
			squares += float64(b.Out) * float64(b.Out)
		}
	}
	bins := math.Max(1, float64(window)/float64(s.width()))
	mean := sum / bins
	deviation = math.Max(leastDeviation*mean, math.Sqrt(math.Max(0, squares/bins-mean*mean)))
	return sum / (float64(window) / float64(oneDay)), deviation
}

// accumulate runs the cumulative sum over the course of the transfer.
func (p *past) accumulate(s *series) {
	allowed := slack * p.rate * float64(s.width()) / float64(oneDay) // per bin
	sum, last := 0.0, uint32(0)
	for b := range s.all() {
		if last > 0 {
			sum = max(0, sum-allowed*float64(b.At-last-1)) // bins without bytes
		}
		last = b.At
		sum = max(0, sum+float64(b.Out)-allowed)
		p.excess = max(p.excess, int64(sum))
		if p.crossed.IsZero() && int64(sum) >= p.alarm {
			p.crossed = s.start(b)
		}
	}
}

// alarm is the volume that few relations of the evidence reach.
func (y *survey) alarm() int64 {
	if len(y.volumes) == 0 {
		return leastAlarm
	}
	return max(leastAlarm, y.volumes[int(alarmQuantile*float64(len(y.volumes)-1))])
}

// rarity returns the share of the relations in the evidence that carry as many
// bytes, and how many there are.
func (y *survey) rarity(out int64) (share float64, of int) {
	i, _ := slices.BinarySearch(y.volumes, out)
	of = len(y.volumes)
	return float64(of-i) / float64(max(1, of)), of
}
